import { expect, test } from "vitest"
import { sql } from "@/db/index"
import {
  codeOf,
  connect,
  makeLocation,
  makeMerchant,
  makeStore,
  paidOrder,
  refusalOf,
  syncOf,
} from "@/db/testing/fixtures"
import { newId } from "@/lib/id"
import { archiveLocation, putLocations } from "@/lib/locations/mutations"
import { listLocations } from "@/lib/locations/queries"
import { acceptOrder } from "@/lib/orders/accept"
import { mapLocation, unmapLocation } from "./mutations"

/** A connected merchant with two stores at Pongo and two locations, none mapped. */
async function shop() {
  const merchant = await makeMerchant()
  await connect(merchant.merchantId, "token")
  for (const slug of ["bastille", "lyon"]) await makeStore(merchant.merchantId, slug)
  const a = await makeLocation(merchant.merchantId, { ref: "a" })
  const b = await makeLocation(merchant.merchantId, { ref: "b" })
  return { ...merchant, a, b }
}

const mappingsOf = async (merchantId: string) =>
  Object.fromEntries(
    (
      await sql`
        select l.ref, m.store_slug from store_mappings m join locations l on l.id = m.location_id
        where m.merchant_id = ${merchantId}`
    ).map((row) => [row.ref, row.store_slug]),
  )

test("a location is mapped to a store, and the audit records who did it and the previous store", async () => {
  const { merchantId, manager, a } = await shop()
  await mapLocation(manager, { locationId: a.id, storeSlug: "bastille" })
  await mapLocation(manager, { locationId: a.id, storeSlug: "lyon" })
  expect(await mappingsOf(merchantId)).toEqual({ a: "lyon" })
  const audit = await sql`
    select actor, details from audit_events where merchant_id = ${merchantId} and action = 'mapping.set' order by at, id`
  expect(audit.map((row) => row.details)).toEqual([
    { location: "a", store: "bastille", before: null },
    { location: "a", store: "lyon", before: "bastille" },
  ])
  expect(audit[0]!.actor).toContain("manager")
})

test("a store that another location has is refused with that location's name", async () => {
  const { merchantId, manager, a, b } = await shop()
  await mapLocation(manager, { locationId: a.id, storeSlug: "bastille" })
  const refusal = await refusalOf(mapLocation(manager, { locationId: b.id, storeSlug: "bastille" }))
  expect(refusal).toMatchObject({ code: "store_taken", params: { location: "Location a" } })
  expect(await mappingsOf(merchantId)).toEqual({ a: "bastille" })
})

test("a location keeps its store when the one it asks for is taken", async () => {
  const { merchantId, manager, a, b } = await shop()
  await mapLocation(manager, { locationId: a.id, storeSlug: "bastille" })
  await mapLocation(manager, { locationId: b.id, storeSlug: "lyon" })
  expect(await codeOf(mapLocation(manager, { locationId: b.id, storeSlug: "bastille" }))).toBe("store_taken")
  expect(await mappingsOf(merchantId)).toEqual({ a: "bastille", b: "lyon" })
})

test("a location has one store: mapping it again frees the first", async () => {
  const { merchantId, manager, a, b } = await shop()
  await mapLocation(manager, { locationId: a.id, storeSlug: "bastille" })
  await mapLocation(manager, { locationId: a.id, storeSlug: "lyon" })
  await mapLocation(manager, { locationId: b.id, storeSlug: "bastille" })
  expect(await mappingsOf(merchantId)).toEqual({ a: "lyon", b: "bastille" })
})

test("two locations that want one store at once: one gets it, the other learns who has it", async () => {
  for (let round = 0; round < 5; round++) {
    const { merchantId, manager, a, b } = await shop()
    const refusals = await Promise.all(
      [a, b].map((location) =>
        refusalOf(mapLocation(manager, { locationId: location.id, storeSlug: "bastille" })),
      ),
    )
    const [winner] = Object.keys(await mappingsOf(merchantId))
    expect(Object.keys(await mappingsOf(merchantId))).toHaveLength(1)
    const loser = refusals.filter((refusal) => refusal !== null)
    expect(loser).toHaveLength(1)
    expect(loser[0]).toMatchObject({ code: "store_taken", params: { location: `Location ${winner}` } })
  }
})

test("one location mapped by two people at once has one of the two stores", async () => {
  const { merchantId, manager, owner, a } = await shop()
  await Promise.all([
    mapLocation(manager, { locationId: a.id, storeSlug: "bastille" }),
    mapLocation(owner, { locationId: a.id, storeSlug: "lyon" }),
  ])
  expect(["bastille", "lyon"]).toContain((await mappingsOf(merchantId)).a)
})

test("the same mapping twice at once is one mapping", async () => {
  const { merchantId, manager, a } = await shop()
  const mapping = { locationId: a.id, storeSlug: "bastille" }
  await Promise.all(Array.from({ length: 5 }, () => mapLocation(manager, mapping)))
  expect(await mappingsOf(merchantId)).toEqual({ a: "bastille" })
})

test("a store that Pongo never listed, or no longer lists, cannot be mapped", async () => {
  const { merchantId, manager, a } = await shop()
  expect(await codeOf(mapLocation(manager, { locationId: a.id, storeSlug: "nice" }))).toBe("store_unknown")
  await sql`update stores set gone_at = now() where merchant_id = ${merchantId} and slug = 'bastille'`
  expect(await codeOf(mapLocation(manager, { locationId: a.id, storeSlug: "bastille" }))).toBe(
    "store_unknown",
  )
  expect(await mappingsOf(merchantId)).toEqual({})
})

test("an archived or unknown location cannot be mapped", async () => {
  const { merchantId, manager, a } = await shop()
  await archiveLocation(manager, a.ref)
  for (const locationId of [a.id, newId()])
    expect(await codeOf(mapLocation(manager, { locationId, storeSlug: "bastille" }))).toBe("location_unknown")
  expect(await mappingsOf(merchantId)).toEqual({})
})

test("archived and mapped at once: an archived location keeps no store", async () => {
  for (let round = 0; round < 10; round++) {
    const { merchantId, manager, a, b } = await shop()
    const refusal = await refusalOf(
      Promise.all([
        archiveLocation(manager, a.ref),
        mapLocation(manager, { locationId: a.id, storeSlug: "bastille" }).catch((error) => {
          if (error.code !== "location_unknown") throw error
        }),
      ]),
    )
    expect(refusal).toBeNull()
    expect(await mappingsOf(merchantId)).toEqual({})
    await mapLocation(manager, { locationId: b.id, storeSlug: "bastille" })
  }
})

test("a location put again after archiving comes back without a store", async () => {
  const { manager, a } = await shop()
  await mapLocation(manager, { locationId: a.id, storeSlug: "bastille" })
  await archiveLocation(manager, a.ref)
  await putLocations(manager, [{ id: a.ref, name: "Back" }])
  const restored = (await listLocations(manager)).find(({ ref }) => ref === a.ref)
  expect(restored).toMatchObject({ name: "Back", storeSlug: null, holdReason: "location_unmapped" })
})

test("unmapping holds the location's orders again, and frees its store", async () => {
  const { merchantId, manager, till, a, b } = await shop()
  await mapLocation(manager, { locationId: a.id, storeSlug: "bastille" })
  const { answer } = await acceptOrder(till, paidOrder(a.ref), "en")
  expect(answer.sync).toMatchObject({ status: "queued", store_slug: "bastille" })
  await unmapLocation(manager, { locationId: a.id })
  expect(await syncOf(answer.id)).toMatchObject({ status: "held", reason: "location_unmapped" })
  await mapLocation(manager, { locationId: b.id, storeSlug: "bastille" })
  expect(await mappingsOf(merchantId)).toEqual({ b: "bastille" })
})

test("unmapping twice, or at once, happens once", async () => {
  const { merchantId, manager, a } = await shop()
  await mapLocation(manager, { locationId: a.id, storeSlug: "bastille" })
  const refusals = await Promise.all(
    Array.from({ length: 3 }, () => refusalOf(unmapLocation(manager, { locationId: a.id }))),
  )
  expect(refusals.map((refusal) => refusal?.code ?? "done").sort()).toEqual(["conflict", "conflict", "done"])
  const audit =
    await sql`select 1 from audit_events where merchant_id = ${merchantId} and action = 'mapping.removed'`
  expect(audit).toHaveLength(1)
})

test("two merchants may each have a store of the same name", async () => {
  const [mine, theirs] = [await shop(), await shop()]
  await mapLocation(mine.manager, { locationId: mine.a.id, storeSlug: "bastille" })
  await mapLocation(theirs.manager, { locationId: theirs.b.id, storeSlug: "bastille" })
  expect(await mappingsOf(mine.merchantId)).toEqual({ a: "bastille" })
  expect(await mappingsOf(theirs.merchantId)).toEqual({ b: "bastille" })
})
