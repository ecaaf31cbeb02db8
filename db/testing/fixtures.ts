import { syncColumns } from "@/db/delivery-holds"
import type { Role } from "@/db/enums"
import { sql } from "@/db/index"
import { createApiKey } from "@/lib/api-keys/mutations"
import { type Ctx, createCtx } from "@/lib/auth/ctx"
import type { PosProduct } from "@/lib/catalog/schema"
import { tokenContext } from "@/lib/connections/queries"
import { seal } from "@/lib/crypto"
import type { AppError } from "@/lib/errors"
import { newId } from "@/lib/id"
import type { PosOrder } from "@/lib/orders/schema"
import { PONGO_SCOPES } from "@/lib/pongo/wire/calls"

/** A merchant for one test, with one person of each role. */
export async function makeMerchant(name = "Chez Test") {
  const merchantId = newId()
  const [merchant] = await sql<{ slug: string }[]>`
    insert into merchants (id, name, slug) values (${merchantId}, ${name}, new_merchant_slug(${name})) returning slug`
  const members: Partial<Record<Role, Ctx>> = {}
  for (const role of ["owner", "manager", "viewer"] as const) {
    const userId = newId()
    await sql`insert into users (id, email, name, password_hash) values (${userId}, ${`${userId}@test.example`}, ${role}, 'none')`
    await sql`insert into memberships (merchant_id, user_id, role) values (${merchantId}, ${userId}, ${role})`
    members[role] = createCtx({
      merchantId,
      actor: { kind: "user", id: userId, name: role },
      role,
      scopes: [],
      keyLocationId: null,
      requestId: newId(),
    })
  }
  const { owner, manager, viewer } = members as Record<Role, Ctx>
  const { id: keyId, key } = await createApiKey(owner, {
    name: "Test",
    scopes: ["checkout", "setup"],
    locationId: null,
  })
  return {
    merchantId,
    slug: merchant!.slug,
    owner,
    manager,
    viewer,
    keyId,
    key,
    till: tillCtx(merchantId, keyId),
  }
}

export function tillCtx(merchantId: string, keyId: string, keyLocationId: string | null = null): Ctx {
  return createCtx({
    merchantId,
    actor: { kind: "key", id: keyId, name: "Test" },
    role: null,
    scopes: ["checkout", "setup"],
    keyLocationId,
    requestId: newId(),
  })
}

/** A location, mapped to `storeSlug` if one is given. */
export async function makeLocation(merchantId: string, options: { ref?: string; storeSlug?: string } = {}) {
  const id = newId()
  const ref = options.ref ?? `loc-${id.slice(-6)}`
  await sql`insert into locations (id, merchant_id, ref, name) values (${id}, ${merchantId}, ${ref}, ${`Location ${ref}`})`
  await sql`insert into delivery_lanes (location_id) values (${id})`
  if (options.storeSlug) {
    await makeStore(merchantId, options.storeSlug)
    await sql`insert into store_mappings (location_id, merchant_id, store_slug) values (${id}, ${merchantId}, ${options.storeSlug})`
  }
  return { id, ref }
}

export async function makeStore(merchantId: string, slug: string) {
  await sql`insert into stores (merchant_id, slug, name) values (${merchantId}, ${slug}, ${slug}) on conflict do nothing`
}

/** Connects the merchant with this token, as the OAuth return would. */
export async function connect(merchantId: string, token: string) {
  await sql`
    insert into connections (merchant_id, state, token, scopes, scopes_source, via, connected_at, state_changed_at)
    values (${merchantId}, 'connected', ${seal(token, tokenContext(merchantId))}, ${[...PONGO_SCOPES]}, 'granted',
            'pasted', now(), now())
    on conflict (merchant_id) do update set state = 'connected', token = excluded.token,
      token_version = connections.token_version + 1`
}

/** A product of the POS, on sale everywhere. */
export const product = (sku: string, changes: Partial<PosProduct> = {}): PosProduct => ({
  sku,
  name: `Produit ${sku}`,
  kind: "product",
  price_cents: 220,
  active: true,
  has_paid_options: false,
  ...changes,
})

let sequence = 0

/** A valid paid order. Change what the test is about. */
export function paidOrder(locationRef: string, changes: Partial<PosOrder> = {}): PosOrder {
  sequence += 1
  const at = new Date(Date.now() - 60_000 + sequence).toISOString()
  return {
    order_id: `T-${process.pid}-${sequence}`,
    location_id: locationRef,
    state: "paid",
    channel: "pos",
    delivery_mode: "on_site",
    created_at: at,
    closed_at: at,
    total_cents: 1450,
    lines: [{ sku: "BRG-02", name: "Burger", quantity: 1, unit_price_cents: 1450, total_cents: 1450 }],
    payments: [{ method: "card", amount_cents: 1450 }],
    ...changes,
  }
}

/** The error of a refused call; null if it succeeds. */
export const refusalOf = (call: Promise<unknown>): Promise<AppError | null> =>
  call.then(
    () => null,
    (error) => error,
  )

/** The code of a refusal (of Pongo's errors: the kind), or any other error; null if the call succeeds. */
export const codeOf = (call: Promise<unknown>) =>
  refusalOf(call).then((error) => error && (error.code ?? (error as { kind?: string }).kind ?? error))

/** Waits at most 10 s until `check` returns a value. */
export async function eventually<T>(
  what: string,
  check: () => Promise<T | null | undefined | false>,
): Promise<T> {
  const until = Date.now() + 10_000
  for (;;) {
    const found = await check()
    if (found) return found
    if (Date.now() > until) throw new Error(`never happened: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
}

/** The order's sync state, as a till reads it. */
export async function syncOf(orderId: string) {
  const [row] = await sql<
    {
      status: string
      reason: string | null
      attempts: number
      store_slug: string | null
      message: string | null
    }[]
  >`
    select ${syncColumns()}, d.attempts, d.store_slug, d.message
    from deliveries d join delivery_holds h on h.location_id = d.location_id where d.order_id = ${orderId}`
  return row!
}

/** Waits until the order has this sync state. */
export const statusBecomes = (orderId: string, status: string) =>
  eventually(`order ${orderId} is ${status}`, async () => (await syncOf(orderId)).status === status)
