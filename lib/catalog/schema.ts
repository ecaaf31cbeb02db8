import { z } from "zod"
import type { CatalogColumn } from "@/db/enums"
import { outsideId, refuseRepeats, searchWords } from "@/lib/text"

const WHITESPACE = /[\s\p{Cf}]/gu

/**
 * A SKU without the usual typing differences: case, spaces, full-width letters, invisible marks. Stored beside the SKU;
 * two SKUs may share one.
 */
export const skuKey = (sku: string): string => sku.normalize("NFKC").replace(WHITESPACE, "").toLowerCase()

/** Per file. A single call from a till takes fewer: `putCatalogBody`. */
export const MAX_PRODUCTS = 20_000
/** Per merchant, including products off sale, which are never deleted. */
export const MAX_PRODUCTS_IN_ALL = 50_000
export const MAX_FILE_BYTES = 5 * 1_048_576
export const MAX_PRICE_CENTS = 100_000_000
/** Columns that a file of products must have. */
export const REQUIRED_COLUMNS: readonly CatalogColumn[] = ["sku", "name", "price"]

/** One product or menu as `PUT /catalog` takes it. */
const posProduct = z
  .strictObject({
    sku: outsideId.refine((sku) => skuKey(sku) !== "", "holds no visible character"),
    name: z.string().trim().min(1).max(300),
    kind: z.enum(["product", "menu"]),
    price_cents: z.int().min(0).max(MAX_PRICE_CENTS),
    active: z.boolean(),
    has_paid_options: z.boolean(),
    location_ids: z.array(outsideId).max(500).nullish(),
  })
  .meta({ id: "Product" })
export type PosProduct = z.infer<typeof posProduct>

export const putCatalogBody = z
  .strictObject({
    products: z
      .array(posProduct)
      .max(5_000)
      .superRefine(refuseRepeats("sku", (first) => `the same SKU as products.${first}`)),
  })
  .meta({ id: "PutCatalog" })

export const putCatalogQuery = z.strictObject({
  mode: z.enum(["upsert", "replace"]).default("upsert"),
})
export type CatalogMode = z.infer<typeof putCatalogQuery>["mode"]

export const putCatalogAnswer = z
  .strictObject({
    received: z.int(),
    changed: z.int(),
    deactivated: z.int(),
  })
  .meta({ id: "CatalogChanges" })
export type PutCatalogAnswer = z.infer<typeof putCatalogAnswer>

export const catalogQuery = z.strictObject({
  cursor: z
    .base64url()
    .max(600)
    .transform((cursor) => Buffer.from(cursor, "base64url").toString("utf8"))
    .refine((sku) => sku !== "" && !/[\0\uFFFD]/.test(sku), "not a cursor of this list")
    .optional(),
})

export const catalogAnswer = z
  .strictObject({
    products: z.array(
      z.strictObject({
        sku: z.string(),
        name: z.string(),
        kind: z.enum(["product", "menu"]),
        price_cents: z.int(),
        active: z.boolean(),
        has_paid_options: z.boolean(),
        location_ids: z.array(z.string()).nullable(),
      }),
    ),
    next_cursor: z.string().nullable(),
  })
  .meta({ id: "Catalog" })
export type CatalogAnswer = z.infer<typeof catalogAnswer>

/** A file of products, to preview before anything is written. */
export const productFile = z.object({ file: z.file() })

export const importChoice = z.object({ id: z.uuid(), mode: z.enum(["upsert", "replace"]) })
export type ImportChoice = z.infer<typeof importChoice>

/** A spelling at Pongo, accepted as one of our SKUs. */
export const newAlias = z.object({
  alias: z
    .string()
    .trim()
    .max(200)
    .refine((alias) => skuKey(alias) !== ""),
  sku: outsideId,
})
export type NewAlias = z.infer<typeof newAlias>

export const oldAlias = z.object({ alias: z.string().min(1).max(200) })

/** The catalogue's filters from the address bar. Invalid ones count as not set. */
export const catalogFilters = z.object({
  q: searchWords(100).optional().catch(undefined),
  active: z.enum(["yes", "no"]).optional().catch(undefined),
  /** `a` (after) or `b` (before) and a SKU. */
  cursor: z
    .string()
    .regex(/^[ab]\.[\w-]{1,600}$/)
    .optional()
    .catch(undefined),
})
export type CatalogFilters = z.infer<typeof catalogFilters>
