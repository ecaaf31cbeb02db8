import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { expect, test } from "vitest"

/** The server actions an operator may call while acting for a merchant. All others refuse them. */
const ALLOWED: Record<string, string[]> = {
  catalog: ["readFile", "importProducts"],
  customers: ["search"],
  "go-live": ["report", "rehearse", "declare"],
  "incidents/[id]": ["dismiss"],
  locations: [
    "map",
    "unmap",
    "accept",
    "undoAccept",
    "acknowledge",
    "add",
    "readFile",
    "importLocations",
    "archive",
    "refresh",
  ],
  orders: ["search"],
  "orders/[id]": ["replay", "verify"],
  reconciliation: ["send"],
  replays: ["plan", "confirm", "cancel"],
  rewards: ["refresh", "accept", "remove"],
  "settings/alerts": ["resend"],
  "settings/connection": ["checkSubscriptions", "readStoresAgain"],
  "test-till": ["closeTill"],
  tills: ["forget"],
  "why-no-points": ["find"],
}

/** Built without `action`, because it ends an operator's acting. */
const PLAIN = ["actions.leaveMerchant"]

const PORTAL = join(import.meta.dirname, "../../app/m/[merchant]")

test("an operator acting for a merchant may call the listed actions and no others", () => {
  const found: Record<string, string[]> = {}
  const plain: string[] = []
  let refusing = 0
  for (const file of readdirSync(PORTAL, { recursive: true, encoding: "utf8" }).sort()) {
    if (!/(^|\/)actions\.ts$/.test(file)) continue
    const screen = file.replace(/\/?actions\.ts$/, "").replace(/^\(portal\)\//, "") || "actions"
    for (const text of readFileSync(join(PORTAL, file), "utf8")
      .split(/^export /m)
      .slice(1)) {
      const name = /^(?:const|async function|function) (\w+)/.exec(text)?.[1] ?? text
      if (!/^const \w+ = action\(/.test(text)) plain.push(`${screen}.${name}`)
      else if (/\balsoActing\(/.test(text)) found[screen] = [...(found[screen] ?? []), name]
      else refusing += 1
    }
  }
  expect(found).toEqual(ALLOWED)
  expect(plain).toEqual(PLAIN)
  expect(refusing).toBeGreaterThan(20)
})
