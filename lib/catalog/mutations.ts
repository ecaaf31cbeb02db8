import type { CatalogReading } from "@/db/enums"
import { db, sql, type Tx } from "@/db/index"
import { recordAudit } from "@/lib/audit/mutations"
import { actorLabel, alsoActing, type Ctx, requireRole, requireRoleOrScope } from "@/lib/auth/ctx"
import { AppError } from "@/lib/errors"
import { newId } from "@/lib/id"
import { cutText, toStorable } from "@/lib/text"
import { inTurns } from "@/lib/turns"
import { givenProducts } from "./given-products"
import { type FileProduct, type NamedLocation, readProductFileInSteps } from "./product-file"
import {
  type CatalogMode,
  type ImportChoice,
  MAX_FILE_BYTES,
  MAX_PRODUCTS_IN_ALL,
  type PosProduct,
  type PutCatalogAnswer,
} from "./schema"

/** An answer that lists 100,000 wrong ids helps nobody. */
const NAMED_ERRORS = 500
const KEPT_ERRORS = 200

type UnknownLocation = { row: number; at: number; ref: string }

/**
 * Adds or changes up to 5,000 products, all or none. `replace` deactivates all other products.
 * @throws AppError `forbidden` / `role_required`, `location_not_allowed` for a key bound to one location,
 * `validation_failed` with one entry per unknown location id, `too_many_products` when new ones would exceed 50,000
 */
export async function putCatalog(
  ctx: Ctx,
  products: PosProduct[],
  mode: CatalogMode,
): Promise<PutCatalogAnswer> {
  requireRoleOrScope(ctx, alsoActing("manager"), "setup")
  if (ctx.keyLocationId)
    throw new AppError("location_not_allowed", "A key bound to one location cannot set the catalogue up.")
  return db.transaction(async (tx) => {
    await lockCatalog(tx, ctx)
    const unknown = await findUnknownLocations(tx, ctx, products)
    if (unknown.length > 0) throw unknownLocations(unknown)
    const counts = await writeProducts(tx, ctx, products, { mode, setsLocations: true })
    const { deactivated } = counts
    const changed = counts.added + counts.changed
    await recordAudit(tx, ctx, "catalog.put", null, { mode, count: products.length, changed, deactivated })
    return { received: products.length, changed, deactivated }
  })
}

/** The rows' location ids that the merchant does not have. Archived ones count as known: `GET /catalog` lists them. */
async function findUnknownLocations(tx: Tx, ctx: Ctx, products: PosProduct[]): Promise<UnknownLocation[]> {
  const named = products.flatMap(({ location_ids }, row) =>
    (location_ids ?? []).map((ref, at) => ({ row, at, ref })),
  )
  if (named.length === 0) return []
  const known = await tx<{ ref: string }[]>`
    select ref from locations where merchant_id = ${ctx.merchantId}
      and ref = any(${[...new Set(named.map(({ ref }) => ref))]})`
  const refs = new Set(known.map(({ ref }) => ref))
  return named.filter(({ ref }) => !refs.has(ref))
}

function unknownLocations(unknown: UnknownLocation[]): AppError {
  const fields = unknown.slice(0, NAMED_ERRORS).map(({ row, at, ref }) => ({
    path: `products.${row}.location_ids.${at}`,
    message: `no location ${JSON.stringify(ref)}; send it with PUT /locations first`,
  }))
  return new AppError("validation_failed", `${fields[0]!.path}: ${fields[0]!.message}`, { fields })
}

/**
 * Reads a file of products and stores the result for {@link importCatalog}, for a day at most. Writes no product.
 * @returns the import's id
 * @throws AppError `role_required` (manager), `csv_refused`
 */
export async function readCatalogFile(ctx: Ctx, { file }: { file: File }): Promise<{ id: string }> {
  requireRole(ctx, alsoActing("manager"))
  if (file.size > MAX_FILE_BYTES)
    throw new AppError("csv_refused", "too large", {
      params: { reason: "too_large", max: MAX_FILE_BYTES / 1_048_576 },
    })
  const locations = await sql<
    NamedLocation[]
  >`select ref, name from locations where merchant_id = ${ctx.merchantId}`
  const { reading, products, errors } = await inTurns(
    readProductFileInSteps(new Uint8Array(await file.arrayBuffer()), locations),
  )
  const wrongRows = new Set(errors.map(({ row }) => row)).size
  const id = newId()
  await sql`
    insert into catalog_imports (id, merchant_id, file_name, reading, row_count, error_count, errors, products, read_by)
    values (${id}, ${ctx.merchantId}, ${cutText(toStorable(file.name), 200)}, ${sql.json(reading)}, ${products.length + wrongRows},
            ${wrongRows}, ${sql.json(errors.slice(0, KEPT_ERRORS))}, ${sql.json(products)}, ${actorLabel(ctx)})`
  return { id }
}

/**
 * Writes a file's products into the catalogue, once: a second person who confirms gets `conflict`. Fields without a
 * column stay unchanged. `replace`, for a file without wrong rows, also takes absent products off sale.
 * @throws AppError `role_required` (manager), `conflict` (done already, too old, or `replace` with wrong rows),
 * `too_many_products`
 */
export async function importCatalog(ctx: Ctx, { id, mode }: ImportChoice): Promise<CatalogCounts> {
  requireRole(ctx, alsoActing("manager"))
  return db.transaction(async (tx) => {
    await lockCatalog(tx, ctx)
    const [read] = await tx<{ products: FileProduct[]; reading: CatalogReading; fileName: string }[]>`
      select products, reading, file_name as "fileName" from catalog_imports
      where id = ${id} and merchant_id = ${ctx.merchantId} and imported_at is null
        and (error_count = 0 or ${mode} = 'upsert')
      for update`
    if (!read) throw new AppError("conflict", "imported already, gone, or not possible in this mode")
    const counts = await writeProducts(tx, ctx, read.products, {
      mode,
      setsLocations: "locations" in read.reading.columns,
    })
    await tx`
      update catalog_imports set products = null, mode = ${mode}, imported_by = ${actorLabel(ctx)}, imported_at = now(),
        added_count = ${counts.added}, changed_count = ${counts.changed}, deactivated_count = ${counts.deactivated}
      where id = ${id} and merchant_id = ${ctx.merchantId}`
    await recordAudit(tx, ctx, "catalog.imported", null, {
      ...counts,
      mode,
      count: read.products.length,
      ref: read.fileName,
    })
    return counts
  })
}

/** Serialises catalogue changes, so that one `replace` never undoes half of another. */
const lockCatalog = (tx: Tx, ctx: Ctx) =>
  tx`select pg_advisory_xact_lock(hashtextextended(${`catalog:${ctx.merchantId}`}, 0))`

export type CatalogCounts = { added: number; changed: number; deactivated: number }

/**
 * Skips unchanged products and does not count them.
 * @throws AppError `too_many_products`, so that the transaction rolls back
 */
async function writeProducts(
  tx: Tx,
  ctx: Ctx,
  products: readonly FileProduct[],
  { mode, setsLocations }: { mode: CatalogMode; setsLocations: boolean },
): Promise<CatalogCounts> {
  const [counts] = await tx<CatalogCounts[]>`
    with given as (${givenProducts(tx, ctx, products, setsLocations)}), put as (
      insert into products as p (merchant_id, sku, sku_key, name, kind, price_cents, is_active, has_paid_options,
                                 location_refs)
      select ${ctx.merchantId}, sku, sku_key, name, kind, price_cents, is_active, has_paid_options, location_refs
      from given where standing <> 'same'
      on conflict (merchant_id, sku) do update set
        sku_key = excluded.sku_key, name = excluded.name, kind = excluded.kind, price_cents = excluded.price_cents,
        is_active = excluded.is_active, has_paid_options = excluded.has_paid_options,
        location_refs = excluded.location_refs, updated_at = now()
    ), dropped as (
      update products set is_active = false, updated_at = now()
      where ${mode === "replace"} and merchant_id = ${ctx.merchantId} and is_active
        and sku not in (select sku from given)
      returning 1
    )
    select (select count(*)::int from given where standing = 'new') as added,
      (select count(*)::int from given where standing = 'changed') as changed,
      (select count(*)::int from dropped) as deactivated`
  if (counts!.added > 0) await requireBelowLimit(tx, ctx)
  return counts!
}

async function requireBelowLimit(tx: Tx, ctx: Ctx): Promise<void> {
  const [{ count }] = await tx<[{ count: number }]>`
    select count(*)::int as count from products where merchant_id = ${ctx.merchantId}`
  if (count > MAX_PRODUCTS_IN_ALL)
    throw new AppError("too_many_products", `a merchant has ${MAX_PRODUCTS_IN_ALL} products at most`, {
      params: { max: MAX_PRODUCTS_IN_ALL },
    })
}
