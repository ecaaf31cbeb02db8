import { spawnSync } from "node:child_process"
import { fileURLToPath } from "node:url"

/** Each bench in a process of its own: one's database and settings are not the next one's. */
const BENCHES = ["accept-orders", "deliver-orders"] as const

const wanted = process.argv.slice(2)
const unknown = wanted.filter((name) => !(BENCHES as readonly string[]).includes(name))
if (unknown.length) {
  console.error(`No bench ${unknown.join(", ")}. There are: ${BENCHES.join(", ")}.`)
  process.exit(1)
}

if (process.env.BENCH === undefined) {
  for (const name of wanted.length ? wanted : BENCHES) {
    const { status } = spawnSync(process.execPath, ["--import", "tsx", fileURLToPath(import.meta.url)], {
      stdio: "inherit",
      env: { ...process.env, BENCH: name },
    })
    if (status !== 0) process.exit(status ?? 1)
  }
} else if (process.env.BENCH === "accept-orders") {
  await (await import("./accept-orders")).benchAcceptOrders()
} else {
  await (await import("./deliver-orders")).benchDeliverOrders()
}
