import { expect, test } from "vitest"
import { successRate } from "./success-rate"

test.each([
  [{}, { delivered: 0, due: 0, rate: null }],
  [
    { skipped: 3, waiting_payment: 2 },
    { delivered: 0, due: 0, rate: null },
  ],
  [
    { delivered: 8, skipped: 5 },
    { delivered: 8, due: 8, rate: 1 },
  ],
  [
    { delivered: 1, failed: 1, held: 1, queued: 1 },
    { delivered: 1, due: 4, rate: 0.25 },
  ],
  [
    { delivered: 99_999, retrying: 1 },
    { delivered: 99_999, due: 100_000, rate: 0.999 },
  ],
  [{ sending: 2 }, { delivered: 0, due: 2, rate: 0 }],
])("of %j, %j", (counts, expected) => {
  expect(successRate(counts)).toEqual(expected)
})
