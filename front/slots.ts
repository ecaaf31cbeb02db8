import { AppError } from "@/lib/errors"

/** Limits how many requests run at once, and how many wait. */
export class Slots {
  #free: number
  readonly #waiting = new Set<() => void>()

  constructor(
    open: number,
    readonly mostWaiting: number,
  ) {
    this.#free = open
  }

  /**
   * Waits for a slot until `signal` aborts.
   * @returns a function that frees it; calling it again has no effect
   * @throws AppError `unavailable` when too many wait
   */
  async take(signal: AbortSignal): Promise<() => void> {
    if (this.#free > 0) this.#free -= 1
    else if (this.#waiting.size >= this.mostWaiting)
      throw new AppError("unavailable", `${this.mostWaiting} others are waiting.`)
    else
      await new Promise<void>((enter, refuse) => {
        const leave = () => {
          this.#waiting.delete(next)
          refuse(signal.reason)
        }
        const next = () => {
          this.#waiting.delete(next)
          signal.removeEventListener("abort", leave)
          enter()
        }
        this.#waiting.add(next)
        signal.addEventListener("abort", leave, { once: true })
      })
    let isHeld = true
    return () => {
      if (!isHeld) return
      isHeld = false
      const [next] = this.#waiting
      if (next) next()
      else this.#free += 1
    }
  }
}
