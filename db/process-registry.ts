import { execFileSync } from "node:child_process"
import { randomBytes } from "node:crypto"
import { linkSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"

const LOCK_LIMIT_MS = 180_000

/** "pid start-time" of a running process, which tells a recycled pid apart; null if there is none. */
function identify(pid: number): string | null {
  try {
    process.kill(pid, 0)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EPERM") return null
  }
  try {
    if (process.platform === "linux") {
      // proc_pid_stat(5): the name in parentheses may contain spaces; state is field 3, start time field 22.
      const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
        .replace(/^.*\) /s, "")
        .split(" ")
      return fields[0] === "Z" ? null : `${pid} ${fields[19]}`
    }
    if (process.platform === "win32") return `${pid}`
    return `${pid} ${execFileSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8" }).trim()}`
  } catch {
    return null
  }
}

const isRunning = (identity: string) => {
  const pid = Number.parseInt(identity, 10)
  return pid > 0 && identify(pid) === identity
}

const read = (file: string) => {
  try {
    return readFileSync(file, "utf8")
  } catch {
    return null
  }
}

const ownIdentity = identify(process.pid) ?? String(process.pid)

/** Registers this process as a user of `dir`. */
export function register(dir: string) {
  mkdirSync(dir, { recursive: true })
  writeFileSync(join(dir, String(process.pid)), ownIdentity)
}

/** Removes this process and dead ones from the users of `dir`. Returns how many are left. */
export function unregister(dir: string): number {
  mkdirSync(dir, { recursive: true })
  const left = readdirSync(dir).filter((name) => {
    const identity = read(join(dir, name)) ?? ""
    const stays = identity !== ownIdentity && isRunning(identity)
    if (!stays) rmSync(join(dir, name), { force: true })
    return stays
  })
  return left.length
}

/**
 * Runs `work` while only this process holds `file`. Takes over the lock of a dead owner at once.
 * @throws Error if a live owner keeps it for three minutes.
 */
export async function withLock<T>(file: string, work: () => Promise<T>): Promise<T> {
  const mine = `${file}.${process.pid}.${randomBytes(4).toString("hex")}`
  writeFileSync(mine, ownIdentity)
  try {
    const deadline = Date.now() + LOCK_LIMIT_MS
    // A hard link appears with its content, so no reader sees a lock without an owner.
    for (;;) {
      try {
        linkSync(mine, file)
        break
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error
      }
      if (Date.now() > deadline) throw new Error(`${file} is held by process ${read(file)}.`)
      if (!breakStaleLock(file)) await sleep(50)
    }
    try {
      return await work()
    } finally {
      if (read(file) === ownIdentity) rmSync(file, { force: true })
    }
  } finally {
    rmSync(mine, { force: true })
  }
}

/** Two processes may find the same dead owner. The rename succeeds for only one of them. */
function breakStaleLock(file: string): boolean {
  const owner = read(file)
  if (owner === null || isRunning(owner)) return false
  const aside = `${file}.stale.${process.pid}`
  try {
    renameSync(file, aside)
    // The other process was faster, so this is its new lock: put it back.
    if (read(aside) !== owner) linkSync(aside, file)
  } catch {
    // Gone or already restored; the next round decides.
  }
  rmSync(aside, { force: true })
  return true
}

export const isProcessRunning = (pid: number) => identify(pid) !== null

/** Whether `pid` runs a program whose name contains `program`. */
export function runsProgram(pid: number, program: string): boolean {
  if (identify(pid) === null) return false
  try {
    if (process.platform === "linux") return readFileSync(`/proc/${pid}/cmdline`, "utf8").includes(program)
    if (process.platform === "win32") return true
    return execFileSync("ps", ["-o", "command=", "-p", String(pid)], { encoding: "utf8" }).includes(program)
  } catch {
    return false
  }
}
