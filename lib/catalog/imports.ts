import type { CatalogReading, CatalogRowError } from "@/db/enums"
import { sql } from "@/db/index"
import { actorName, type Ctx } from "@/lib/auth/ctx"
import { AppError } from "@/lib/errors"
import { givenProducts } from "./given-products"
import type { CatalogCounts } from "./mutations"
import type { FileProduct } from "./product-file"

const SAMPLE = 10
const HISTORY = 50

export type ImportPreview = {
  id: string
  fileName: string
  reading: CatalogReading
  rowCount: number
  errorCount: number
  /** The first wrong rows. */
  errors: CatalogRowError[]
  /** The first valid rows. */
  sample: FileProduct[]
  /** The effect of importing it now; `deactivated` applies to `replace`. */
  effect: CatalogCounts & { same: number }
  importedAt: Date | null
}

/**
 * A file that was read, and what importing it now would change.
 * @throws AppError `not_found` (no such file, or read more than a day ago)
 */
export async function getCatalogImport(ctx: Ctx, id: string): Promise<ImportPreview> {
  type Row = Omit<ImportPreview, "sample" | "effect"> & {
    products: FileProduct[] | null
    counts: CatalogCounts | null
  }
  const [row] = await sql<Row[]>`
    select id, file_name as "fileName", reading, row_count as "rowCount", error_count as "errorCount", errors, products,
      imported_at as "importedAt",
      jsonb_build_object('added', added_count, 'changed', changed_count, 'deactivated', deactivated_count) as counts
    from catalog_imports where id = ${id} and merchant_id = ${ctx.merchantId}`
  if (!row) throw new AppError("not_found")
  const { products, counts, ...read } = row
  if (!products) return { ...read, sample: [], effect: { ...counts!, same: 0 } }
  return { ...read, sample: products.slice(0, SAMPLE), effect: await readEffect(ctx, products, row.reading) }
}

async function readEffect(ctx: Ctx, products: readonly FileProduct[], { columns }: CatalogReading) {
  const [effect] = await sql<ImportPreview["effect"][]>`
    with given as (${givenProducts(sql, ctx, products, "locations" in columns)})
    select count(*) filter (where standing = 'new')::int as added,
      count(*) filter (where standing = 'changed')::int as changed,
      count(*) filter (where standing = 'same')::int as same,
      (select count(*)::int from products where merchant_id = ${ctx.merchantId} and is_active
        and sku not in (select sku from given)) as deactivated
    from given`
  return effect!
}

export type PastImport = CatalogCounts & {
  id: string
  fileName: string
  rowCount: number
  errorCount: number
  importedBy: string
  importedAt: Date
}

/** Past imports, newest first. */
export async function listCatalogImports(ctx: Ctx): Promise<PastImport[]> {
  const rows = await sql<PastImport[]>`
    select id, file_name as "fileName", row_count as "rowCount", error_count as "errorCount", imported_by as "importedBy",
      imported_at as "importedAt", added_count as added, changed_count as changed, deactivated_count as deactivated
    from catalog_imports
    where merchant_id = ${ctx.merchantId} and imported_at is not null
    order by imported_at desc nulls last, id desc nulls last limit ${HISTORY}`
  return rows.map((row) => ({ ...row, importedBy: actorName(row.importedBy) }))
}
