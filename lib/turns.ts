/** What others on the event loop wait for one turn of a computation, but for a single longer step. */
const TURN_MS = 4

/**
 * Runs a computation to its end, in turns between which everything else on the event loop runs.
 * @param signal ends the computation between two turns; its reason is thrown
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

/** Runs a computation to its end at once. */
export function atOnce<Result>(steps: Generator<void, Result>): Result {
  for (;;) {
    const { done, value } = steps.next()
    if (done) return value
  }
}
