import { z } from "zod"

const WHITESPACE = /[\s\p{Cf}]/gu

/**
 * A SKU without what people get wrong when they type it elsewhere: case, spaces, full-width letters, invisible marks.
 * Stored beside the SKU; two SKUs may share one.
 */
export const skuKey = (sku: string): string => sku.normalize("NFKC").replace(WHITESPACE, "").toLowerCase()

/** One product or menu as `PUT /catalog` takes it (pos-api.md). */
const posProduct = z.strictObject({
  sku: z
    .string()
    .trim()
    .max(100)
    .refine((sku) => skuKey(sku) !== "", "holds no visible character"),
  name: z.string().trim().min(1).max(300),
  kind: z.enum(["product", "menu"]),
  price_cents: z.int().min(0).max(100_000_000),
  active: z.boolean(),
  has_paid_options: z.boolean(),
  /** Where it is sold; absent or null: everywhere. */
  location_ids: z.array(z.string().trim().min(1).max(100)).max(500).nullish(),
})
export type PosProduct = z.infer<typeof posProduct>

export const putCatalogBody = z.strictObject({
  products: z
    .array(posProduct)
    .max(5_000)
    .superRefine((list, ctx) => {
      const seen = new Map<string, number>()
      for (const [index, { sku }] of list.entries()) {
        const first = seen.get(sku)
        if (first !== undefined)
          ctx.addIssue({ code: "custom", path: [index, "sku"], message: `the same SKU as products.${first}` })
        else seen.set(sku, index)
      }
    }),
})

/** `replace`: what the call does not name is deactivated, never deleted. */
export const putCatalogQuery = z.strictObject({ mode: z.enum(["upsert", "replace"]).default("upsert") })
export type CatalogMode = z.infer<typeof putCatalogQuery>["mode"]

export const putCatalogAnswer = z.strictObject({
  received: z.int(),
  /** Of those received, the new and the changed ones. */
  changed: z.int(),
  deactivated: z.int(),
})
export type PutCatalogAnswer = z.infer<typeof putCatalogAnswer>

/** `cursor` is the `next_cursor` of the page before; it means nothing else. */
export const catalogQuery = z.strictObject({
  cursor: z
    .base64url()
    .max(600)
    .transform((cursor) => Buffer.from(cursor, "base64url").toString("utf8"))
    .refine((sku) => sku !== "" && !/[\0\uFFFD]/.test(sku), "not a cursor of this list")
    .optional(),
})

export const catalogAnswer = z.strictObject({
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
export type CatalogAnswer = z.infer<typeof catalogAnswer>
