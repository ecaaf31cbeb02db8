import { existsSync, readFileSync } from "node:fs"
import { mkdir, rename, writeFile } from "node:fs/promises"
import { dirname } from "node:path"
import type { SandboxState, Snapshot } from "./state"

const SHORTEST_PAUSE_MS = 400
/** Limits writing to about a twentieth of the time, however large the state. */
const PAUSE_PER_WRITE = 20

/** Keeps the state in one JSON file. Writes it shortly after a change, and always atomically. */
export class StateFile {
  readonly #path: string
  readonly #state: SandboxState
  #timer: NodeJS.Timeout | null = null
  #writing: Promise<void> = Promise.resolve()
  #pauseMs = SHORTEST_PAUSE_MS

  constructor(path: string, state: SandboxState) {
    this.#path = path
    this.#state = state
  }

  /** Loads the state from the file. Returns false if there is no file yet. */
  load(): boolean {
    if (!existsSync(this.#path)) return false
    let snapshot: Partial<Snapshot>
    try {
      snapshot = JSON.parse(readFileSync(this.#path, "utf8"))
    } catch (cause) {
      throw new Error(`${this.#path} is not a sandbox state. Delete it, or give another path.`, { cause })
    }
    this.#state.restore(snapshot)
    return true
  }

  schedule(): void {
    if (this.#timer) return
    this.#timer = setTimeout(() => {
      this.#timer = null
      this.#write().catch((error: unknown) => console.error("sandbox: state not written", error))
    }, this.#pauseMs)
    this.#timer.unref()
  }

  async flush(): Promise<void> {
    if (this.#timer) clearTimeout(this.#timer)
    this.#timer = null
    await this.#write()
  }

  #write(): Promise<void> {
    // One write at a time, even after a failed one.
    this.#writing = this.#writing.catch(() => undefined).then(() => this.#replaceFile())
    return this.#writing
  }

  async #replaceFile(): Promise<void> {
    const startedAt = performance.now()
    await mkdir(dirname(this.#path), { recursive: true })
    const draft = `${this.#path}.${process.pid}.tmp`
    await writeFile(draft, JSON.stringify(this.#state.snapshot()))
    await rename(draft, this.#path)
    this.#pauseMs = Math.max(SHORTEST_PAUSE_MS, (performance.now() - startedAt) * PAUSE_PER_WRITE)
  }
}
