import { expect, test } from "vitest"
import { sql } from "@/db/index"
import { connect, makeLocation, makeMerchant, makeStore, paidOrder } from "@/db/testing/fixtures"
import { createApiKey } from "@/lib/api-keys/mutations"
import { locationsAnswer } from "@/lib/locations/schema"
import { mapLocation } from "@/lib/mappings/mutations"
import { expectProblem, makeTill } from "./testing/till"

async function shop() {
  const merchant = await makeMerchant()
  return { ...merchant, pos: makeTill(merchant.key) }
}

const rows = (merchantId: string) =>
  sql`select ref, name, city, country, phone, archived_at from locations where merchant_id = ${merchantId} order by ref`
const many = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ id: `loc-${index}`, name: `Location ${index}` }))

test("locations are added, changed, and returned with their mapping state", async () => {
  const { pos, merchantId, manager } = await shop()
  const bastille = {
    id: "bastille",
    name: "Bastille",
    address: "12 rue de la Roquette",
    postal_code: "75011",
    city: "Paris",
    country: "fr",
    phone: "01 43 55 00 00",
  }
  const lyon = { id: "lyon", name: "Lyon" }
  const first = await pos.put("/locations", { locations: [bastille, lyon] })
  expect(first.status).toBe(200)
  const unmapped = { state: "unmapped", store_slug: null, store_name: null }
  expect(locationsAnswer.parse(first.json).locations).toEqual([
    { id: "bastille", name: "Bastille", mapping: unmapped, hold_reason: "not_connected" },
    { id: "lyon", name: "Lyon", mapping: unmapped, hold_reason: "not_connected" },
  ])
  await connect(merchantId, "token")
  await makeStore(merchantId, "store-1")
  const [location] =
    await sql`select id from locations where merchant_id = ${merchantId} and ref = 'bastille'`
  await mapLocation(manager, { locationId: location!.id, storeSlug: "store-1" })
  const second = await pos.put("/locations", { locations: [{ ...bastille, name: "Bastille 2" }] })
  expect(second.json.locations).toEqual([
    {
      id: "bastille",
      name: "Bastille 2",
      mapping: { state: "mapped", store_slug: "store-1", store_name: "store-1" },
      hold_reason: null,
    },
    { id: "lyon", name: "Lyon", mapping: unmapped, hold_reason: "location_unmapped" },
  ])
  await sql`update stores set gone_at = now() where merchant_id = ${merchantId}`
  const third = await pos.put("/locations", { locations: [lyon] })
  expect(third.json.locations[0]).toMatchObject({
    mapping: { state: "store_gone" },
    hold_reason: "store_gone",
  })
  expect(await rows(merchantId)).toMatchObject([{ ref: "bastille", country: "FR" }, { ref: "lyon" }])
})

test("a location's phone is read with the merchant's country and stored as E.164", async () => {
  const { pos, merchantId } = await shop()
  await pos.put("/locations", { locations: [{ id: "a", name: "A", phone: "01 43 55 00 00" }] })
  expect(await rows(merchantId)).toMatchObject([{ phone: "+33143550000" }])
  const reply = await pos.put("/locations", {
    locations: [
      { id: "a", name: "A" },
      { id: "b", name: "B", phone: "none" },
    ],
  })
  expectProblem(reply, 422, "validation_failed", ["locations.1.phone"])
})

test("putting an unchanged location changes nothing", async () => {
  const { pos, merchantId } = await shop()
  const list = { locations: many(3) }
  const first = await pos.put("/locations", list)
  const before = await rows(merchantId)
  expect((await pos.put("/locations", list)).json).toEqual(first.json)
  expect(await rows(merchantId)).toEqual(before)
})

test("500 locations are accepted, 501 and none are not", async () => {
  const { pos, merchantId } = await shop()
  expect((await pos.put("/locations", { locations: many(500) })).json.locations).toHaveLength(500)
  expectProblem(await pos.put("/locations", { locations: many(501) }), 422, "validation_failed", [
    "locations",
  ])
  expectProblem(await pos.put("/locations", { locations: [] }), 422, "validation_failed", ["locations"])
  expectProblem(await pos.put("/locations", {}), 422, "validation_failed", ["locations"])
  expect(await rows(merchantId)).toHaveLength(500)
})

test("one wrong location refuses them all, and is named", async () => {
  const { pos, merchantId } = await shop()
  const wrong = [
    { id: "a", name: "A" },
    { id: "b", name: "" },
    { id: "a", name: "A again" },
    { id: "c", name: "C", zip: "75011" },
    { id: "d", name: "D", country: "France" },
  ]
  expectProblem(await pos.put("/locations", { locations: wrong }), 422, "validation_failed", [
    "locations.1.name",
    "locations.3.zip",
    "locations.4.country",
    "locations.2.id",
  ])
  expect(await rows(merchantId)).toEqual([])
})

test("the same id twice in one call is refused", async () => {
  const { pos } = await shop()
  const twice = { locations: [...many(1), ...many(1)] }
  expectProblem(await pos.put("/locations", twice), 422, "validation_failed", ["locations.1.id"])
})

test("the same locations from two programs at once, in opposite order, are stored once each", async () => {
  const { pos, merchantId } = await shop()
  const list = many(300)
  const replies = await Promise.all(
    Array.from({ length: 6 }, (_, index) =>
      pos.put("/locations", { locations: index % 2 ? list : list.toReversed() }),
    ),
  )
  expect(replies.map((reply) => reply.status)).toEqual(Array(6).fill(200))
  expect(await rows(merchantId)).toHaveLength(300)
})

test("unusual text is stored unchanged, U+0000 is refused with its path", async () => {
  const { pos, merchantId } = await shop()
  const name = `L’Épicerie 🧀 العربية '; drop table locations; --`
  await pos.put("/locations", { locations: [{ id: "a/b ç", name }] })
  expect(await rows(merchantId)).toMatchObject([{ ref: "a/b ç", name }])
  const reply = await pos.put("/locations", { locations: [{ id: "a", name: "a\u0000" }] })
  expectProblem(reply, 422, "validation_failed", ["locations.0.name"])
})

test("archiving frees the store, keeps the orders, and putting the location again undoes it", async () => {
  const { pos, merchantId, manager } = await shop()
  const location = await makeLocation(merchantId, { storeSlug: "store-1" })
  const other = await makeLocation(merchantId)
  await pos.post("/orders", paidOrder(location.ref))
  const reply = await pos.delete(`/locations/${location.ref}`)
  expect([reply.status, reply.json]).toEqual([200, { id: location.ref, archived: true }])
  expect(await sql`select 1 from orders where merchant_id = ${merchantId}`).toHaveLength(1)
  await mapLocation(manager, { locationId: other.id, storeSlug: "store-1" })
  const { json } = await pos.put("/locations", { locations: [{ id: location.ref, name: "Back" }] })
  expect(json.locations.find(({ id }: { id: string }) => id === location.ref)).toMatchObject({
    name: "Back",
    mapping: { state: "unmapped" },
  })
  expect((await pos.post("/orders", paidOrder(location.ref))).status).toBe(202)
})

test("an archived location is not listed, and cannot be archived twice", async () => {
  const { pos, merchantId } = await shop()
  const location = await makeLocation(merchantId)
  const replies = await Promise.all([
    pos.delete(`/locations/${location.ref}`),
    pos.delete(`/locations/${location.ref}`),
  ])
  expect(replies.map((reply) => reply.status).sort()).toEqual([200, 404])
  expectProblem(await pos.delete(`/locations/${location.ref}`), 404, "location_unknown")
  expectProblem(await pos.delete("/locations/%00"), 404, "not_found")
  expect((await pos.put("/locations", { locations: many(1) })).json.locations).toHaveLength(1)
  const audit =
    await sql`select 1 from audit_events where merchant_id = ${merchantId} and action = 'location.archived'`
  expect(audit).toHaveLength(1)
})

test("another merchant's location can be neither changed nor archived", async () => {
  const mine = await shop()
  const theirs = await shop()
  const location = await makeLocation(theirs.merchantId, { ref: "bastille" })
  const before = await rows(theirs.merchantId)
  expectProblem(await mine.pos.delete(`/locations/${location.ref}`), 404, "location_unknown")
  const { json } = await mine.pos.put("/locations", { locations: [{ id: "bastille", name: "Mine" }] })
  expect(json.locations).toHaveLength(1)
  expect(await rows(theirs.merchantId)).toEqual(before)
})

test("a key bound to one location cannot set locations up", async () => {
  const { owner, merchantId } = await shop()
  const location = await makeLocation(merchantId)
  const { key } = await createApiKey(owner, { name: "Bound", scopes: ["setup"], locationId: location.id })
  const bound = makeTill(key)
  expectProblem(await bound.put("/locations", { locations: many(1) }), 403, "location_not_allowed")
  expectProblem(await bound.delete(`/locations/${location.ref}`), 403, "location_not_allowed")
})
