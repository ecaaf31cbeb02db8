import { describe, expect, test } from "vitest"
import { sql } from "@/db/index"
import { makeLocation, makeMerchant, product } from "@/db/testing/fixtures"
import { createApiKey } from "@/lib/api-keys/mutations"
import { makeTill, type Reply } from "@/lib/checkout-api/testing/till"
import { findProducts } from "./queries"
import { catalogAnswer } from "./schema"

async function shop() {
  const merchant = await makeMerchant()
  await makeLocation(merchant.merchantId, { ref: "bastille" })
  return { ...merchant, pos: makeTill(merchant.key) }
}

const refused = (reply: Reply, status: number, code: string, more: object = {}) =>
  expect(reply.json).toMatchObject({ status, code, ...more })

async function listed(pos: ReturnType<typeof makeTill>) {
  const reply = await pos.get("/catalog")
  return catalogAnswer.parse(reply.json).products
}

describe("PUT /catalog", () => {
  test("adds new products, changes existing ones, and leaves the others", async () => {
    const { pos } = await shop()
    const first = await pos.put("/catalog", { products: [product("A"), product("B"), product("C")] })
    expect([first.status, first.json]).toEqual([200, { received: 3, changed: 3, deactivated: 0 }])
    const second = await pos.put("/catalog", {
      products: [product("A"), product("B", { price_cents: 300, location_ids: ["bastille"] })],
    })
    expect(second.json).toEqual({ received: 2, changed: 1, deactivated: 0 })
    expect(await listed(pos)).toEqual([
      { ...product("A"), location_ids: null },
      { ...product("B"), price_cents: 300, location_ids: ["bastille"] },
      { ...product("C"), location_ids: null },
    ])
  })

  test("mode=replace deactivates absent products and deletes nothing", async () => {
    const { pos } = await shop()
    await pos.put("/catalog", { products: [product("A"), product("B"), product("C")] })
    const reply = await pos.put("/catalog?mode=replace", { products: [product("B"), product("D")] })
    expect(reply.json).toEqual({ received: 2, changed: 1, deactivated: 2 })
    expect((await listed(pos)).map(({ sku, active }) => [sku, active])).toEqual([
      ["A", false],
      ["B", true],
      ["C", false],
      ["D", true],
    ])
    const back = await pos.put("/catalog", { products: [product("A")] })
    expect(back.json).toEqual({ received: 1, changed: 1, deactivated: 0 })
  })

  test("mode=replace with nothing deactivates everything", async () => {
    const { pos } = await shop()
    await pos.put("/catalog", { products: [product("A"), product("B")] })
    const reply = await pos.put("/catalog?mode=replace", { products: [] })
    expect(reply.json).toEqual({ received: 0, changed: 0, deactivated: 2 })
  })

  test("5,000 products are accepted at once, one more is refused", async () => {
    const { pos, merchantId } = await shop()
    const products = Array.from({ length: 5_000 }, (_, index) => product(`SKU-${index}`))
    expect((await pos.put("/catalog", { products })).json).toMatchObject({ received: 5_000, changed: 5_000 })
    const [{ count }] = (await sql`
      select count(*)::int as count from products where merchant_id = ${merchantId}`) as [{ count: number }]
    expect(count).toBe(5_000)
    const more = await pos.put("/catalog", { products: [...products, product("one more")] })
    refused(more, 422, "validation_failed", { errors: [expect.objectContaining({ path: "products" })] })
  })

  test("one wrong row refuses all, and each wrong row is named by its index", async () => {
    const { pos } = await shop()
    const reply = await pos.put("/catalog", {
      products: [
        product("A"),
        product("B", { price_cents: 1.5 }),
        { ...product("C"), kind: "dessert" },
        { ...product("D"), price_cents: -1, foo: 1 },
        product("  "),
        { ...product("F"), active: undefined },
      ],
    })
    refused(reply, 422, "validation_failed")
    expect(reply.json.errors.map((error: { path: string }) => error.path)).toEqual([
      "products.1.price_cents",
      "products.2.kind",
      "products.3.price_cents",
      "products.3.foo",
      "products.4.sku",
      "products.5.active",
    ])
    expect(await listed(pos)).toEqual([])
  })

  test("a SKU twice in one call is refused, with the first one's index", async () => {
    const { pos } = await shop()
    const reply = await pos.put("/catalog", { products: [product("A"), product("B"), product(" A ")] })
    refused(reply, 422, "validation_failed", {
      errors: [{ path: "products.2.sku", message: "the same SKU as products.0" }],
    })
  })

  test("an unknown location or another merchant's is an error of its row", async () => {
    const { pos } = await shop()
    await makeLocation((await makeMerchant()).merchantId, { ref: "theirs" })
    const reply = await pos.put("/catalog", {
      products: [
        product("A", { location_ids: ["bastille"] }),
        product("B", { location_ids: ["bastille", "theirs"] }),
        product("C", { location_ids: ["nowhere"] }),
      ],
    })
    refused(reply, 422, "validation_failed")
    expect(reply.json.errors.map((error: { path: string }) => error.path)).toEqual([
      "products.1.location_ids.1",
      "products.2.location_ids.0",
    ])
    expect(await listed(pos)).toEqual([])
  })

  test("accepts the answer of GET /catalog, also after a location was archived", async () => {
    const { pos } = await shop()
    await pos.put("/catalog", { products: [product("A", { location_ids: ["bastille"] })] })
    expect((await pos.delete("/locations/bastille")).status).toBe(200)
    const products = await listed(pos)
    expect((await pos.put("/catalog", { products })).json).toEqual({
      received: 1,
      changed: 0,
      deactivated: 0,
    })
  })

  test("two tills that replace the catalogue at once leave one or the other, never a mix", async () => {
    const { pos } = await shop()
    const skus = Array.from({ length: 200 }, (_, index) => `S${index}`)
    const mine = { products: skus.map((sku) => product(sku, { name: "mine" })) }
    const theirs = {
      products: skus
        .toReversed()
        .slice(50)
        .map((sku) => product(sku, { name: "theirs" })),
    }
    for (let round = 0; round < 5; round++) {
      const replies = await Promise.all(
        [mine, theirs, mine, theirs].map((body) => pos.put("/catalog?mode=replace", body)),
      )
      expect(replies.map(({ status }) => status)).toEqual([200, 200, 200, 200])
      const active = (await listed(pos)).filter((one) => one.active)
      expect([150, 200]).toContain(active.length)
      expect(new Set(active.map(({ name }) => name))).toEqual(
        new Set([active.length === 200 ? "mine" : "theirs"]),
      )
    }
  })

  test("is recorded with the actor and the number of changes", async () => {
    const { pos, merchantId, keyId } = await shop()
    await pos.put("/catalog?mode=replace", { products: [product("A")] })
    expect(
      await sql`select actor, action, details from audit_events where merchant_id = ${merchantId} and action = 'catalog.put'`,
    ).toEqual([
      {
        actor: `key:${keyId}:Test`,
        action: "catalog.put",
        details: { mode: "replace", count: 1, changed: 1, deactivated: 0 },
      },
    ])
  })

  test("needs the scope setup and a key that is bound to no location", async () => {
    const { owner, merchantId } = await shop()
    const location = await makeLocation(merchantId)
    const checkout = await createApiKey(owner, { name: "x", scopes: ["checkout"], locationId: null })
    refused(await makeTill(checkout.key).put("/catalog", { products: [] }), 403, "forbidden")
    refused(await makeTill(checkout.key).get("/catalog"), 403, "forbidden")
    const bound = await createApiKey(owner, { name: "y", scopes: ["setup"], locationId: location.id })
    refused(await makeTill(bound.key).put("/catalog", { products: [] }), 403, "location_not_allowed")
  })

  test("an unknown mode is refused", async () => {
    const { pos } = await shop()
    const reply = await pos.put("/catalog?mode=merge", { products: [] })
    refused(reply, 422, "validation_failed", { errors: [expect.objectContaining({ path: "mode" })] })
  })
})

describe("GET /catalog", () => {
  test("pages through the whole catalogue, 500 at a time, each product once", async () => {
    const { pos } = await shop()
    const skus = Array.from({ length: 1_203 }, (_, index) => `é ${index}/${index % 7}`)
    await pos.put("/catalog", { products: skus.map((sku) => product(sku)) })
    const seen: string[] = []
    const sizes: number[] = []
    let cursor: string | null = ""
    while (cursor !== null) {
      const reply: Reply = await pos.get(`/catalog${cursor && `?cursor=${cursor}`}`)
      const page = catalogAnswer.parse(reply.json)
      seen.push(...page.products.map(({ sku }) => sku))
      sizes.push(page.products.length)
      cursor = page.next_cursor
    }
    expect(sizes).toEqual([500, 500, 203])
    expect(seen.toSorted()).toEqual(skus.toSorted())
  })

  test.each(["%00", "AA", "!!", "w6k*"])("refuses a cursor that it never issued: %s", async (cursor) => {
    const { pos } = await shop()
    refused(await pos.get(`/catalog?cursor=${cursor}`), 422, "validation_failed")
  })

  test("another merchant's catalogue with the same SKUs is unchanged", async () => {
    const [mine, theirs] = [await shop(), await shop()]
    await mine.pos.put("/catalog", { products: [product("A"), product("B")] })
    await theirs.pos.put("/catalog?mode=replace", { products: [product("A", { name: "theirs" })] })
    expect((await listed(mine.pos)).map(({ name, active }) => [name, active])).toEqual([
      ["Produit A", true],
      ["Produit B", true],
    ])
    expect(await findProducts(theirs.till, ["b"])).toEqual([])
  })
})

test("a product is found by its SKU in any case, with or without spaces", async () => {
  const { pos, till } = await shop()
  await pos.put("/catalog", { products: [product("CAF-01"), product("caf - 01"), product("BRG 02")] })
  const found = async (...skus: string[]) => (await findProducts(till, skus)).map(({ sku }) => sku).sort()
  expect(await found("Caf-01")).toEqual(["CAF-01", "caf - 01"])
  expect(await found("brg02", "nothing")).toEqual(["BRG 02"])
  expect(await found()).toEqual([])
})
