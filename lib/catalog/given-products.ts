import type postgres from "postgres"
import type { Ctx } from "@/lib/auth/ctx"
import type { FileProduct } from "./product-file"
import { skuKey } from "./schema"

/**
 * A select of these products as the table will hold them, with `standing`: `new`, `changed` or `same`. Fields that a
 * product omits stay unchanged. A new product defaults to type product, on sale, without paid options, everywhere.
 * @param setsLocations whether absent locations mean everywhere, rather than unchanged
 */
export function givenProducts(
  sql: postgres.ISql,
  ctx: Ctx,
  products: readonly FileProduct[],
  setsLocations: boolean,
) {
  const rows = products.map((product) => ({
    sku: product.sku,
    sku_key: skuKey(product.sku),
    name: product.name,
    kind: product.kind ?? null,
    price_cents: product.price_cents,
    is_active: product.active ?? null,
    has_paid_options: product.has_paid_options ?? null,
    location_refs: product.location_ids ?? null,
  }))
  return sql`
    select r.sku, r.sku_key, r.name, r.price_cents, w.*, case
        when p.sku is null then 'new'
        when (p.sku_key, p.name, p.price_cents, p.kind, p.is_active, p.has_paid_options, p.location_refs) is distinct from
          (r.sku_key, r.name, r.price_cents, w.kind, w.is_active, w.has_paid_options, w.location_refs) then 'changed'
        else 'same'
      end as standing
    from jsonb_to_recordset(${sql.json(rows)})
      as r(sku text, sku_key text, name text, kind text, price_cents int, is_active boolean,
           has_paid_options boolean, location_refs text[])
    left join products p on p.merchant_id = ${ctx.merchantId} and p.sku = r.sku
    cross join lateral (
      select coalesce(r.kind, p.kind, 'product') as kind, coalesce(r.is_active, p.is_active, true) as is_active,
        coalesce(r.has_paid_options, p.has_paid_options, false) as has_paid_options,
        case when ${setsLocations} then r.location_refs else p.location_refs end as location_refs
    ) w`
}
