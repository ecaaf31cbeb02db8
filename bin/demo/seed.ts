import { existsSync, readFileSync, writeFileSync } from "node:fs"
import { eq } from "drizzle-orm"
import { db, sql } from "@/db/index"
import { merchants } from "@/db/schema"
import { systemCtx } from "@/lib/auth/system"
import { putCatalog } from "@/lib/catalog/mutations"
import { connectWithToken } from "@/lib/connections/mutations"
import { randomToken } from "@/lib/crypto"
import { putLocations } from "@/lib/locations/mutations"
import { mapLocation } from "@/lib/mappings/mutations"
import { createMerchant } from "@/lib/merchants/mutations"
import { createOperator } from "@/lib/operators/new-operator"
import { writeHistory } from "./history"
import { CATALOG, LOCATIONS } from "./menu"

export type Demo = {
  merchantId: string
  merchantName: string
  email: string
  /** The POS vendor's operator, who sees every merchant. */
  operatorEmail: string
  password: string
  apiKey: string
  curl: string
}

/** Credentials that the demo shows again at its next start. `.data/` is not in git. */
const KEPT = ".data/demo.json"
const EMAIL = "demo@comptoir.test"
const OPERATOR_EMAIL = "operateur@comptoir.test"

/**
 * Fills an empty database for the demo. *Le Comptoir* is connected to the sandbox, with a catalogue, a month of history
 * and one unmapped location. *Chez Rosalie* has no set-up, for trying it out. A second call changes nothing.
 */
export async function seedDemo({
  sandboxUrl,
  appUrl,
}: {
  sandboxUrl: string
  appUrl: string
}): Promise<Demo> {
  const kept = readKept()
  if (kept && (await exists(kept.merchantId))) return { ...kept, curl: curlFor(appUrl, kept.apiKey) }
  const password = randomToken("", 9)
  const owner = { email: EMAIL, password, ownerName: "Camille Martin" }
  const { merchantId, apiKey } = await createMerchant({ name: "Le Comptoir", ...owner })
  await createMerchant({ name: "Chez Rosalie", ...owner })
  await createOperator({ name: "Alex Martin", email: OPERATOR_EMAIL, password })

  const ctx = systemCtx(merchantId, "demo")
  await connectWithToken(ctx, { token: await issueToken(sandboxUrl) })
  await putLocations(
    ctx,
    LOCATIONS.map(({ id, name, address, postal_code, city }) => ({
      id,
      name,
      address,
      postal_code,
      city,
      country: "FR",
    })),
  )
  const rows = await sql<
    { id: string; ref: string }[]
  >`select id, ref from locations where merchant_id = ${merchantId}`
  const locationIds = new Map(rows.map((row) => [row.ref, row.id]))
  for (const { id, store } of LOCATIONS)
    if (store) await mapLocation(ctx, { locationId: locationIds.get(id)!, storeSlug: store })
  await putCatalog(ctx, CATALOG, "replace")
  await writeHistory(ctx, locationIds)
  // Backdate the set-up to before the month's first order.
  await sql`update audit_events set at = at - interval '45 days' where merchant_id = ${merchantId}`

  const demo = {
    merchantId,
    merchantName: "Le Comptoir",
    email: EMAIL,
    operatorEmail: OPERATOR_EMAIL,
    password,
    apiKey,
  }
  writeFileSync(KEPT, JSON.stringify(demo), { mode: 0o600 })
  return { ...demo, curl: curlFor(appUrl, apiKey) }
}

function readKept(): Omit<Demo, "curl"> | null {
  return existsSync(KEPT) ? JSON.parse(readFileSync(KEPT, "utf8")) : null
}

async function exists(merchantId: string): Promise<boolean> {
  const found = await db.select({ id: merchants.id }).from(merchants).where(eq(merchants.id, merchantId))
  return found.length > 0
}

async function issueToken(sandboxUrl: string): Promise<string> {
  const response = await fetch(`${sandboxUrl}/_sandbox/tokens`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ merchant_id: "merch_comptoir" }),
  })
  if (!response.ok) throw new Error(`The sandbox gave no token: ${response.status}`)
  return ((await response.json()) as { access_token: string }).access_token
}

function curlFor(appUrl: string, apiKey: string): string {
  return `now=$(date -u +%Y-%m-%dT%H:%M:%SZ); curl -s ${appUrl}/api/pos/v1/orders \\
  -H "Authorization: Bearer ${apiKey}" -H "Content-Type: application/json" \\
  -d '{"order_id":"C-'$(date +%s)'","location_id":"bastille","state":"paid","channel":"pos",
       "delivery_mode":"on_site","created_at":"'$now'","closed_at":"'$now'","total_cents":1670,
       "lines":[{"sku":"BRG-02","name":"Burger","quantity":1,"unit_price_cents":1450,"total_cents":1450},
                {"sku":"CAF-01","name":"Café","quantity":1,"unit_price_cents":220,"total_cents":220}],
       "payments":[{"method":"card","amount_cents":1670}]}'`
}
