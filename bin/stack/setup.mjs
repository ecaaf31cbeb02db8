// Prepares a bare checkout for `npm run demo` and `npm test`. Uses only node's own modules: nothing else is installed
// yet.
import { spawn } from "node:child_process"
import { createHash } from "node:crypto"
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { fileURLToPath } from "node:url"

const MINIMUM_NODE = [20, 19]
const BUILD_MARK = ".next/source-hash"

/** None of these affects the production build. */
const NOT_BUILT =
  /^(\.|node_modules|bin|bench|docs|e2e|sandbox|test-results|playwright-report|next-env\.d\.ts|db\/(testing|migrations))/
const NOT_BUILT_FILE = /\.test\.tsx?$|\.md$|\.tsbuildinfo$/

process.chdir(fileURLToPath(new URL("../..", import.meta.url)))

export const isContinuousIntegration = Boolean(process.env.CI)

export function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number)
  const [wantedMajor, wantedMinor] = MINIMUM_NODE
  if (major > wantedMajor || (major === wantedMajor && minor >= wantedMinor)) return
  console.error(`Node ${MINIMUM_NODE.join(".")} or later is needed, this is ${process.versions.node}.`)
  process.exit(1)
}

/** Runs a command and resolves to its exit code. Returns the output only with `isCaptured`. */
export function run(command, args, { env = {}, isCaptured = false, signal } = {}) {
  return new Promise((done) => {
    const child = spawn(command, args, {
      env: { ...process.env, ...env },
      stdio: isCaptured ? ["ignore", "pipe", "pipe"] : ["ignore", "inherit", "inherit"],
      shell: process.platform === "win32" && command === "npm",
      signal,
      killSignal: "SIGINT",
    })
    let output = ""
    child.stdout?.on("data", (chunk) => {
      output += chunk
    })
    child.stderr?.on("data", (chunk) => {
      output += chunk
    })
    let failure
    child.on("error", (error) => {
      if (error.name !== "AbortError") failure = error
    })
    child.on("close", (code) => {
      done({ code: failure ? 1 : (code ?? 1), output: failure ? `${output}${failure.message}\n` : output })
    })
  })
}

/** Runs `npm ci`, unless node_modules matches the lockfile exactly. */
export async function install(options) {
  if (isInstalled()) return { code: 0, output: "" }
  // With NODE_ENV=production, npm would omit what builds and tests need.
  return run("npm", ["ci", "--include=dev", "--no-audit", "--no-fund"], options)
}

function isInstalled() {
  const packagesOf = (file) => JSON.parse(readFileSync(file, "utf8")).packages
  // npm writes this file last, so an interrupted installation lacks it.
  if (!existsSync("node_modules/.package-lock.json")) return false
  const wanted = packagesOf("package-lock.json")
  const found = packagesOf("node_modules/.package-lock.json")
  return Object.entries(wanted).every(([path, { version, optional }]) => {
    if (path === "") return true
    // Optional packages are for other platforms, unless they are installed.
    return found[path] ? found[path].version === version : optional === true
  })
}

/** Runs `npm run build`, unless the last build has the same source. */
export async function build(options) {
  const source = sourceHash()
  const isBuilt = existsSync(".next/standalone/server.js") && existsSync(BUILD_MARK)
  if (isBuilt && readFileSync(BUILD_MARK, "utf8") === source) return { code: 0, output: "" }
  rmSync(BUILD_MARK, { force: true })
  const result = await run("npm", ["run", "build"], options)
  // Hash after the build, which may rewrite tsconfig.json.
  if (result.code === 0) writeFileSync(BUILD_MARK, sourceHash())
  return result
}

function sourceHash() {
  const hash = createHash("sha256").update(process.version)
  const add = (folder) => {
    const entries = readdirSync(folder || ".", { withFileTypes: true })
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const path = folder ? `${folder}/${entry.name}` : entry.name
      if (NOT_BUILT.test(path)) continue
      if (entry.isDirectory()) add(path)
      else if (entry.isFile() && !NOT_BUILT_FILE.test(path)) hash.update(path).update(readFileSync(path))
    }
  }
  add("")
  return hash.digest("hex")
}
