import type { HoldReason } from "@/db/enums"
import { sql } from "@/db/index"
import type { Ctx } from "@/lib/auth/ctx"
import { AppError } from "@/lib/errors"
import type { KnownLocation } from "./location-file"
import { type LocationsAnswer, MAX_LISTED } from "./schema"
import { readWaiting, type Waiting } from "./waiting"

export type Location = {
  id: string
  ref: string
  name: string
  address: string | null
  postalCode: string | null
  city: string | null
  storeSlug: string | null
  storeName: string | null
  /** The store's former name at Pongo, until somebody acknowledges the new one. */
  storePreviousName: string | null
  /** Pongo no longer has the store it is mapped to. */
  isStoreGone: boolean
  /** Why this location's orders wait, or null when they flow. */
  holdReason: HoldReason | null
  /** Its waiting orders, without the test till's, and when the oldest was closed. */
  heldOrders: number
  heldCents: number
  heldSince: Date | null
}

/** The merchant's live locations by name, with their mapping and waiting orders. */
export async function listLocations(ctx: Ctx): Promise<Location[]> {
  const waiting = await readWaiting(ctx)
  const rows = await sql<Omit<Location, keyof Held>[]>`
    select l.id, l.ref, l.name, l.address, l.postal_code as "postalCode", l.city,
           m.store_slug as "storeSlug", s.name as "storeName", s.previous_name as "storePreviousName", s.gone_at is not null as "isStoreGone",
           h.reason as "holdReason"
    from locations l
    join delivery_holds h on h.location_id = l.id
    left join store_mappings m on m.location_id = l.id
    left join stores s on s.merchant_id = l.merchant_id and s.slug = m.store_slug
    where l.merchant_id = ${ctx.merchantId} and l.archived_at is null
    order by l.name, l.id`
  return rows.map((row) => ({ ...row, ...heldOf(row.holdReason ? waiting.get(row.id) : undefined) }))
}

type Held = Pick<Location, "heldOrders" | "heldCents" | "heldSince">

const heldOf = (waiting: Waiting | undefined): Held => ({
  heldOrders: waiting?.orders ?? 0,
  heldCents: waiting?.cents ?? 0,
  heldSince: waiting?.since ?? null,
})

export type ArchivedLocation = Pick<
  Location,
  "id" | "ref" | "name" | "address" | "postalCode" | "city" | "heldOrders" | "heldCents" | "heldSince"
>

/** Archived locations with waiting orders, which are sent only once the location is restored and mapped. */
export async function listArchivedWaiting(ctx: Ctx): Promise<ArchivedLocation[]> {
  const waiting = await readWaiting(ctx)
  const rows = await sql<Omit<ArchivedLocation, keyof Held>[]>`
    select l.id, l.ref, l.name, l.address, l.postal_code as "postalCode", l.city
    from locations l
    where l.merchant_id = ${ctx.merchantId} and l.archived_at is not null and l.id = any(${[...waiting.keys()]}::uuid[])
    order by l.name, l.id`
  return rows.map((row) => ({ ...row, ...heldOf(waiting.get(row.id)) }))
}

/**
 * The merchant's first 200 locations by name, including archived ones with orders, for a filter.
 * @param chosen the filter's current location, which is always included
 */
export async function listLocationNames(ctx: Ctx, chosen?: string): Promise<{ id: string; name: string }[]> {
  return sql<{ id: string; name: string }[]>`
    with listed as (
      select id, name from locations l
      where merchant_id = ${ctx.merchantId}
        and (archived_at is null or exists (select 1 from deliveries d where d.location_id = l.id and d.merchant_id = l.merchant_id))
      order by name, id limit ${MAX_LISTED}
    )
    select id, name from listed
    union select id, name from locations where merchant_id = ${ctx.merchantId} and id = ${chosen ?? null}
    order by name, id`
}

/** The first 200 live locations by name whose name or POS id has these words in it: to choose one. */
export async function findLocations(
  ctx: Ctx,
  { q }: { q: string } = { q: "" },
): Promise<Pick<Location, "id" | "ref" | "name">[]> {
  const words = `%${q.replace(/[\\%_]/g, "\\$&")}%`
  return sql<Pick<Location, "id" | "ref" | "name">[]>`
    select id, ref, name from locations
    where merchant_id = ${ctx.merchantId} and archived_at is null and (name ilike ${words} or ref ilike ${words})
    order by name, id limit ${MAX_LISTED}`
}

/** All of the merchant's locations as the POS or a person described them, archived ones too, by name, for a file. */
export async function listDescribed(ctx: Ctx): Promise<KnownLocation[]> {
  return sql<KnownLocation[]>`
    select ref as id, name, address, postal_code, city, country, phone, archived_at is not null as "isArchived"
    from locations where merchant_id = ${ctx.merchantId} order by name, id`
}

/**
 * A location by the POS's own id, if the key may use it.
 * @param archivedToo for orders that are already here: they outlive their location
 * @throws AppError `location_unknown`, `location_not_allowed`
 */
export async function requireLocation(
  ctx: Ctx,
  ref: string,
  { archivedToo = false }: { archivedToo?: boolean } = {},
): Promise<{ id: string; ref: string; name: string }> {
  const [location] = await sql<{ id: string; ref: string; name: string }[]>`
    select id, ref, name from locations
    where merchant_id = ${ctx.merchantId} and ref = ${ref} and (archived_at is null or ${archivedToo})`
  if (!location)
    throw new AppError(
      "location_unknown",
      `No location ${JSON.stringify(ref)}. Send it with PUT /locations first.`,
    )
  if (ctx.keyLocationId && ctx.keyLocationId !== location.id)
    throw new AppError("location_not_allowed", "This key is bound to another location.")
  return location
}

/** The merchant's live locations in the form of the checkout API. */
export async function listLocationsForTill(ctx: Ctx): Promise<LocationsAnswer> {
  const rows = await sql<
    { ref: string; name: string; slug: string | null; store: string | null; reason: HoldReason | null }[]
  >`
    select l.ref, l.name, m.store_slug as slug, s.name as store, h.reason
    from locations l
    join delivery_holds h on h.location_id = l.id
    left join store_mappings m on m.location_id = l.id
    left join stores s on s.merchant_id = l.merchant_id and s.slug = m.store_slug
    where l.merchant_id = ${ctx.merchantId} and l.archived_at is null
    order by l.name, l.id`
  return {
    locations: rows.map((row) => ({
      id: row.ref,
      name: row.name,
      mapping: {
        state: row.reason === "store_gone" ? "store_gone" : row.slug ? "mapped" : "unmapped",
        store_slug: row.slug,
        store_name: row.store,
      },
      hold_reason: row.reason,
    })),
  }
}
