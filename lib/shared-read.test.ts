import { expect, test } from "vitest"
import { createSharedRead } from "./shared-read"

function setUp() {
  let seconds = 0
  let reads = 0
  const shared = createSharedRead<number>(
    (answer) => answer > 100,
    () => seconds * 1000,
  )
  const ask = (answer: number, key = "a") =>
    shared(key, async () => {
      reads += 1
      return answer
    })
  return { ask, shared, reads: () => reads, pass: (by: number) => (seconds += by) }
}

test("concurrent callers share one read per key", async () => {
  const { ask, reads } = setUp()
  expect(await Promise.all([ask(1), ask(2), ask(3, "b")])).toEqual([1, 1, 3])
  expect(reads()).toBe(2)
})

test("a small answer is never cached, a large one for 30 s", async () => {
  const { ask, pass } = setUp()
  expect([await ask(1), await ask(2), await ask(1_000)]).toEqual([1, 2, 1_000])
  pass(29)
  expect(await ask(3)).toBe(1_000)
  pass(1)
  expect(await ask(4)).toBe(4)
})

test("a failed read fails for its callers and is not cached", async () => {
  const { ask, shared } = setUp()
  const fail = () => shared("a", () => Promise.reject(new Error("away")))
  for (const call of await Promise.allSettled([fail(), fail()])) expect(call.status).toBe("rejected")
  expect(await ask(1)).toBe(1)
})
