import { db, sql, type Tx } from "@/db/index"
import { recordAudit } from "@/lib/audit/mutations"
import { alsoActing, type Ctx, requireRole, requireRoleOrScope } from "@/lib/auth/ctx"
import { AppError } from "@/lib/errors"
import { newId } from "@/lib/id"
import { waitForInFlight } from "@/lib/jobs/in-flight"
import { getMerchantCached } from "@/lib/merchants/queries"
import { parsePhone } from "@/lib/phone"
import { inTurns } from "@/lib/turns"
import { readLocationFileInSteps } from "./location-file"
import { listDescribed } from "./queries"
import {
  type LocationRow,
  type LocationRowError,
  MAX_FILE_BYTES,
  MAX_LOCATIONS_IN_ALL,
  type NewLocation,
  type PosLocation,
} from "./schema"

/**
 * Adds or changes up to 500 of the POS's locations, all or none. Restores an archived location that is sent again.
 * @throws AppError `forbidden` (scope setup), `location_not_allowed` for a key bound to one location,
 * `validation_failed` (phone), `too_many_locations` when new ones would exceed 5,000
 */
export async function putLocations(ctx: Ctx, locations: PosLocation[]): Promise<void> {
  requireRoleOrScope(ctx, alsoActing("manager"), "setup")
  if (ctx.keyLocationId)
    throw new AppError("location_not_allowed", "a key bound to one location cannot set locations up")
  const { country } = await getMerchantCached(ctx)
  const rows = locations.map((location, index) => ({
    id: newId(),
    ref: location.id,
    name: location.name,
    address: location.address ?? null,
    postal_code: location.postal_code ?? null,
    city: location.city ?? null,
    country: location.country ?? null,
    phone: location.phone ? readPhone(location.phone, location.country ?? country, index) : null,
  }))
  await addingLocations(ctx, async (tx) => {
    const [{ added }] = await tx<[{ added: number }]>`
    with put as (
      insert into locations (id, merchant_id, ref, name, address, postal_code, city, country, phone)
      select r.id, ${ctx.merchantId}, r.ref, r.name, r.address, r.postal_code, r.city, r.country, r.phone
      from jsonb_to_recordset(${sql.json(rows)}) as r(id uuid, ref text, name text, address text, postal_code text,
                                                      city text, country text, phone text)
      -- One sequence for all: two programs that put the same locations at once do not deadlock.
      order by r.ref
      on conflict (merchant_id, ref) do update set
        name = excluded.name, address = excluded.address, postal_code = excluded.postal_code,
        city = excluded.city, country = excluded.country, phone = excluded.phone, archived_at = null
      returning id, xmax = 0 as is_new
    ), lanes as (
      insert into delivery_lanes (location_id) select id from put on conflict do nothing
    )
    select count(*) filter (where is_new)::int as added from put`
    await recordAudit(tx, ctx, "locations.put", null, { count: rows.length })
    return added
  })
}

/**
 * Reads a file of locations and reports what it would do. Writes nothing: the valid rows go to {@link putLocations}.
 * @throws AppError `role_required` (manager), `csv_refused`
 */
export async function previewLocationFile(
  ctx: Ctx,
  { file }: { file: File },
): Promise<{ rows: LocationRow[]; errors: LocationRowError[] }> {
  requireRole(ctx, alsoActing("manager"))
  if (file.size > MAX_FILE_BYTES)
    throw new AppError("csv_refused", "too large", {
      params: { reason: "too_large", max: MAX_FILE_BYTES / 1_048_576 },
    })
  const [{ country }, known] = await Promise.all([getMerchantCached(ctx), listDescribed(ctx)])
  return inTurns(readLocationFileInSteps(new Uint8Array(await file.arrayBuffer()), known, country))
}

/**
 * Adds one location by hand.
 * @throws AppError `role_required` (manager), `location_ref_taken` when a live location has this id,
 * `too_many_locations`
 */
export async function addLocation(ctx: Ctx, input: NewLocation): Promise<void> {
  requireRole(ctx, alsoActing("manager"))
  await addingLocations(ctx, async (tx) => {
    const [added] = await tx<{ id: string; isNew: boolean }[]>`
    with added as (
      insert into locations (id, merchant_id, ref, name, address, postal_code, city)
      values (${newId()}, ${ctx.merchantId}, ${input.ref}, ${input.name}, ${input.address || null},
              ${input.postalCode || null}, ${input.city || null})
      on conflict (merchant_id, ref) do update set
        name = excluded.name, address = excluded.address, postal_code = excluded.postal_code,
        city = excluded.city, archived_at = null
        where locations.archived_at is not null
      returning id, xmax = 0 as is_new
    ), lanes as (
      insert into delivery_lanes (location_id) select id from added on conflict do nothing
    )
    select id, is_new as "isNew" from added`
    if (!added) throw new AppError("location_ref_taken", undefined, { params: { ref: input.ref } })
    await recordAudit(tx, ctx, "location.added", added.id, { ref: input.ref })
    return added.isNew ? 1 : 0
  })
}

/**
 * Takes a location out of use. Its orders and mapping history stay, its store becomes free, and no more orders are sent
 * once this returns.
 * @throws AppError `forbidden` / `role_required`, `location_unknown`
 */
export async function archiveLocation(ctx: Ctx, ref: string): Promise<void> {
  requireRoleOrScope(ctx, alsoActing("manager"), "setup")
  if (ctx.keyLocationId) throw new AppError("location_not_allowed")
  const id = await db.transaction(async (tx) => {
    const [archived] = await tx<{ id: string }[]>`
      update locations set archived_at = now()
      where merchant_id = ${ctx.merchantId} and ref = ${ref} and archived_at is null returning id`
    if (!archived) throw new AppError("location_unknown")
    // A separate statement, so that it sees a mapping made while the statement above waited.
    await tx`delete from store_mappings where location_id = ${archived.id}`
    await recordAudit(tx, ctx, "location.archived", archived.id, { ref })
    return archived.id
  })
  await waitForInFlight(ctx.merchantId, [id])
}

/** Runs `add`, which returns the number of new locations, and rolls back when the merchant would have too many. */
async function addingLocations(ctx: Ctx, add: (tx: Tx) => Promise<number>): Promise<void> {
  await db.transaction(async (tx) => {
    // One at a time per merchant, or two could both take the last allowed location.
    await tx`select pg_advisory_xact_lock(hashtextextended(${`locations:${ctx.merchantId}`}, 0))`
    if ((await add(tx)) === 0) return
    const [{ count }] = await tx<[{ count: number }]>`
      select count(*)::int as count from locations where merchant_id = ${ctx.merchantId}`
    if (count > MAX_LOCATIONS_IN_ALL)
      throw new AppError("too_many_locations", `a merchant has ${MAX_LOCATIONS_IN_ALL} locations at most`, {
        params: { max: MAX_LOCATIONS_IN_ALL },
      })
  })
}

function readPhone(written: string, country: string, index: number): string {
  const phone = parsePhone(written, country)
  if (phone) return phone.e164
  throw new AppError("validation_failed", "The phone is not a number.", {
    fields: [
      { path: `locations.${index}.phone`, message: `not a phone number in ${country}; send it as +33…` },
    ],
  })
}
