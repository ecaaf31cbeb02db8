import { sql } from "@/db/index"
import type { Ctx } from "@/lib/auth/ctx"
import { AppError } from "@/lib/errors"
import { type MappedLocation, requireMappedLocation } from "@/lib/mappings/queries"

/**
 * The location of a loyalty call. A key bound to one location may omit it.
 * @param ref the POS's own id
 * @throws AppError `validation_failed` when there is no location, and those of `requireMappedLocation`
 */
export async function requireLoyaltyLocation(ctx: Ctx, ref: string | undefined): Promise<MappedLocation> {
  return requireMappedLocation(ctx, ref ?? (await ownLocation(ctx)))
}

async function ownLocation(ctx: Ctx): Promise<string> {
  const [own] = await sql<{ ref: string }[]>`
    select ref from locations where merchant_id = ${ctx.merchantId} and id = ${ctx.keyLocationId}`
  if (own) return own.ref
  const message = "required with a key that is not bound to a location"
  throw new AppError("validation_failed", `location_id: ${message}`, {
    fields: [{ path: "location_id", message }],
  })
}
