import { spawnSync } from "node:child_process"
import { fileURLToPath } from "node:url"
import { parseArgs } from "node:util"
import { setDefaultWork } from "@/db/work"

/** Each bench runs in its own process, with its own database and settings. */
const BENCHES = [
  "accept-orders",
  "deliver-orders",
  "mapping-suggestions",
  "neighbours",
  "order-log",
  "release-backlog",
  "tills-beside-pages",
] as const

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rows: { type: "string" },
    total: { type: "string" },
    held: { type: "string" },
    slow: { type: "string" },
    failing: { type: "string" },
    locations: { type: "string" },
    loop: { type: "string" },
    seconds: { type: "string" },
  },
})
const unknown = positionals.filter((name) => !(BENCHES as readonly string[]).includes(name))
if (unknown.length) {
  console.error(`No bench ${unknown.join(", ")}. There are: ${BENCHES.join(", ")}.`)
  process.exit(1)
}

// Filling the database may take longer than a page may.
setDefaultWork("job")

const size = (text: string | undefined) => (text ? Number(text.replaceAll("_", "")) : undefined)

if (process.env.BENCH === undefined) {
  for (const name of positionals.length ? positionals : BENCHES) {
    const { status } = spawnSync(
      process.execPath,
      ["--import", "tsx", fileURLToPath(import.meta.url), ...process.argv.slice(2)],
      { stdio: "inherit", env: { ...process.env, BENCH: name } },
    )
    if (status !== 0) process.exit(status ?? 1)
  }
} else if (process.env.BENCH === "accept-orders") {
  await (await import("./accept-orders")).benchAcceptOrders()
} else if (process.env.BENCH === "deliver-orders") {
  await (await import("./deliver-orders")).benchDeliverOrders()
} else if (process.env.BENCH === "mapping-suggestions") {
  await (await import("./mapping-suggestions")).benchMappingSuggestions()
} else if (process.env.BENCH === "neighbours") {
  const { held, slow, failing, locations, loop, seconds } = values
  await (await import("./neighbours")).benchNeighbours({
    held: size(held),
    slow: size(slow),
    failing: size(failing),
    locations: size(locations),
    loop: size(loop),
    seconds: size(seconds),
  })
} else if (process.env.BENCH === "release-backlog") {
  await (await import("./release-backlog")).benchReleaseBacklog()
} else if (process.env.BENCH === "tills-beside-pages") {
  await (await import("./tills-beside-pages")).benchTillsBesidePages()
} else {
  await (await import("./order-log")).benchOrderLog(size(values.rows), size(values.total))
}
