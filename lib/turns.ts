/** Longest time one turn blocks the event loop, unless a single step takes longer. */
const TURN_MS = 4

/**
 * Runs a computation in turns, between which the event loop runs other work.
 * @param signal aborts the computation between two turns; its reason is thrown
 */
export async function inTurns<Result>(steps: Generator<void, Result>, signal?: AbortSignal): Promise<Result> {
  for (let began = performance.now(); ; ) {
    const { done, value } = steps.next()
    if (done) return value
    if (performance.now() - began < TURN_MS) continue
    await new Promise((resolve) => setImmediate(resolve))
    signal?.throwIfAborted()
    began = performance.now()
  }
}

/** Runs a computation to its end without yielding. */
export function atOnce<Result>(steps: Generator<void, Result>): Result {
  for (;;) {
    const { done, value } = steps.next()
    if (done) return value
  }
}
