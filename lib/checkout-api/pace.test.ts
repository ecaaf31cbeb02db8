import { expect, test } from "vitest"
import { nextTurn } from "./pace"

/** The waits of consecutive calls, each `everyMs` after the previous one arrived. */
function waits(count: number, everyMs: number): number[] {
  let used = 0
  return Array.from({ length: count }, (_, n) => {
    const turn = nextTurn(used, 1_000_000 + n * everyMs, 10)
    used = turn.usedUntil
    return turn.waitMs
  })
}

test("a key within its rate never waits", () => {
  expect(Math.max(...waits(1_000, 10))).toBe(0)
})

test("a key may make a quarter of a second's calls at once; further ones are spaced out evenly", () => {
  const at = waits(100, 0)
  expect(at.filter((wait) => wait === 0)).toHaveLength(26)
  expect(at.slice(26)).toEqual(Array.from({ length: 74 }, (_, n) => (n + 1) * 10))
})

test("an idle key gets no more than its burst", () => {
  const { usedUntil } = nextTurn(0, 1_000_000, 10)
  expect(nextTurn(usedUntil, 9_000_000, 10)).toEqual({ waitMs: 0, usedUntil: 9_000_010 })
})
