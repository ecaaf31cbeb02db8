import { expect, test } from "vitest"
import { sql } from "@/db/index"
import { codeOf, connect, makeLocation, makeMerchant, paidOrder } from "@/db/testing/fixtures"
import { useSandbox } from "@/db/testing/use-sandbox"
import { mapLocation } from "@/lib/mappings/mutations"
import { acceptOrder } from "@/lib/orders/accept"
import { refreshRewards } from "@/lib/rewards/refresh-rewards"
import { BISTROT_VIDE, CHEZ_ROSALIE, LE_COMPTOIR } from "@/sandbox/state/seed"
import { storeKey } from "@/sandbox/state/state"
import { callPongo } from "./call"
import { connectWithToken, disconnect } from "./mutations"
import { getConnection, listStores, requireToken } from "./queries"
import { refreshStores } from "./refresh-stores"
import { markRevoked } from "./revoke"

const sandbox = await useSandbox()

const BASTILLE = "le-comptoir-bastille"

async function connectedMerchant(account = LE_COMPTOIR) {
  const merchant = await makeMerchant()
  await connectWithToken(merchant.owner, { token: sandbox.issueToken(account) })
  return merchant
}

test("a pasted token that Pongo knows connects, with the scopes and expiry in its claims", async () => {
  const { manager, owner } = await connectedMerchant()
  expect(await getConnection(manager)).toMatchObject({
    state: "connected",
    via: "pasted",
    scopesSource: "granted",
    missingScopes: [],
    expiresAt: expect.any(Date),
    pongoMerchantName: "Le Comptoir",
  })
  expect((await listStores(owner)).map((store) => store.slug)).toContain(BASTILLE)
})

test("only an owner pastes a token", async () => {
  const { manager, viewer, till } = await makeMerchant()
  const token = sandbox.issueToken(LE_COMPTOIR)
  for (const ctx of [manager, viewer, till])
    expect(await codeOf(connectWithToken(ctx, { token }))).toBe("role_required")
  expect(await getConnection(manager)).toBeNull()
})

test("a pasted token that Pongo refuses is not stored, and the previous connection stays", async () => {
  const { owner } = await makeMerchant()
  expect(await codeOf(connectWithToken(owner, { token: "not-a-token-of-pongo" }))).toBe("token_refused")
  expect(await getConnection(owner)).toBeNull()
  await connectWithToken(owner, { token: sandbox.issueToken(LE_COMPTOIR) })
  const before = await requireToken(owner)
  expect(await codeOf(connectWithToken(owner, { token: "not-a-token-of-pongo" }))).toBe("token_refused")
  expect(await requireToken(owner)).toEqual(before)
})

test.for(["status", "reset", "html", "truncated_json"] as const)(
  "a pasted token cannot be verified while Pongo answers with %s, so it is not stored",
  async (kind) => {
    const { owner } = await makeMerchant()
    sandbox.faults.add({ path: "/v1/oauth/me", kind, status: 503 })
    expect(await codeOf(connectWithToken(owner, { token: sandbox.issueToken(LE_COMPTOIR) }))).toBe(
      "pongo_unavailable",
    )
    expect(await getConnection(owner)).toBeNull()
  },
)

test("reconnecting keeps mappings, orders and their log", async () => {
  const { merchantId, owner, manager, till } = await connectedMerchant()
  const location = await makeLocation(merchantId)
  await mapLocation(manager, { locationId: location.id, storeSlug: BASTILLE })
  const { answer } = await acceptOrder(till, paidOrder(location.ref), "en")
  await sql`
    insert into attempts (id, order_id, merchant_id, started_at, trigger, outcome, is_counted)
    values (gen_random_uuid(), ${answer.id}, ${merchantId}, now(), 'first', 'will_retry', true)`
  const kept = () => sql`
    select m.store_slug, o.ref, d.state, a.outcome, h.reason
    from store_mappings m join orders o on o.location_id = m.location_id join deliveries d on d.order_id = o.id
    join attempts a on a.order_id = o.id join delivery_holds h on h.location_id = m.location_id
    where m.merchant_id = ${merchantId}`
  const before = await kept()
  expect(before).toMatchObject([{ store_slug: BASTILLE, state: "queued", reason: null }])
  const { version } = await requireToken(manager)
  await markRevoked(owner, version, "Unauthenticated.")
  expect(await kept()).toMatchObject([{ state: "queued", reason: "connection_revoked" }])
  await connectWithToken(owner, { token: sandbox.issueToken(LE_COMPTOIR) })
  expect(await kept()).toEqual(before)
  expect((await requireToken(manager)).version).toBe(version + 1)
  expect(await getConnection(manager)).toMatchObject({ state: "connected", revokedBecause: null })
})

test("a late refusal of the old token does not revoke the new one", async () => {
  const { owner } = await connectedMerchant()
  const { version } = await requireToken(owner)
  await connectWithToken(owner, { token: sandbox.issueToken(LE_COMPTOIR) })
  expect(await markRevoked(owner, version, "late")).toBe(false)
  expect((await getConnection(owner))!.state).toBe("connected")
})

test("twenty calls that get the same refusal revoke once", async () => {
  const { owner, merchantId } = await connectedMerchant()
  const { version } = await requireToken(owner)
  const changed = await Promise.all(Array.from({ length: 20 }, () => markRevoked(owner, version, "x")))
  expect(changed.filter(Boolean)).toHaveLength(1)
  const audit =
    await sql`select 1 from audit_events where merchant_id = ${merchantId} and action = 'connection.revoked'`
  expect(audit).toHaveLength(1)
})

test("disconnecting forgets the token, keeps the rest, and holds new orders", async () => {
  const { merchantId, owner, manager, till } = await connectedMerchant()
  const location = await makeLocation(merchantId)
  await mapLocation(manager, { locationId: location.id, storeSlug: BASTILLE })
  await acceptOrder(till, paidOrder(location.ref), "en")
  await disconnect(owner)
  const [row] = await sql`select state, token from connections where merchant_id = ${merchantId}`
  expect(row).toEqual({ state: "disconnected", token: null })
  expect(await codeOf(requireToken(owner))).toBe("not_connected")
  expect(await sql`select 1 from store_mappings where merchant_id = ${merchantId}`).toHaveLength(1)
  const { answer } = await acceptOrder(till, paidOrder(location.ref), "en")
  expect(answer.sync).toMatchObject({ status: "held", reason: "not_connected", store_slug: BASTILLE })
  expect(await codeOf(disconnect(owner))).toBe("not_connected")
})

test("disconnecting twice at once happens once", async () => {
  const { owner } = await connectedMerchant()
  const codes = await Promise.all([codeOf(disconnect(owner)), codeOf(disconnect(owner))])
  expect(codes.map(String).sort()).toEqual(["not_connected", "null"])
})

test("the stores of all pages are fetched", async () => {
  const { owner } = await connectedMerchant(CHEZ_ROSALIE)
  const stores = await listStores(owner)
  expect(stores).toHaveLength(18)
  const names = stores.map((store) => store.name)
  expect(names).toEqual(names.toSorted((a, b) => a.localeCompare(b, "fr")))
  expect(await refreshStores(owner)).toBe(18)
})

test("an account without stores connects and has none", async () => {
  const { owner } = await connectedMerchant(BISTROT_VIDE)
  expect(await listStores(owner)).toEqual([])
  expect(await getConnection(owner)).toMatchObject({ state: "connected", storesError: null })
})

test("a store that Pongo no longer lists is gone, holds its orders, and returns with its mapping", async () => {
  const { merchantId, owner, manager } = await connectedMerchant()
  const location = await makeLocation(merchantId)
  await mapLocation(manager, { locationId: location.id, storeSlug: BASTILLE })
  const reason = async () =>
    (await sql`select reason from delivery_holds where location_id = ${location.id}`)[0]!.reason
  const goneAt = async () => (await listStores(owner)).find((store) => store.slug === BASTILLE)?.goneAt
  const key = storeKey(LE_COMPTOIR, BASTILLE)
  const store = sandbox.state.stores.get(key)!
  sandbox.state.stores.delete(key)
  try {
    await refreshStores(owner)
    expect(await goneAt()).toBeInstanceOf(Date)
    expect(await reason()).toBe("store_gone")
  } finally {
    sandbox.state.stores.put({ ...store, name: "Le Comptoir Bastille, rouvert" })
  }
  await refreshStores(owner)
  expect(await goneAt()).toBeNull()
  expect(await reason()).toBeNull()
  expect((await listStores(owner)).map((found) => found.name)).toContain("Le Comptoir Bastille, rouvert")
  sandbox.state.stores.put(store)
})

test("stores on pages past the stated last page are not called gone", async () => {
  const { owner } = await connectedMerchant(CHEZ_ROSALIE)
  expect(await refreshStores(owner)).toBe(18)
  sandbox.faults.add({ path: "/v1/stores", kind: "last_page_too_low" })
  expect(await refreshStores(owner)).toBe(18)
  expect((await listStores(owner)).filter((store) => store.goneAt)).toEqual([])
})

test("a list that ends before its stated last page marks no store gone", async () => {
  const { owner } = await connectedMerchant(CHEZ_ROSALIE)
  sandbox.faults.add({ path: "/v1/stores", kind: "last_page_too_high" })
  const [store] = sandbox.state.storesOf(CHEZ_ROSALIE)
  sandbox.state.tables.stores.delete(`${CHEZ_ROSALIE}/${store!.slug}`)
  try {
    await refreshStores(owner)
    expect((await listStores(owner)).filter(({ goneAt }) => goneAt)).toEqual([])
  } finally {
    sandbox.state.stores.put(store!)
  }
})

test.each(["no_meta", "repeat_last_page", "page_loop"] as const)(
  "every page of stores is read when the list comes as %s, and no store is gone",
  async (kind) => {
    sandbox.faults.add({ path: "/v1/stores", kind })
    const { owner } = await connectedMerchant(CHEZ_ROSALIE)
    expect(await refreshStores(owner)).toBe(18)
    expect((await listStores(owner)).filter((store) => store.goneAt)).toEqual([])
  },
)

test("a store missing from one reading is looked for again before it is gone", async () => {
  const { owner } = await connectedMerchant(CHEZ_ROSALIE)
  const half = { data: [], meta: { last_page: 1 } }
  sandbox.faults.add({ path: "/v1/stores", kind: "status", status: 200, body: half, times: 1 })
  expect(await refreshStores(owner)).toBe(18)
  expect((await listStores(owner)).filter((store) => store.goneAt)).toEqual([])
})

test("a partial list marks no store gone", async () => {
  const { owner } = await connectedMerchant(CHEZ_ROSALIE)
  const firstPage = { data: [], meta: { last_page: 7 } }
  sandbox.faults.add({ path: "/v1/stores", kind: "status", status: 200, body: firstPage })
  await refreshStores(owner)
  expect((await listStores(owner)).filter((store) => store.goneAt)).toEqual([])
})

test("stores whose names no database can hold are connected and refreshed", async () => {
  sandbox.faults.add({ path: "/v1/stores", kind: "bad_text" })
  const { owner } = await connectedMerchant()
  expect(await refreshStores(owner)).toBe(4)
  expect(await getConnection(owner)).toMatchObject({ state: "connected", storesError: null })
  expect((await listStores(owner)).map(({ name }) => name)).toContain("Le Comptoir Bastille \uFFFD")
})

test("a 401 is confirmed at /oauth/me before anything is revoked", async () => {
  const { owner } = await connectedMerchant()
  const calls = [
    () => refreshStores(owner),
    () => refreshRewards(owner),
    () => callPongo(owner, "customer", (client, token) => client.getCustomer(token, "cust_1")),
  ]
  for (const [index, path] of ["/v1/stores", "/v1/rewards", "/v1/customers/{id}"].entries()) {
    sandbox.faults.add({ path, kind: "status", status: 401, times: 1 })
    expect(await codeOf(calls[index]!())).toMatch(/^(server_error|pongo_unavailable)$/)
    expect((await getConnection(owner))!.state).toBe("connected")
    await calls[index]!()
  }
})

test("silence does not confirm a 401", async () => {
  const { owner } = await connectedMerchant()
  sandbox.faults.add({ path: "/v1/stores", kind: "status", status: 401 })
  sandbox.faults.add({ path: "/v1/oauth/me", kind: "status", status: 503 })
  expect(await codeOf(refreshStores(owner))).toBe("server_error")
  expect((await getConnection(owner))!.state).toBe("connected")
})

test("an unreadable page marks no store gone", async () => {
  const { owner } = await connectedMerchant(CHEZ_ROSALIE)
  sandbox.faults.add({ path: "/v1/stores", kind: "truncated_json", times: 1 })
  expect(await codeOf(refreshStores(owner))).toBe("unreadable")
  expect((await listStores(owner)).filter((store) => store.goneAt)).toEqual([])
  expect(await getConnection(owner)).toMatchObject({ state: "connected", storesError: "unreadable" })
  await refreshStores(owner)
  expect((await getConnection(owner))!.storesError).toBeNull()
})

test("reading the stores detects a token that Pongo revoked", async () => {
  const { owner } = await connectedMerchant()
  const { token } = await requireToken(owner)
  sandbox.revokeTokens({ token })
  expect(await codeOf(refreshStores(owner))).toBe("unauthorized")
  expect(await getConnection(owner)).toMatchObject({ state: "revoked", revokedBecause: expect.any(String) })
  expect((await listStores(owner)).filter((store) => store.goneAt)).toEqual([])
  expect(await codeOf(refreshStores(owner))).toBe("not_connected")
})

test("two merchants with the same stores at Pongo keep their own", async () => {
  const a = await connectedMerchant()
  const b = await connectedMerchant()
  await sql`update stores set gone_at = now() where merchant_id = ${b.merchantId}`
  await refreshStores(a.owner)
  expect((await listStores(a.owner)).every((store) => store.goneAt === null)).toBe(true)
  expect((await listStores(b.owner)).every((store) => store.goneAt !== null)).toBe(true)
})

test("a token that ends within 14 days is shown as expiring", async () => {
  const { merchantId, owner } = await makeMerchant()
  await connect(merchantId, "a-token")
  const stateAfter = async (days: number) => {
    await sql`update connections set expires_at = now() + make_interval(days => ${days}) where merchant_id = ${merchantId}`
    return (await getConnection(owner))!.state
  }
  expect([await stateAfter(30), await stateAfter(13)]).toEqual(["connected", "expiring"])
})
