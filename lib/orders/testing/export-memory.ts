import { once } from "node:events"
import { createWriteStream } from "node:fs"
import { createCtx } from "@/lib/auth/ctx"
import { EXPORT_COLUMNS, type ExportWords, exportOrders } from "@/lib/order-log/export"

/** Child process that exports a merchant's log and reports its memory use. */
const [merchantId, userId] = process.argv.slice(2) as [string, string]
const ctx = createCtx({
  merchantId,
  actor: { kind: "user", id: userId, name: "Accountant" },
  role: "viewer",
  scopes: [],
  keyLocationId: null,
  requestId: "export",
})
const words: ExportWords = {
  columns: Object.fromEntries(EXPORT_COLUMNS.map((name) => [name, name])) as ExportWords["columns"],
  status: String,
  reason: String,
}

const nowhere = createWriteStream("/dev/null")
let bytes = 0
let lines = 0
for await (const piece of await exportOrders(ctx, {}, "fr", words)) {
  bytes += piece.length
  for (const byte of piece) if (byte === 10) lines++
  if (!nowhere.write(piece)) await once(nowhere, "drain")
}
process.stdout.write(JSON.stringify({ lines, bytes, maxRssBytes: process.resourceUsage().maxRSS * 1024 }))
process.exit(0)
