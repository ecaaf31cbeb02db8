import { randomUUID } from "node:crypto"
import { constants, copyFile, readFile, rename, stat, unlink, utimes, writeFile } from "node:fs/promises"
import { hostname, uptime } from "node:os"

const TOUCH_MS = 5_000
/** Without a refresh for this long, the holder is dead or on another machine. */
const STALE_MS = 30_000

/** Another process drains this queue. */
export class QueueInUseError extends Error {
  override readonly name = "QueueInUseError"
  constructor(path: string, holder: Holder | null) {
    super(`${path} is held by ${holder ? `process ${holder.pid} on ${holder.host}` : "another process"}`)
  }
}

/** Another process took the lock because this one seemed dead. */
export class QueueLostError extends Error {
  override readonly name = "QueueLostError"
}

export type Lock = {
  /** @throws QueueLostError */
  check(): Promise<void>
  release(): Promise<void>
}

type Holder = { token: string; pid: number; host: string }

/** Tokens of this process. Its pid alone may match a file from an earlier run, and in a container always does. */
const ours = new Set<string>()

/**
 * Makes this process the only user of `path`. Takes over the lock of a dead holder.
 * @throws QueueInUseError
 */
export async function acquireLock(path: string): Promise<Lock> {
  const me: Holder = { token: randomUUID(), pid: process.pid, host: hostname() }
  ours.add(me.token)
  try {
    while (!(await create(path, me))) await removeStale(path)
    await requireHeld(path, me)
  } catch (error) {
    ours.delete(me.token)
    throw error
  }
  const touch = setInterval(() => {
    const now = new Date()
    requireHeld(path, me)
      .then(() => utimes(path, now, now))
      .catch(() => clearInterval(touch))
  }, TOUCH_MS)
  touch.unref()
  return {
    check: () => requireHeld(path, me),
    release: async () => {
      clearInterval(touch)
      ours.delete(me.token)
      const holder = await read(path)
      if (holder?.token === me.token) await unlink(path).catch(ignoreAbsent)
    },
  }
}

async function create(path: string, me: Holder): Promise<boolean> {
  try {
    // Until it is written, the file names no holder, and counts as held until it is stale.
    await writeFile(path, JSON.stringify(me), { flag: "wx", mode: 0o600 })
    return true
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false
    throw error
  }
}

/** @throws QueueInUseError if it is not stale */
async function removeStale(path: string): Promise<void> {
  const holder = await read(path)
  const touchedAt = await stat(path).then(
    ({ mtimeMs }) => mtimeMs,
    () => null,
  )
  if (touchedAt === null) return
  if (!isStale(holder, touchedAt)) throw new QueueInUseError(path, holder)
  // Move instead of delete: if another process was faster, the moved file is its lock, and goes back.
  const aside = `${path}.stale-${randomUUID()}`
  await rename(path, aside).catch(ignoreAbsent)
  const moved = await read(aside)
  if (moved && moved.token !== holder?.token)
    await copyFile(aside, path, constants.COPYFILE_EXCL).catch(() => {})
  await unlink(aside).catch(ignoreAbsent)
}

function isStale(holder: Holder | null, touchedAtMs: number): boolean {
  if (Date.now() - touchedAtMs > STALE_MS) return true
  if (!holder || holder.host !== hostname()) return false
  if (holder.pid === process.pid) return !ours.has(holder.token)
  if (touchedAtMs < Date.now() - uptime() * 1000) return true
  return !isRunning(holder.pid)
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return codeOf(error) === "EPERM"
  }
}

async function requireHeld(path: string, me: Holder): Promise<void> {
  const holder = await read(path)
  if (holder?.token !== me.token) throw new QueueLostError(`${path} now belongs to another process`)
}

async function read(path: string): Promise<Holder | null> {
  try {
    return JSON.parse(await readFile(path, "utf8")) as Holder
  } catch {
    return null
  }
}

const codeOf = (error: unknown) => (error as NodeJS.ErrnoException).code

function ignoreAbsent(error: unknown) {
  if (codeOf(error) !== "ENOENT") throw error
}
