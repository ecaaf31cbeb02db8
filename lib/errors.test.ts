import { expect, test } from "vitest"
import { POS_ERRORS, type PosErrorCode, retryAfterSeconds } from "./errors"

test("every retryable refusal has a retry delay, and no other does", () => {
  for (const code of Object.keys(POS_ERRORS) as PosErrorCode[])
    expect([code, retryAfterSeconds(code)]).toEqual([
      code,
      POS_ERRORS[code].retryable ? expect.any(Number) : undefined,
    ])
})
