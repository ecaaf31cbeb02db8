import { sql } from "@/db/index"
import { type Ctx, requireRole } from "@/lib/auth/ctx"
import { wakeWorkers } from "@/lib/jobs/wake"
import { pongo } from "@/lib/pongo/default-client"
import { PongoError } from "@/lib/pongo/error"
import { forPerson } from "@/lib/pongo/for-person"
import { requireToken } from "./queries"
import { markRevoked } from "./revoke"

/**
 * Reads the merchant's stores at Pongo, all pages, and keeps them. One that Pongo no longer lists is marked gone, never
 * deleted: its mapping stays and its orders are held. One that has another name keeps its mapping, and its old name
 * until somebody has taken note.
 * @returns how many stores Pongo lists
 * @throws AppError `not_connected`, `role_required` (manager); PongoError as Pongo answered
 */
export async function refreshStores(ctx: Ctx): Promise<number> {
  requireRole(ctx, "manager")
  const { token, version } = await requireToken(ctx)
  try {
    const { value: listed } = await pongo().stores(token)
    const rows = listed.map((store) => ({
      slug: store.slug,
      public_id: store.publicId,
      name: store.name,
      address: store.address,
      postal_code: store.postalCode,
      city: store.city,
      country: store.country,
      phone: store.phone,
    }))
    await sql.begin(async (tx) => {
      await tx`
        insert into stores (merchant_id, slug, public_id, name, address, postal_code, city, country, phone)
        select ${ctx.merchantId}, r.slug, r.public_id, r.name, r.address, r.postal_code, r.city, r.country, r.phone
        from jsonb_to_recordset(${tx.json(rows)}) as r(slug text, public_id text, name text, address text,
                                                       postal_code text, city text, country text, phone text)
        on conflict (merchant_id, slug) do update set
          public_id = excluded.public_id, name = excluded.name, address = excluded.address,
          postal_code = excluded.postal_code, city = excluded.city, country = excluded.country,
          phone = excluded.phone, last_seen_at = now(), gone_at = null,
          -- The oldest name nobody has taken note of stays; one that comes back was never lost.
          previous_name = case
            when excluded.name = stores.name then stores.previous_name
            when excluded.name = stores.previous_name then null
            else coalesce(stores.previous_name, stores.name) end,
          renamed_at = case
            when excluded.name = stores.name then stores.renamed_at
            when excluded.name = stores.previous_name then null
            else now() end`
      await tx`
        update stores set gone_at = now()
        where merchant_id = ${ctx.merchantId} and gone_at is null
          and not (slug = any(${rows.map((row) => row.slug)}))`
      await tx`
        update connections set stores_fetched_at = now(), stores_error = null, last_success_at = now()
        where merchant_id = ${ctx.merchantId}`
    })
    wakeWorkers()
    return rows.length
  } catch (error) {
    if (error instanceof PongoError) {
      await sql`update connections set stores_error = ${error.kind} where merchant_id = ${ctx.merchantId}`
      if (error.kind === "unauthorized") await markRevoked(ctx, version, error.message)
    }
    throw error
  }
}

/**
 * {@link refreshStores} for a person who pressed a button.
 * @throws AppError `not_connected`, `role_required` (manager), and those of `forPerson`
 */
export const refreshStoresNow = (ctx: Ctx): Promise<number> => forPerson(refreshStores(ctx))
