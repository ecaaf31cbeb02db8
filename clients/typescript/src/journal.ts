import { appendFile, type FileHandle, mkdir, open, readFile, rename, rm } from "node:fs/promises"
import { dirname } from "node:path"

const NEWLINE = 0x0a

/** Lines of JSON that are on disk when `append` resolves. */
export type Journal = {
  /**
   * Appends lines. Concurrent calls share one write and one fsync.
   * @param onDisk runs as soon as the lines are on disk, before any later write begins
   */
  append(entries: unknown[], onDisk: () => void): Promise<void>
  /** Replaces all lines or none. Calls `entries` once all earlier appends are on disk. */
  rewrite(entries: () => unknown[]): Promise<void>
  close(): Promise<void>
}

type Waiting = { text: string; onDisk: () => void; done: () => void; failed: (error: unknown) => void }

/**
 * Opens or creates a journal. Drops a last line cut off by a crash, which was never confirmed. Keeps other lines that
 * are not JSON (a failing disk) in `<path>.damaged`.
 * @param guard runs before each write; an error stops the write
 */
export async function openJournal(
  path: string,
  guard: () => Promise<void>,
): Promise<{ journal: Journal; entries: unknown[]; damaged: number }> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  await rm(`${path}.tmp`, { force: true })
  const { entries, damaged, length } = await readLines(path)
  let file = await open(path, "a", 0o600)
  await file.truncate(length)
  await file.sync()
  await syncFolder(path)

  let size = length
  let failure: unknown
  let waiting: Waiting[] = []
  let work: Promise<void> = Promise.resolve()

  const inTurn = <T>(task: () => Promise<T>): Promise<T> => {
    const result = work.then(task)
    work = result.then(
      () => {},
      () => {},
    )
    return result
  }

  async function flush() {
    const batch = waiting
    waiting = []
    if (batch.length === 0) return
    try {
      if (failure) throw failure
      await guard()
      size += await writeSynced(file, batch.map(({ text }) => text).join(""), size)
      for (const { onDisk, done } of batch) {
        onDisk()
        done()
      }
    } catch (error) {
      for (const { failed } of batch) failed(error)
    }
  }

  /** Truncates a partial write, so that the next line starts on its own. */
  async function writeSynced(to: FileHandle, text: string, at: number): Promise<number> {
    try {
      await to.appendFile(text)
      await to.sync()
      return Buffer.byteLength(text)
    } catch (error) {
      await to.truncate(at).catch((stuck) => {
        failure = stuck
      })
      throw error
    }
  }

  const journal: Journal = {
    append: (added, onDisk) =>
      new Promise<void>((done, failed) => {
        waiting.push({ text: toLines(added), onDisk, done, failed })
        void inTurn(flush)
      }),
    rewrite: (kept) =>
      inTurn(async () => {
        await guard()
        const text = toLines(kept())
        const fresh = await open(`${path}.tmp`, "w", 0o600)
        try {
          await fresh.writeFile(text)
          await fresh.sync()
        } finally {
          await fresh.close()
        }
        await rename(`${path}.tmp`, path)
        await syncFolder(path)
        await file.close()
        file = await open(path, "a", 0o600)
        size = Buffer.byteLength(text)
      }),
    close: () => inTurn(() => file.close()),
  }
  return { journal, entries, damaged }
}

async function readLines(path: string) {
  const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return Buffer.alloc(0)
    throw error
  })
  const length = bytes.lastIndexOf(NEWLINE) + 1
  const entries: unknown[] = []
  const damaged: string[] = []
  for (const line of bytes.subarray(0, length).toString("utf8").split("\n")) {
    if (line === "") continue
    try {
      entries.push(JSON.parse(line))
    } catch {
      damaged.push(line)
    }
  }
  if (damaged.length > 0) await appendFile(`${path}.damaged`, `${damaged.join("\n")}\n`, { mode: 0o600 })
  return { entries, damaged: damaged.length, length }
}

const toLines = (entries: unknown[]) => entries.map((entry) => `${JSON.stringify(entry)}\n`).join("")

/** Makes a new or renamed file survive a power cut. Windows has no such call and needs none. */
async function syncFolder(path: string) {
  if (process.platform === "win32") return
  const folder = await open(dirname(path), "r")
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}
