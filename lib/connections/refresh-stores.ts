import { db, sql, type Tx } from "@/db/index"
import { alsoActing, type Ctx, requireRole } from "@/lib/auth/ctx"
import { sweepSoon } from "@/lib/incidents/mutations"
import { wakeWorkers } from "@/lib/jobs/wake"
import { forPerson } from "@/lib/pongo/app-error"
import { PongoError } from "@/lib/pongo/error"
import { type CompleteListing, type Listing, readTwice } from "@/lib/pongo/listing"
import type { PongoStore } from "@/lib/pongo/wire/calls"
import { withToken } from "./with-token"

/**
 * Reads all pages of the merchant's stores at Pongo and keeps them. A store that two complete readings lack, the second
 * past the stated last page, is marked gone, never deleted: its mapping stays and its orders are held. A renamed store
 * keeps its mapping, and its old name until somebody acknowledges the change.
 * @returns what Pongo lists; only a complete listing proves that a store is absent
 * @throws AppError `not_connected`, `role_required` (manager); PongoError as Pongo answered
 */
export async function readStores(ctx: Ctx): Promise<Listing<PongoStore>> {
  requireRole(ctx, alsoActing("manager"))
  try {
    const listing = await withToken(ctx, (client, token) =>
      readTwice(
        (options) => client.stores(token, options),
        (first) => lacksKnownStore(ctx, first),
        ({ slug }) => slug,
      ),
    )
    await keep(ctx, listing)
    wakeWorkers()
    return listing
  } catch (error) {
    if (error instanceof PongoError)
      await sql`update connections set stores_error = ${error.kind} where merchant_id = ${ctx.merchantId}`
    throw error
  }
}

/**
 * {@link readStores}.
 * @returns how many stores Pongo lists
 * @throws AppError `not_connected`, `role_required` (manager); PongoError as Pongo answered
 */
export const refreshStores = async (ctx: Ctx): Promise<number> => (await readStores(ctx)).items.length

async function lacksKnownStore(ctx: Ctx, listing: CompleteListing<PongoStore>): Promise<boolean> {
  const lacking = await sql`
    select 1 from stores
    where merchant_id = ${ctx.merchantId} and gone_at is null and not (slug = any(${slugsOf(listing)})) limit 1`
  return lacking.length > 0
}

const slugsOf = (listing: Listing<PongoStore>) => listing.items.map(({ slug }) => slug)

async function keep(ctx: Ctx, listing: Listing<PongoStore>): Promise<void> {
  const rows = listing.items.map((store) => ({
    slug: store.slug,
    public_id: store.publicId,
    name: store.name,
    address: store.address,
    postal_code: store.postalCode,
    city: store.city,
    country: store.country,
    phone: store.phone,
  }))
  await db.transaction(async (tx) => {
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
    if (listing.isComplete) await markGone(tx, ctx, listing)
    await tx`
        update connections set stores_fetched_at = now(), stores_error = null, last_success_at = now()
        where merchant_id = ${ctx.merchantId}`
    await sweepSoon(tx, ctx.merchantId)
  })
}

async function markGone(tx: Tx, ctx: Ctx, listing: CompleteListing<PongoStore>): Promise<void> {
  await tx`
    update stores set gone_at = now()
    where merchant_id = ${ctx.merchantId} and gone_at is null and not (slug = any(${slugsOf(listing)}))`
}

/**
 * {@link refreshStores} for a person who pressed a button.
 * @throws AppError `not_connected`, `role_required` (manager), and those of `forPerson`
 */
export const refreshStoresNow = (ctx: Ctx): Promise<number> => forPerson(refreshStores(ctx))
