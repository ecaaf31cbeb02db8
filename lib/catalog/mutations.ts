import type postgres from "postgres"
import { sql } from "@/db/index"
import { actorLabel, type Ctx, requireRoleOrScope } from "@/lib/auth/ctx"
import { AppError } from "@/lib/errors"
import { newId } from "@/lib/id"
import { type CatalogMode, type PosProduct, type PutCatalogAnswer, skuKey } from "./schema"

type Sql = postgres.TransactionSql
/** An answer that names 100,000 wrong ids helps nobody. */
const NAMED_ERRORS = 500

type UnknownPlace = { row: number; at: number; ref: string }

/**
 * Adds or changes up to 5,000 products, all or none. With `replace` the products that are not among them are
 * deactivated. Two calls at once follow each other, so that a `replace` never undoes half of another.
 * @throws AppError `forbidden` / `role_required`, `location_not_allowed` for a key bound to one location,
 * `validation_failed` with one entry per unknown location id
 */
export async function putCatalog(
  ctx: Ctx,
  products: PosProduct[],
  mode: CatalogMode,
): Promise<PutCatalogAnswer> {
  requireRoleOrScope(ctx, "manager", "setup")
  if (ctx.keyLocationId)
    throw new AppError("location_not_allowed", "A key bound to one location cannot set the catalogue up.")
  return sql.begin(async (tx) => {
    await tx`select pg_advisory_xact_lock(hashtextextended(${`catalog:${ctx.merchantId}`}, 0))`
    const unknown = await findUnknownPlaces(tx, ctx, products)
    if (unknown.length > 0) throw unknownPlaces(unknown)
    return upsert(tx, ctx, products, mode)
  })
}

/** The location ids of the rows that are no live location of the merchant. */
async function findUnknownPlaces(tx: Sql, ctx: Ctx, products: PosProduct[]): Promise<UnknownPlace[]> {
  const named = products.flatMap(({ location_ids }, row) =>
    (location_ids ?? []).map((ref, at) => ({ row, at, ref })),
  )
  if (named.length === 0) return []
  const known = await tx<{ ref: string }[]>`
    select ref from locations where merchant_id = ${ctx.merchantId} and archived_at is null
      and ref = any(${[...new Set(named.map(({ ref }) => ref))]})`
  const refs = new Set(known.map(({ ref }) => ref))
  return named.filter(({ ref }) => !refs.has(ref))
}

function unknownPlaces(unknown: UnknownPlace[]): AppError {
  const fields = unknown.slice(0, NAMED_ERRORS).map(({ row, at, ref }) => ({
    path: `products.${row}.location_ids.${at}`,
    message: `no location ${JSON.stringify(ref)}; send it with PUT /locations first`,
  }))
  return new AppError("validation_failed", `${fields[0]!.path}: ${fields[0]!.message}`, { fields })
}

/** Products that come again unchanged are left alone, and are not counted. */
async function upsert(tx: Sql, ctx: Ctx, products: PosProduct[], mode: CatalogMode) {
  const rows = products.map((product) => ({
    sku: product.sku,
    sku_key: skuKey(product.sku),
    name: product.name,
    kind: product.kind,
    price_cents: product.price_cents,
    is_active: product.active,
    has_paid_options: product.has_paid_options,
    location_refs: product.location_ids ?? null,
  }))
  const [counts] = await tx<{ changed: number; deactivated: number }[]>`
    with given as (
      select * from jsonb_to_recordset(${tx.json(rows)})
        as r(sku text, sku_key text, name text, kind text, price_cents int, is_active boolean,
             has_paid_options boolean, location_refs text[])
    ), put as (
      insert into products as p (merchant_id, sku, sku_key, name, kind, price_cents, is_active, has_paid_options,
                                 location_refs)
      select ${ctx.merchantId}, sku, sku_key, name, kind, price_cents, is_active, has_paid_options, location_refs
      from given
      on conflict (merchant_id, sku) do update set
        sku_key = excluded.sku_key, name = excluded.name, kind = excluded.kind, price_cents = excluded.price_cents,
        is_active = excluded.is_active, has_paid_options = excluded.has_paid_options,
        location_refs = excluded.location_refs, updated_at = now()
        where (p.name, p.kind, p.price_cents, p.is_active, p.has_paid_options, p.location_refs) is distinct from
          (excluded.name, excluded.kind, excluded.price_cents, excluded.is_active, excluded.has_paid_options,
           excluded.location_refs)
      returning 1
    ), dropped as (
      update products set is_active = false, updated_at = now()
      where ${mode === "replace"} and merchant_id = ${ctx.merchantId} and is_active
        and sku not in (select sku from given)
      returning 1
    ), counts as (
      select (select count(*)::int from put) as changed, (select count(*)::int from dropped) as deactivated
    ), audit as (
      insert into audit_events (id, merchant_id, actor, action, details)
      select ${newId()}, ${ctx.merchantId}, ${actorLabel(ctx)}, 'catalog.put',
        jsonb_build_object('mode', ${mode}::text, 'count', ${rows.length}::int, 'changed', changed,
                           'deactivated', deactivated)
      from counts
    )
    select * from counts`
  return { received: rows.length, ...counts! }
}
