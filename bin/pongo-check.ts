import { parseArgs } from "node:util"
import type { CheckRow, CheckState } from "@/lib/pongo/check"
import { loadSettings, prepareDatabase } from "./stack/database"
import { lineOf, orderlyShutdown } from "./stack/processes"

const USAGE =
  "PONGO_ACCESS_TOKEN=… npm run pongo:check -- [--write [--phone +33…]] [--json], or npm run pongo:check -- --merchant <id>"

/** A number from the range ARCEP reserves for fiction: nobody gets a message. */
const fictionalPhone = () => `+3363998${String(Math.floor(Math.random() * 10_000)).padStart(4, "0")}`

const shutdown = orderlyShutdown()
try {
  const { values } = parseArgs({
    options: {
      merchant: { type: "string" },
      write: { type: "boolean", default: false },
      phone: { type: "string" },
      json: { type: "boolean", default: false },
    },
  })
  loadSettings()
  if (values.phone && !/^\+[1-9]\d{6,14}$/.test(values.phone))
    throw new Error("--phone is written +33612345678")
  const token = values.merchant ? await storedToken(values.merchant) : process.env.PONGO_ACCESS_TOKEN
  if (!token) throw new Error(`No credentials. ${USAGE}`)
  // Imported late, because these modules read the environment when they load.
  const { env } = await import("@/lib/env")
  const { checkContract } = await import("@/lib/pongo/check")
  const rows = await checkContract({
    baseUrl: env.PONGO_API_URL,
    token,
    timeoutMs: env.PONGO_TIMEOUT_MS,
    write: values.write,
    phone: values.phone ?? fictionalPhone(),
  })
  const isAsExpected = rows.every(({ state }) => state === "confirmed" || state === "not_called")
  if (values.json)
    console.log(JSON.stringify({ url: env.PONGO_API_URL, ok: isAsExpected, calls: rows }, null, 2))
  else printTable(env.PONGO_API_URL, rows)
  await shutdown.now(isAsExpected ? 0 : 1)
} catch (error) {
  console.error(lineOf(error))
  await shutdown.now(1)
}

async function storedToken(merchantId: string): Promise<string> {
  if (!/^[0-9a-f-]{36}$/i.test(merchantId))
    throw new Error("--merchant is the id that merchant:create printed")
  await prepareDatabase(shutdown)
  const { closeDatabase } = await import("@/db/index")
  shutdown.add(closeDatabase)
  const { systemCtx } = await import("@/lib/auth/system")
  const { requireToken } = await import("@/lib/connections/queries")
  const { AppError } = await import("@/lib/errors")
  const { token } = await requireToken(systemCtx(merchantId, "pongo:check")).catch((error) => {
    if (!(error instanceof AppError)) throw error
    throw new Error("This merchant has no live connection to Pongo.")
  })
  return token
}

function printTable(url: string, rows: CheckRow[]) {
  const words: Record<CheckState, string> = {
    confirmed: "✓ confirmed",
    differs: "✗ differs",
    not_reachable: "! not reachable",
    not_called: "– not called",
  }
  console.log(`\n${url}\n`)
  const width = Math.max(...rows.map(({ name }) => name.length))
  for (const { name, call, status, state, differences, note } of rows) {
    const answered = status === null ? "   " : String(status)
    const about = [call, note].filter(Boolean).join("   ")
    console.log(`${name.padEnd(width)}  ${words[state].padEnd(15)}  ${answered}  ${about}`)
    for (const { path, problem } of differences)
      console.log(`${" ".repeat(width + 4)}${path || "the answer"}: ${problem}`)
  }
  const count = (state: CheckState) => rows.filter((row) => row.state === state).length
  console.log(
    `\n${count("confirmed")} confirmed, ${count("differs")} differ, ${count("not_reachable")} not reachable, ${count("not_called")} not called`,
  )
}
