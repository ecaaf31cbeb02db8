import { sql } from "@/db/index"
import type { Ctx } from "@/lib/auth/ctx"
import { type CatalogAnswer, skuKey } from "./schema"

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

/** The catalogue by SKU, 500 a page, inactive products included. @param after the last SKU of the page before */
export async function listCatalog(ctx: Ctx, after: string | undefined): Promise<CatalogAnswer> {
  const rows = await sql<Product[]>`
    select ${columns()} from products
    where merchant_id = ${ctx.merchantId} and sku > ${after ?? ""}
    order by sku limit ${PAGE + 1}`
  const page = rows.slice(0, PAGE)
  return {
    products: page.map((product) => ({
      sku: product.sku,
      name: product.name,
      kind: product.kind,
      price_cents: product.priceCents,
      active: product.isActive,
      has_paid_options: product.hasPaidOptions,
      location_ids: product.locationRefs,
    })),
    next_cursor: rows.length > PAGE ? Buffer.from(page.at(-1)!.sku).toString("base64url") : null,
  }
}

/** The products that any of these SKUs may mean, whatever their case and spaces, by SKU. */
export async function findProducts(ctx: Ctx, skus: Iterable<string>): Promise<Product[]> {
  const keys = [...new Set([...skus].map(skuKey))]
  if (keys.length === 0) return []
  return sql<Product[]>`
    select ${columns()} from products
    where merchant_id = ${ctx.merchantId} and sku_key = any(${keys})
    order by sku`
}

const columns = () => sql`
  sku, name, kind, price_cents as "priceCents", is_active as "isActive", has_paid_options as "hasPaidOptions",
  location_refs as "locationRefs"`
