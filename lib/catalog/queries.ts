import { sql } from "@/db/index"
import { actorName, type Ctx } from "@/lib/auth/ctx"
import { type CatalogAnswer, type CatalogFilters, type PosProduct, skuKey } from "./schema"

const PAGE = 500

export type Product = {
  sku: string
  name: string
  kind: "product" | "menu"
  priceCents: number
  isActive: boolean
  hasPaidOptions: boolean
  /** The POS's ids of the locations that sell it; null: all. */
  locationRefs: string[] | null
}

/** A product with the spellings (`skuKey`) accepted for it. */
export type NamedProduct = Product & { aliasKeys: string[] }

/** The catalogue by SKU, 500 a page, inactive products included. @param after the last SKU of the previous page */
export async function listCatalog(ctx: Ctx, after: string | undefined): Promise<CatalogAnswer> {
  const rows = await sql<Product[]>`
    select ${columns()} from products
    where merchant_id = ${ctx.merchantId} and sku > ${after ?? ""}
    order by sku limit ${PAGE + 1}`
  const page = rows.slice(0, PAGE)
  return {
    products: page.map(toPosProduct),
    next_cursor: rows.length > PAGE ? Buffer.from(page.at(-1)!.sku).toString("base64url") : null,
  }
}

/** The whole catalogue by SKU, read with {@link listCatalog} page by page, for a file. */
export async function* catalogPages(ctx: Ctx): AsyncGenerator<PosProduct[]> {
  let after: string | undefined
  do {
    const { products, next_cursor } = await listCatalog(ctx, after)
    yield products
    after = next_cursor === null ? undefined : products.at(-1)!.sku
  } while (after !== undefined)
}

/** The products that any of these SKUs may mean, ignoring case and spaces, or by an accepted alias. Sorted by SKU. */
export async function findProducts(ctx: Ctx, skus: Iterable<string>): Promise<NamedProduct[]> {
  const keys = [...new Set([...skus].map(skuKey))]
  if (keys.length === 0) return []
  return sql<NamedProduct[]>`
    select ${columns()}, array(
      select alias_key from sku_aliases a where a.merchant_id = products.merchant_id and a.sku = products.sku
    ) as "aliasKeys"
    from products
    where merchant_id = ${ctx.merchantId} and (
      sku_key = any(${keys})
      or sku = any(array(select sku from sku_aliases where merchant_id = ${ctx.merchantId} and alias_key = any(${keys})))
    )
    order by sku`
}

/** The spellings (`skuKey`) accepted for each of these SKUs. */
export async function listAliasKeys(ctx: Ctx, skus: readonly string[]): Promise<Map<string, string[]>> {
  const rows = await sql<{ sku: string; keys: string[] }[]>`
    select sku, array_agg(alias_key) as keys from sku_aliases
    where merchant_id = ${ctx.merchantId} and sku = any(${[...skus]})
    group by sku`
  return new Map(rows.map(({ sku, keys }) => [sku, keys]))
}

export type Alias = { alias: string; sku: string; productName: string; acceptedBy: string; acceptedAt: Date }

/** The accepted spellings, by SKU. */
export async function listAliases(ctx: Ctx): Promise<Alias[]> {
  const rows = await sql<Alias[]>`
    select a.alias, a.sku, p.name as "productName", a.accepted_by as "acceptedBy", a.accepted_at as "acceptedAt"
    from sku_aliases a join products p on p.merchant_id = a.merchant_id and p.sku = a.sku
    where a.merchant_id = ${ctx.merchantId}
    order by a.sku, a.alias`
  return rows.map((row) => ({ ...row, acceptedBy: actorName(row.acceptedBy) }))
}

/** A product as a search for mistyped SKUs needs it. */
export type ListedProduct = Pick<Product, "sku" | "name" | "isActive">

/** Every product, those on sale first, for the near-miss search. */
export function listSkus(ctx: Ctx): Promise<ListedProduct[]> {
  return sql<ListedProduct[]>`
    select sku, name, is_active as "isActive" from products
    where merchant_id = ${ctx.merchantId} order by is_active desc, sku`
}

const SCREEN_PAGE = 50
/** Beyond this a count says "more than". */
export const COUNT_LIMIT = 20_000

export type ProductPage = { rows: Product[]; previous: string | null; next: string | null }

/** One page of the catalogue by SKU. Keyset pagination: the cost does not grow with depth. */
export async function listProducts(ctx: Ctx, filters: CatalogFilters): Promise<ProductPage> {
  const cursor = filters.cursor ? readCursor(filters.cursor) : null
  const isBackwards = cursor?.isBackwards ?? false
  const found = await sql<Product[]>`
    select ${columns()} from products
    where ${matching(ctx, filters)}
      ${cursor ? (isBackwards ? sql`and sku < ${cursor.sku}` : sql`and sku > ${cursor.sku}`) : sql``}
    order by ${isBackwards ? sql`sku desc` : sql`sku`}
    limit ${SCREEN_PAGE + 1}`
  const hasMore = found.length > SCREEN_PAGE
  const rows = found.slice(0, SCREEN_PAGE)
  if (isBackwards) rows.reverse()
  const [hasBefore, hasAfter] = isBackwards ? [hasMore, true] : [cursor !== null, hasMore]
  return {
    rows,
    previous: hasBefore && rows[0] ? writeCursor("b", rows[0].sku) : null,
    next: hasAfter && rows.length ? writeCursor("a", rows.at(-1)!.sku) : null,
  }
}

/** The number of products that match the filters, counted up to {@link COUNT_LIMIT} + 1. */
export async function countProducts(ctx: Ctx, filters: CatalogFilters): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    select count(*)::int as count from (
      select 1 from products where ${matching(ctx, filters)} limit ${COUNT_LIMIT + 1}
    ) kept`
  return row!.count
}

/** The first products on sale by SKU. */
export async function listOnSale(ctx: Ctx, most: number): Promise<PosProduct[]> {
  const rows = await sql<Product[]>`
    select ${columns()} from products where merchant_id = ${ctx.merchantId} and is_active order by sku limit ${most}`
  return rows.map(toPosProduct)
}

/** Ignores case and accents. */
function matching(ctx: Ctx, { q, active }: CatalogFilters) {
  const words = q && `%${q.replace(/[\\%_]/g, "\\$&")}%`
  return sql`merchant_id = ${ctx.merchantId}
    ${active ? sql`and is_active = ${active === "yes"}` : sql``}
    ${words ? sql`and (sku ilike ${words} or ${plain(sql`name`)} ilike ${plain(sql`${words}`)})` : sql``}`
}

const plain = (text: ReturnType<typeof sql>) =>
  sql`regexp_replace(normalize(${text}::text, NFD), '[\u0300-\u036f]', '', 'g')`

function readCursor(cursor: string): { isBackwards: boolean; sku: string } {
  const [direction, sku = ""] = cursor.split(".")
  return {
    isBackwards: direction === "b",
    sku: Buffer.from(sku, "base64url").toString("utf8").replaceAll("\0", ""),
  }
}

const writeCursor = (direction: "a" | "b", sku: string) =>
  `${direction}.${Buffer.from(sku).toString("base64url")}`

const toPosProduct = (product: Product) => ({
  sku: product.sku,
  name: product.name,
  kind: product.kind,
  price_cents: product.priceCents,
  active: product.isActive,
  has_paid_options: product.hasPaidOptions,
  location_ids: product.locationRefs,
})

const columns = () => sql`
  sku, name, kind, price_cents as "priceCents", is_active as "isActive", has_paid_options as "hasPaidOptions",
  location_refs as "locationRefs"`
