import { describe, expect, test } from "vitest"
import { sql } from "@/db/index"
import { codeOf, makeLocation, makeMerchant, product as newProduct } from "@/db/testing/fixtures"
import type { Ctx } from "@/lib/auth/ctx"
import { streamCsv } from "@/lib/csv/write"
import { deleteExpired } from "@/lib/retention/nightly"
import { getCatalogImport, listCatalogImports } from "./imports"
import { importCatalog, putCatalog, readCatalogFile } from "./mutations"
import { productPieces } from "./product-file"
import { catalogPages, countProducts, listProducts } from "./queries"
import type { PosProduct } from "./schema"

const csv = (...lines: string[]) => new File([["SKU;Nom;Prix", ...lines].join("\n")], "carte.csv")

/** As the catalogue lists it. */
const product = (sku: string, changes: Partial<PosProduct> = {}) =>
  newProduct(sku, { location_ids: null, ...changes })

async function everyProduct(ctx: Ctx) {
  const pages: PosProduct[][] = []
  for await (const page of catalogPages(ctx)) pages.push(page)
  return pages.flat()
}

describe("a file of products", () => {
  test("is read and shown before anything is written, then written once", async () => {
    const { owner, till } = await makeMerchant()
    await putCatalog(till, [product("A"), product("B"), product("C")], "upsert")
    const { id } = await readCatalogFile(owner, {
      file: csv("A;Produit A;2,20", "B;Autre;3", "D;Nouveau;4,50"),
    })
    expect(await getCatalogImport(owner, id)).toMatchObject({
      fileName: "carte.csv",
      rowCount: 3,
      errorCount: 0,
      effect: { added: 1, changed: 1, same: 1, deactivated: 1 },
      importedAt: null,
    })
    expect(await countProducts(owner, {})).toBe(3)
    expect(await importCatalog(owner, { id, mode: "upsert" })).toEqual({
      added: 1,
      changed: 1,
      deactivated: 0,
    })
    expect(await everyProduct(owner)).toEqual([
      product("A"),
      product("B", { name: "Autre", price_cents: 300 }),
      product("C"),
      product("D", { name: "Nouveau", price_cents: 450 }),
    ])
    await expect(importCatalog(owner, { id, mode: "upsert" })).rejects.toMatchObject({ code: "conflict" })
    expect(await getCatalogImport(owner, id)).toMatchObject({
      effect: { added: 1, changed: 1, deactivated: 0 },
    })
    expect(await listCatalogImports(owner)).toEqual([
      expect.objectContaining({ id, importedBy: "owner", rowCount: 3, added: 1, changed: 1, deactivated: 0 }),
    ])
  })

  test("leaves fields without a column unchanged", async () => {
    const { owner, till, merchantId } = await makeMerchant()
    await makeLocation(merchantId, { ref: "lyon" })
    const menu = product("M", { kind: "menu", has_paid_options: true, active: false, location_ids: ["lyon"] })
    await putCatalog(till, [menu], "upsert")
    const { id } = await readCatalogFile(owner, { file: csv("M;Produit M;9") })
    await importCatalog(owner, { id, mode: "upsert" })
    expect(await everyProduct(owner)).toEqual([{ ...menu, price_cents: 900 }])
  })

  test("in replace mode takes absent products off sale, unless a row is wrong", async () => {
    const { owner, till } = await makeMerchant()
    await putCatalog(till, [product("A"), product("B")], "upsert")
    const wrong = await readCatalogFile(owner, { file: csv("A;Produit A;2,20", "B;;1") })
    expect(await getCatalogImport(owner, wrong.id)).toMatchObject({
      errorCount: 1,
      errors: [{ row: 3, problem: "name_missing" }],
    })
    await expect(importCatalog(owner, { id: wrong.id, mode: "replace" })).rejects.toMatchObject({
      code: "conflict",
    })
    const { id } = await readCatalogFile(owner, { file: csv("A;Produit A;2,20") })
    expect(await importCatalog(owner, { id, mode: "replace" })).toEqual({
      added: 0,
      changed: 0,
      deactivated: 1,
    })
    expect((await everyProduct(owner)).map(({ sku, active }) => [sku, active])).toEqual([
      ["A", true],
      ["B", false],
    ])
  })

  test("is written once when two people confirm together", async () => {
    const { owner, manager, merchantId } = await makeMerchant()
    const { id } = await readCatalogFile(owner, { file: csv("A;Produit A;2,20") })
    const codes = await Promise.all(
      [owner, manager].map((ctx) => codeOf(importCatalog(ctx, { id, mode: "upsert" }))),
    )
    expect(codes.toSorted()).toEqual(["conflict", null])
    expect(
      await sql`select details->>'added' as added from audit_events
        where merchant_id = ${merchantId} and action = 'catalog.imported'`,
    ).toEqual([{ added: "1" }])
  })

  test("that was exported comes back without a change, archived locations too", async () => {
    const { owner, till, merchantId } = await makeMerchant()
    await makeLocation(merchantId, { ref: "lyon|1" })
    await putCatalog(
      till,
      [
        product("=cmd|'x'!A", { name: '-10 % ; «œuf»\n"2"', location_ids: ["lyon|1"] }),
        product("'001", { location_ids: [], active: false, has_paid_options: true, kind: "menu" }),
      ],
      "upsert",
    )
    await sql`update locations set archived_at = now() where merchant_id = ${merchantId}`
    for (const locale of ["fr", "en"] as const) {
      const text = await new Response(streamCsv(productPieces(catalogPages(owner), locale), locale)).blob()
      const file = new File([text], "export.csv")
      const { id } = await readCatalogFile(owner, { file })
      expect(await getCatalogImport(owner, id)).toMatchObject({
        errors: [],
        effect: { added: 0, changed: 0, same: 2, deactivated: 0 },
      })
    }
  })

  test("of 20,000 products is imported at once", async () => {
    const { owner } = await makeMerchant()
    const rows = Array.from({ length: 20_000 }, (_, index) => `S${index};Produit numéro ${index};4,50`)
    const { id } = await readCatalogFile(owner, { file: csv(...rows) })
    expect(await getCatalogImport(owner, id)).toMatchObject({ effect: { added: 20_000 } })
    expect(await importCatalog(owner, { id, mode: "replace" })).toMatchObject({ added: 20_000 })
    await expect(readCatalogFile(owner, { file: csv(...rows, "one;more;1") })).rejects.toMatchObject({
      code: "csv_refused",
      params: { reason: "too_many", max: 20_000 },
    })
  })

  test("that nobody imported is deleted after a day", async () => {
    const { owner } = await makeMerchant()
    const { id } = await readCatalogFile(owner, { file: csv("A;B;1") })
    await deleteExpired()
    expect(await getCatalogImport(owner, id)).toMatchObject({ id })
    await sql`update catalog_imports set read_at = now() - interval '25 hours' where id = ${id}`
    await deleteExpired()
    await expect(getCatalogImport(owner, id)).rejects.toMatchObject({ code: "not_found" })
  })
})

describe("the list of products", () => {
  test("searches by SKU and by name, ignoring case and accents, and takes % and _ literally", async () => {
    const { owner, till } = await makeMerchant()
    await putCatalog(
      till,
      [product("CAF-01", { name: "Café crème" }), product("X_1", { name: "100 % pur jus", active: false })],
      "upsert",
    )
    const found = async (q: string, active?: "yes" | "no") =>
      (await listProducts(owner, { q, active })).rows.map(({ sku }) => sku)
    expect(await found("caf-0")).toEqual(["CAF-01"])
    expect(await found("CAFE CREME")).toEqual(["CAF-01"])
    expect(await found("crÈme")).toEqual(["CAF-01"])
    expect(await found("%")).toEqual(["X_1"])
    expect(await found("_")).toEqual(["X_1"])
    expect(await found("x_", "yes")).toEqual([])
    expect(await countProducts(owner, { active: "no" })).toBe(1)
  })

  test("pages forwards and backwards, each product once", async () => {
    const { owner, till } = await makeMerchant()
    const skus = Array.from({ length: 123 }, (_, index) => `é ${String(index).padStart(3, "0")}`)
    await putCatalog(
      till,
      skus.map((sku) => product(sku)),
      "upsert",
    )
    const first = await listProducts(owner, {})
    const second = await listProducts(owner, { cursor: first.next! })
    const third = await listProducts(owner, { cursor: second.next! })
    expect([...first.rows, ...second.rows, ...third.rows].map(({ sku }) => sku)).toEqual(skus)
    expect([first.previous, third.next]).toEqual([null, null])
    expect((await listProducts(owner, { cursor: third.previous! })).rows).toEqual(second.rows)
    expect((await listProducts(owner, { cursor: second.previous! })).rows).toEqual(first.rows)
  })
})

test("a merchant has at most 50,000 products, by API and by file; existing ones can still change", async () => {
  const { owner, till, merchantId } = await makeMerchant()
  await sql`
    insert into products (merchant_id, sku, sku_key, name, kind, price_cents, is_active, has_paid_options)
    select ${merchantId}, 'p' || n, 'p' || n, 'P', 'product', 100, n < 100, false from generate_series(1, 49999) as n`
  await putCatalog(till, [product("p1", { name: "Changed" }), product("last")], "upsert")
  const refused = { code: "too_many_products", params: { max: 50_000 } }
  for (const mode of ["upsert", "replace"] as const)
    await expect(
      putCatalog(till, [product("p2", { name: "Lost" }), product("more")], mode),
    ).rejects.toMatchObject(refused)
  const { id } = await readCatalogFile(owner, { file: csv("p2;Lost;3", "more;More;4,50") })
  await expect(importCatalog(owner, { id, mode: "upsert" })).rejects.toMatchObject(refused)
  await putCatalog(till, [product("p49999", { name: "Changed" })], "upsert")
  const [counts] = await sql`
    select count(*)::int as all, count(*) filter (where name = 'Changed')::int as changed,
           count(*) filter (where name = 'Lost')::int as lost
    from products where merchant_id = ${merchantId}`
  expect(counts).toEqual({ all: 50_000, changed: 2, lost: 0 })
})
