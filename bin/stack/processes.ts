import "./follow-npm.mjs"
import { spawn } from "node:child_process"
import { mkdirSync, openSync } from "node:fs"
import { dirname } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import { fileURLToPath } from "node:url"

export const projectRoot = fileURLToPath(new URL("../..", import.meta.url))

const EXIT_WITH_PARENT = new URL("./exit-with-parent.mjs", import.meta.url).href
/** Loaded before Next; see the file. */
export const READABLE_REQUESTS = new URL("./readable-requests.mjs", import.meta.url).href
const LISTEN_LOCALLY = new URL("./listen-locally.mjs", import.meta.url).href
const STABLE_MS = 60_000
const SAME_SIGNAL_MS = 1_000
const BACKOFF_MS = { first: 500, most: 30_000 }

export type Process = {
  pid: number | undefined
  /** Why it ended: "exit code 1", "SIGKILL". */
  ended: Promise<string>
  /** The first IPC message from the process. */
  told: Promise<unknown>
  /** Sends SIGTERM, then SIGKILL if it has not finished in time. */
  stop(): Promise<void>
}

type Kept = Pick<Process, "ended" | "stop">

type Start = {
  args: string[]
  env?: Record<string, string | undefined>
  /** Writes the output here instead of to the terminal. */
  logFile?: string
  /** Time to finish work in flight. */
  stopLimitMs?: number
}

/** Runs node in its own process group, so that Ctrl-C reaches only this process, which decides the shutdown order. */
export function startProcess({ args, env, logFile, stopLimitMs = 22_000 }: Start): Process {
  if (logFile) mkdirSync(dirname(logFile), { recursive: true })
  const output = logFile ? openSync(logFile, "w") : "inherit"
  const child = spawn(process.execPath, ["--import", EXIT_WITH_PARENT, ...args], {
    cwd: projectRoot,
    env: { ...process.env, ...env, PARENT_PID: String(process.pid) },
    detached: process.platform !== "win32",
    stdio: ["ignore", output, output, "ipc"],
  })
  const ended = new Promise<string>((done) => {
    child.once("error", (error) => done(error.message))
    child.once("exit", (code, signal) => done(signal ?? `exit code ${code}`))
  })
  const told = new Promise<unknown>((done) => child.once("message", done))
  const stop = async () => {
    child.kill("SIGTERM")
    const timer = setTimeout(() => child.kill("SIGKILL"), stopLimitMs)
    await ended
    clearTimeout(timer)
  }
  return { pid: child.pid, ended, told, stop }
}

/** The production web server of the last build: the front, which answers tills and starts Next for the pages. */
export const startWeb = (start: Omit<Start, "args">) =>
  startProcess({ stopLimitMs: 15_000, ...start, args: ["--import", "tsx", "front/main.ts"] })

/** Next, which can also serve everything alone. `isLocal`: listens on a free local port and reports it. */
export const startNext = ({ isLocal = false, ...start }: Omit<Start, "args"> & { isLocal?: boolean }) =>
  startProcess({
    stopLimitMs: 5_000,
    ...start,
    args: [
      ...["--import", READABLE_REQUESTS],
      ...(isLocal ? ["--import", LISTEN_LOCALLY] : []),
      ".next/standalone/server.js",
    ],
  })

export const startWorker = (start: Omit<Start, "args">) =>
  startProcess({ ...start, args: ["--import", "tsx", "bin/worker.ts"] })

export const startSandboxServer = (start: Omit<Start, "args">) =>
  startProcess({ stopLimitMs: 5_000, ...start, args: ["--import", "tsx", "sandbox/main.ts"] })

/**
 * Restarts a process whenever it ends or fails to start, after a growing pause. A minute of life resets the pause.
 * @param running the process, if already started
 */
export function keepRunning(
  start: () => Kept | Promise<Kept>,
  onDeath: (reason: string, pauseMs: number) => void,
  running?: Kept,
): { stop(): Promise<void> } {
  const stopping = new AbortController()
  const stopped = new Promise<string>((resolve) =>
    stopping.signal.addEventListener("abort", () => resolve("stopped")),
  )
  const loop = async () => {
    let pauseMs = BACKOFF_MS.first
    while (!stopping.signal.aborted) {
      const startedAt = Date.now()
      let reason: string
      try {
        running ??= await start()
        reason = await Promise.race([running.ended, stopped])
      } catch (error) {
        reason = lineOf(error)
      }
      if (stopping.signal.aborted) return
      if (Date.now() - startedAt > STABLE_MS) pauseMs = BACKOFF_MS.first
      running = undefined
      onDeath(reason, pauseMs)
      await sleep(pauseMs, undefined, { signal: stopping.signal }).catch(() => {})
      pauseMs = Math.min(pauseMs * 2, BACKOFF_MS.most)
    }
  }
  const looping = loop()
  return {
    stop: async () => {
      stopping.abort()
      await looping
      await running?.stop()
    },
  }
}

/** Logs why a process ended and when it restarts. */
export const logRestart = (name: string) => (reason: string, pauseMs: number) =>
  console.error(`${name} ended (${reason}), starting again in ${pauseMs / 1000} s`)

export type Shutdown = {
  /** Steps run in reverse order of their `add` call; steps of one call run together. */
  add(...steps: (() => Promise<unknown>)[]): void
  now(exitCode: number): Promise<never>
  isEnding(): boolean
}

/** Shuts this process down in order on SIGINT, SIGTERM and SIGHUP. A second signal exits at once. */
export function orderlyShutdown(limitMs = 45_000): Shutdown {
  const groups: (() => Promise<unknown>)[][] = []
  let ending: Promise<never> | undefined
  let endingSince = 0
  const end = async (exitCode: number): Promise<never> => {
    let code = exitCode
    setTimeout(() => process.exit(code || 1), limitMs)
    for (const group of groups.toReversed())
      for (const result of await Promise.allSettled(group.map((step) => step())))
        if (result.status === "rejected") {
          console.error(lineOf(result.reason))
          code ||= 1
        }
    process.exit(code)
  }
  const now = (exitCode: number) => {
    if (!ending) endingSince = Date.now()
    ending ??= end(exitCode)
    return ending
  }
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
    process.on(signal, () => {
      // npm forwards a signal that the terminal has already sent to every process.
      if (ending && Date.now() - endingSince > SAME_SIGNAL_MS) process.exit(130)
      void now(0)
    })
  return { add: (...steps) => groups.push(steps), now, isEnding: () => ending !== undefined }
}

/** Waits until `url` answers with a success. Gives up as soon as the process ends. */
export async function answers(url: string, { ended }: Process, limitMs = 60_000): Promise<void> {
  let death: string | undefined
  void ended.then((reason) => {
    death = reason
  })
  for (const deadline = Date.now() + limitMs; Date.now() < deadline; await sleep(100)) {
    if (death) throw new Error(`${url} will not answer: its process ended with ${death}.`)
    const response = await fetch(url, { signal: AbortSignal.timeout(5_000) }).catch(() => undefined)
    await response?.body?.cancel()
    if (response?.ok) return
  }
  throw new Error(`${url} did not answer within ${limitMs / 1000} s.`)
}

export const lineOf = (error: unknown) =>
  (error instanceof Error ? error.message : String(error)).split("\n")[0] ?? ""
