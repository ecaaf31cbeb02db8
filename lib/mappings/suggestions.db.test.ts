import { expect, test } from "vitest"
import { sql } from "@/db/index"
import { connect, makeLocation, makeMerchant, makeStore, paidOrder, syncOf } from "@/db/testing/fixtures"
import { useSandbox } from "@/db/testing/use-sandbox"
import type { Ctx } from "@/lib/auth/ctx"
import { listStores } from "@/lib/connections/queries"
import { refreshStores } from "@/lib/connections/refresh-stores"
import { addLocation, archiveLocation, putLocations } from "@/lib/locations/mutations"
import { listLocations } from "@/lib/locations/queries"
import { acceptOrder } from "@/lib/orders/accept"
import { LE_COMPTOIR } from "@/sandbox/state/seed"
import {
  acceptSuggestions,
  acknowledgeRename,
  mapLocation,
  undoSuggestions,
  unmapLocation,
} from "./mutations"
import { listSuggestions } from "./queries"
import { recomputeSuggestions } from "./recompute"
import { AUTO_ACCEPT_CONFIDENCE } from "./suggest"

const sandbox = await useSandbox()

/** Three locations and three stores with matching names, none mapped. */
async function shop() {
  const merchant = await makeMerchant()
  await connect(merchant.merchantId, "token")
  const locations: Record<string, string> = {}
  for (const ref of ["bastille", "lyon", "nice"]) {
    await makeStore(merchant.merchantId, ref)
    locations[ref] = (await makeLocation(merchant.merchantId, { ref })).id
  }
  const pair = (ref: string, storeSlug = ref) => ({ locationId: locations[ref]!, storeSlug })
  return { ...merchant, locations, pair }
}

/** Stored suggestions once the job has run. */
const suggestionsOf = async (ctx: Ctx) => {
  await recomputeSuggestions(ctx)
  return (await listSuggestions(ctx)).suggestions
}

const mappingsOf = async (ctx: Ctx) =>
  Object.fromEntries(
    (await listLocations(ctx)).flatMap(({ ref, storeSlug }) => (storeSlug ? [[ref, storeSlug]] : [])),
  )
const outcomes = ({ results }: Awaited<ReturnType<typeof acceptSuggestions>>) =>
  results.map(({ storeSlug, outcome }) => `${storeSlug} ${outcome}`).sort()

test("locations without a store get the matching suggestion, each store once", async () => {
  const { merchantId, manager, locations } = await shop()
  await sql`update stores set name = 'Chez Test ' || slug where merchant_id = ${merchantId}`
  await sql`update locations set name = 'CT ' || upper(ref) where merchant_id = ${merchantId}`
  const found = await suggestionsOf(manager)
  expect(Object.fromEntries(found.map((one) => [one.locationId, one.storeSlug]))).toEqual(
    Object.fromEntries(Object.entries(locations).map(([ref, id]) => [id, ref])),
  )
  for (const { reasons } of found) expect(reasons).toContain("name_close")
})

test("a mapped location, a taken store and a store that is gone are not suggested", async () => {
  const { merchantId, manager, pair, locations } = await shop()
  await sql`update locations set name = ref where merchant_id = ${merchantId}`
  await mapLocation(manager, pair("bastille"))
  await sql`update stores set gone_at = now() where merchant_id = ${merchantId} and slug = 'nice'`
  expect((await suggestionsOf(manager)).map(({ locationId }) => locationId)).toEqual([locations.lyon])
})

test("a location whose store has a new slug at Pongo finds it by Pongo's own id", async () => {
  const { merchantId, manager, pair, locations } = await shop()
  await mapLocation(manager, pair("bastille"))
  await sql`update stores set public_id = 'store_1', gone_at = now() where merchant_id = ${merchantId} and slug = 'bastille'`
  await makeStore(merchantId, "location-neuve")
  await sql`update stores set public_id = 'store_1' where merchant_id = ${merchantId} and slug = 'location-neuve'`
  const found = (await suggestionsOf(manager)).find(({ locationId }) => locationId === locations.bastille)
  expect(found).toMatchObject({ storeSlug: "location-neuve", reasons: ["store_same"] })
  expect(found!.confidence).toBeGreaterThan(AUTO_ACCEPT_CONFIDENCE)
  expect(outcomes(await acceptSuggestions(manager, [pair("bastille", "location-neuve")]))).toEqual([
    "location-neuve location_mapped",
  ])
})

test("each change of a location, a store or a mapping recomputes the suggestions, in one job", async () => {
  const { merchantId, manager, owner, pair, locations } = await shop()
  const isOutdated = async () => (await listSuggestions(manager)).isComputing
  const jobs = () => sql`
    select 1 from graphile_worker.jobs
    where task_identifier = 'suggest_stores' and key = ${`suggest_stores:${merchantId}`}`
  const changes: [what: string, make: () => Promise<unknown>][] = [
    ["locations put", () => putLocations(manager, [{ id: "bastille", name: "Bastille" }])],
    ["a location added", () => addLocation(manager, { ref: "new", name: "New" })],
    ["a location archived", () => archiveLocation(owner, "new")],
    ["a location mapped", () => mapLocation(manager, pair("bastille"))],
    ["a location unmapped", () => unmapLocation(manager, { locationId: locations.bastille! })],
    ["suggestions accepted", () => acceptSuggestions(manager, [pair("lyon")])],
    [
      "a store renamed",
      () => sql`update stores set name = 'Else' where merchant_id = ${merchantId} and slug = 'nice'`,
    ],
    ["a store added", () => makeStore(merchantId, "metz")],
  ]
  for (const [what, make] of changes) {
    await recomputeSuggestions(manager)
    expect(await isOutdated(), `before ${what}`).toBe(false)
    await make()
    expect(await isOutdated(), `after ${what}`).toBe(true)
    expect(await jobs()).toHaveLength(1)
  }
})

test("reading suggestions computes nothing, and omits a pair mapped since", async () => {
  const { merchantId, manager, pair, locations } = await shop()
  await sql`update locations set name = ref where merchant_id = ${merchantId}`
  expect(await listSuggestions(manager)).toEqual({ suggestions: [], isComputing: true })
  expect((await suggestionsOf(manager)).map(({ storeSlug }) => storeSlug).sort()).toEqual([
    "bastille",
    "lyon",
    "nice",
  ])
  await mapLocation(manager, pair("bastille", "lyon"))
  const stored = await listSuggestions(manager)
  expect(stored.suggestions.map(({ locationId }) => locationId)).toEqual([locations.nice])
  expect(stored.isComputing).toBe(true)
})

test("of two computations at once, the one with the older reading is discarded", async () => {
  const { merchantId, manager } = await shop()
  await sql`update locations set name = ref where merchant_id = ${merchantId}`
  await Promise.all([
    recomputeSuggestions(manager),
    (async () => {
      await archiveLocation(manager, "nice")
      await recomputeSuggestions(manager)
    })(),
  ])
  expect((await listSuggestions(manager)).isComputing).toBe(false)
  const stored =
    await sql`select store_slug from mapping_suggestions where merchant_id = ${merchantId} order by 1`
  expect(stored.map(({ store_slug }) => store_slug)).toEqual(["bastille", "lyon"])
})

test("several suggestions are mapped at once, with an audit row each, and their orders are sent", async () => {
  const { merchantId, manager, till, pair } = await shop()
  const { answer } = await acceptOrder(till, paidOrder("lyon"), "en")
  expect(await syncOf(answer.id)).toMatchObject({ status: "held" })
  const accepted = await acceptSuggestions(manager, [pair("bastille"), pair("lyon")])
  expect(outcomes(accepted)).toEqual(["bastille mapped", "lyon mapped"])
  expect(await mappingsOf(manager)).toEqual({ bastille: "bastille", lyon: "lyon" })
  expect(await syncOf(answer.id)).toMatchObject({ status: "queued" })
  const audit = await sql`
    select actor, details from audit_events where merchant_id = ${merchantId} and action = 'mapping.set'
    order by details->>'store'`
  expect(audit.map(({ details }) => details)).toEqual([
    { location: "bastille", store: "bastille", before: null, suggested: true },
    { location: "lyon", store: "lyon", before: null, suggested: true },
  ])
  expect(audit[0]!.actor).toContain("manager")
})

test("suggestions taken, mapped, archived or gone meanwhile are reported, and the others are mapped", async () => {
  const { merchantId, manager, owner, pair } = await shop()
  for (const ref of ["old", "metz"]) await makeLocation(merchantId, { ref })
  const ids = Object.fromEntries((await listLocations(manager)).map(({ ref, id }) => [ref, id]))
  await makeStore(merchantId, "metz")
  await mapLocation(owner, pair("lyon", "bastille"))
  await archiveLocation(owner, "old")
  await sql`update stores set gone_at = now() where merchant_id = ${merchantId} and slug = 'metz'`
  const accepted = await acceptSuggestions(manager, [
    pair("bastille"),
    pair("lyon"),
    pair("nice"),
    { locationId: ids.old!, storeSlug: "lyon" },
    { locationId: ids.metz!, storeSlug: "metz" },
  ])
  expect(outcomes(accepted)).toEqual([
    "bastille store_taken",
    "lyon location_mapped",
    "lyon location_unknown",
    "metz store_unknown",
    "nice mapped",
  ])
  expect(accepted.results.find(({ outcome }) => outcome === "store_taken")?.holder).toBe("Location lyon")
  expect(await mappingsOf(manager)).toEqual({ lyon: "bastille", nice: "nice" })
})

test("two people who accept the same suggestions at once map each of them once", async () => {
  for (let round = 0; round < 5; round++) {
    const { merchantId, manager, owner, pair } = await shop()
    const pairs = [pair("bastille"), pair("lyon"), pair("nice")]
    const both = await Promise.all([
      acceptSuggestions(manager, pairs),
      acceptSuggestions(owner, pairs.toReversed()),
    ])
    const all = both.flatMap(outcomes).sort()
    expect(all).toEqual(
      pairs.flatMap(({ storeSlug }) => [`${storeSlug} already`, `${storeSlug} mapped`]).sort(),
    )
    const audit =
      await sql`select 1 from audit_events where merchant_id = ${merchantId} and action = 'mapping.set'`
    expect(audit).toHaveLength(3)
  }
})

test("two people who want one store for two locations at once: one gets it, the other learns who has it", async () => {
  for (let round = 0; round < 5; round++) {
    const { manager, owner, pair } = await shop()
    const both = await Promise.all([
      acceptSuggestions(manager, [pair("bastille", "nice"), pair("lyon", "bastille")]),
      acceptSuggestions(owner, [pair("nice", "bastille"), pair("lyon", "nice")]),
      mapLocation(owner, pair("bastille", "lyon")).catch(({ code }) => expect(code).toBe("store_taken")),
    ])
    const mapped = await mappingsOf(manager)
    expect(new Set(Object.values(mapped)).size).toBe(Object.keys(mapped).length)
    for (const { results } of both.flatMap((one) => one ?? []))
      for (const { outcome, holder } of results)
        if (outcome === "store_taken") expect(holder).toMatch(/^Location/)
  }
})

test("one store requested twice in a single call goes to one location", async () => {
  const { manager, pair } = await shop()
  const accepted = await acceptSuggestions(manager, [pair("bastille", "nice"), pair("lyon", "nice")])
  expect(accepted.results.map(({ outcome }) => outcome).sort()).toEqual(["mapped", "store_taken"])
})

test("undo reverts the accepted mappings, except those changed since", async () => {
  const { manager, owner, pair, locations } = await shop()
  const { mappedAt } = await acceptSuggestions(manager, [pair("bastille"), pair("lyon")])
  await mapLocation(owner, pair("lyon", "nice"))
  const undo = { mappedAt, locationIds: Object.values(locations) }
  expect(await undoSuggestions(manager, undo)).toBe(1)
  expect(await mappingsOf(manager)).toEqual({ lyon: "nice" })
  expect(await undoSuggestions(manager, undo)).toBe(0)
})

test("undo leaves a mapping that was removed and made again", async () => {
  const { manager, pair, locations } = await shop()
  const { mappedAt } = await acceptSuggestions(manager, [pair("bastille")])
  await unmapLocation(manager, { locationId: locations.bastille! })
  await new Promise((resolve) => setTimeout(resolve, 5))
  await mapLocation(manager, pair("bastille"))
  expect(await undoSuggestions(manager, { mappedAt, locationIds: [locations.bastille!] })).toBe(0)
  expect(await mappingsOf(manager)).toEqual({ bastille: "bastille" })
})

test("another merchant's locations and stores are neither mapped, undone nor suggested", async () => {
  const [mine, theirs] = [await shop(), await shop()]
  const accepted = await acceptSuggestions(mine.manager, [
    theirs.pair("bastille"),
    { locationId: mine.locations.lyon!, storeSlug: "only-theirs" },
  ])
  expect(outcomes(accepted)).toEqual(["bastille location_unknown", "only-theirs store_unknown"])
  const { mappedAt } = await acceptSuggestions(theirs.manager, [theirs.pair("nice")])
  expect(
    await undoSuggestions(mine.manager, { mappedAt, locationIds: Object.values(theirs.locations) }),
  ).toBe(0)
  expect(await mappingsOf(theirs.manager)).toEqual({ nice: "nice" })
  const ids = Object.values(mine.locations)
  for (const { locationId } of await suggestionsOf(mine.manager)) expect(ids).toContain(locationId)
})

/** A merchant with the sandbox's stores, and changes that Pongo's back office makes to one. */
async function connected() {
  const merchant = await makeMerchant()
  await connect(merchant.merchantId, sandbox.issueToken(LE_COMPTOIR))
  await refreshStores(merchant.manager)
  const [store] = (await listStores(merchant.manager)).filter(({ goneAt }) => !goneAt)
  const location = await makeLocation(merchant.merchantId, { ref: "here" })
  await mapLocation(merchant.manager, { locationId: location.id, storeSlug: store!.slug })
  const rename = async (name: string) => {
    await fetch(`${sandbox.url}/_sandbox/stores`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ merchant_id: LE_COMPTOIR, action: "rename", slug: store!.slug, name }),
    })
    await refreshStores(merchant.manager)
  }
  const flag = async () => (await listLocations(merchant.manager))[0]!.storePreviousName
  return { ...merchant, store: store!, rename, flag }
}

test("a store that Pongo renamed keeps its mapping and shows its former name until somebody acknowledges it", async () => {
  const { manager, merchantId, store, rename, flag } = await connected()
  expect(await flag()).toBeNull()
  await rename("Le Comptoir du Coin")
  expect((await listLocations(manager))[0]).toMatchObject({
    storeSlug: store.slug,
    storePreviousName: store.name,
  })
  await rename("Le Comptoir d’Angle")
  expect(await flag()).toBe(store.name)
  await expect(
    acknowledgeRename(manager, { storeSlug: store.slug, name: "Le Comptoir du Coin" }),
  ).rejects.toThrow(expect.objectContaining({ code: "conflict" }))
  await acknowledgeRename(manager, { storeSlug: store.slug, name: "Le Comptoir d’Angle" })
  expect(await flag()).toBeNull()
  await refreshStores(manager)
  expect(await flag()).toBeNull()
  const audit = await sql`
    select details from audit_events where merchant_id = ${merchantId} and action = 'store.rename_noted'`
  expect(audit.map(({ details }) => details)).toEqual([{ before: store.name, name: "Le Comptoir d’Angle" }])
  await rename(store.name)
})

test("a store that gets its old name back is not flagged", async () => {
  const { store, rename, flag } = await connected()
  await rename("Autre nom")
  expect(await flag()).toBe(store.name)
  await rename(store.name)
  expect(await flag()).toBeNull()
})

test("stores of the first reading are not new; later ones are", async () => {
  const { manager, merchantId } = await connected()
  expect((await listStores(manager)).filter(({ isNew }) => isNew)).toEqual([])
  await sql`update stores set first_seen_at = now() - interval '3 days' where merchant_id = ${merchantId}`
  await makeStore(merchantId, "fresh")
  expect((await listStores(manager)).filter(({ isNew }) => isNew).map(({ slug }) => slug)).toEqual(["fresh"])
})
