import { and, eq, isNull } from "drizzle-orm"
import type { KeyScope } from "@/db/enums"
import type { Tx } from "@/db/index"
import { apiKeys, locations } from "@/db/schema"
import { type Ctx, personId } from "@/lib/auth/ctx"
import { randomToken, sha256 } from "@/lib/crypto"
import { AppError } from "@/lib/errors"
import { newId } from "@/lib/id"
import { requireRoom } from "@/lib/limits/mutations"

/** Characters of a key shown in lists. */
const PREFIX_LENGTH = 10

type KeyToInsert = {
  name: string
  locationId: string | null
  scopes: KeyScope[]
  isTest: boolean
  expiresAt: Date | null
}

/**
 * Creates a key, bound to one of the merchant's live locations or to none. Stores only its SHA-256.
 * @returns the key in clear, only this once
 * @throws AppError `location_unknown`, `too_many`
 */
export async function insertKey(
  tx: Tx,
  ctx: Ctx,
  input: KeyToInsert,
): Promise<{ id: string; key: string; locationName: string | null }> {
  const { merchantId } = ctx
  const isLive = tx`revoked_at is null and (expires_at is null or expires_at > now())`
  await requireRoom(ctx, tx, "keys", tx`api_keys where merchant_id = ${merchantId} and ${isLive}`)
  const locationName = input.locationId ? await findLocation(tx, merchantId, input.locationId) : null
  const key = randomToken("cpt_")
  const id = newId()
  await tx.insert(apiKeys).values({
    id,
    merchantId,
    locationId: input.locationId,
    name: input.name,
    prefix: key.slice(0, PREFIX_LENGTH),
    hash: sha256(key),
    scopes: [...new Set(input.scopes)],
    isTest: input.isTest,
    createdBy: personId(ctx),
    expiresAt: input.expiresAt,
  })
  return { id, key, locationName }
}

async function findLocation(tx: Tx, merchantId: string, id: string): Promise<string> {
  const [location] = await tx
    .select({ name: locations.name })
    .from(locations)
    .where(and(eq(locations.id, id), eq(locations.merchantId, merchantId), isNull(locations.archivedAt)))
  if (!location) throw new AppError("location_unknown")
  return location.name
}
