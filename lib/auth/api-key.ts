import type { KeyScope } from "@/db/enums"
import { sql } from "@/db/index"
import { BoundedMap } from "@/lib/bounded-map"
import { sha256 } from "@/lib/crypto"
import { AppError } from "@/lib/errors"
import { logger } from "@/lib/log"
import { createThrottle } from "@/lib/throttle"
import { type Ctx, createCtx } from "./ctx"

type KeyRow = {
  id: string
  merchant_id: string
  location_id: string | null
  name: string
  scopes: KeyScope[]
  is_test: boolean
  expires_at: Date | null
  revoked_at: Date | null
  /** A test key whose maker left the team, became a viewer, or no longer acts for the merchant. */
  is_orphan: boolean
}

/**
 * Shorter than 5 s: the time within which every process must refuse a revoked key (`docs/checkout-api.md`, Concepts).
 */
const CACHE_MS = 3_000
const cache = new BoundedMap<string, { row: KeyRow; readAt: number }>(5_000)
const uses = createThrottle(60_000)

/**
 * The context of a till, from `Authorization: Bearer cpt_…`. One indexed read, cached for 3 s.
 * @throws AppError `unauthorized` or `key_revoked`
 */
export async function authenticateKey(header: string | null, requestId: string): Promise<Ctx> {
  const key = /^Bearer\s+(cpt_[A-Za-z0-9_-]{20,100})$/i.exec(header ?? "")?.[1]
  if (!key)
    throw new AppError("unauthorized", "Send `Authorization: Bearer cpt_…` with a key made in the portal.")
  const row = await readKey(sha256(key))
  if (!row) throw new AppError("unauthorized", "No such API key.")
  if (row.revoked_at) throw new AppError("key_revoked", `Revoked at ${row.revoked_at.toISOString()}.`)
  if (row.expires_at && row.expires_at.getTime() <= Date.now())
    throw new AppError("key_revoked", `Expired at ${row.expires_at.toISOString()}.`)
  if (row.is_orphan) throw new AppError("key_revoked", "Whoever opened this test till may no longer do so.")
  markUsed(row.id)
  return createCtx({
    merchantId: row.merchant_id,
    actor: { kind: "key", id: row.id, name: row.name, isTest: row.is_test },
    role: null,
    scopes: row.scopes,
    keyLocationId: row.location_id,
    requestId,
  })
}

async function readKey(hash: string): Promise<KeyRow | undefined> {
  const now = Date.now()
  const known = cache.get(hash)
  if (known && now - known.readAt < CACHE_MS) return known.row
  const [row] = await sql<KeyRow[]>`
    select id, merchant_id, location_id, name, scopes, is_test, expires_at, revoked_at,
           is_test and not exists (
             select 1 from memberships m
             where m.merchant_id = k.merchant_id and m.user_id = k.created_by and m.role <> 'viewer'
           ) and not exists (
             select 1 from sessions s join users u on u.id = s.user_id
             where s.user_id = k.created_by and s.acting_for_id = k.merchant_id and s.acting_until > now()
               and s.revoked_at is null and u.is_operator
           ) as is_orphan
    from api_keys k where hash = ${hash}`
  if (!row) return undefined
  cache.set(hash, { row, readAt: now })
  return row
}

function markUsed(id: string) {
  if (!uses.isDue(id)) return
  sql`update api_keys set last_used_at = now() where id = ${id}`.catch((error) =>
    logger.warn({ err: error }, "api key use not recorded"),
  )
}
