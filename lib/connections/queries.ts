import { and, asc, eq, sql as fragment } from "drizzle-orm"
import type { ConnectionState } from "@/db/enums"
import { db, sql } from "@/db/index"
import { connections, stores } from "@/db/schema"
import type { Ctx } from "@/lib/auth/ctx"
import { open } from "@/lib/crypto"
import { env } from "@/lib/env"
import { AppError } from "@/lib/errors"
import { REQUIRED_SCOPES } from "@/lib/pongo/wire/calls"

/** Days before a token ends at which people are warned. */
const EXPIRING_DAYS = 14

export type Connection = {
  state: ConnectionState | "expiring"
  via: "oauth" | "pasted"
  scopes: string[]
  /** `requested` when Pongo did not say what it granted. */
  scopesSource: "granted" | "requested"
  missingScopes: string[]
  pongoMerchantName: string | null
  pongoAccountEmail: string | null
  connectedAt: Date
  stateChangedAt: Date
  expiresAt: Date | null
  revokedBecause: string | null
  lastSuccessAt: Date | null
  storesFetchedAt: Date | null
  storesError: string | null
  rewardsFetchedAt: Date | null
  rewardsError: string | null
}

/** Whether Pongo accepts the token, also if it ends soon. */
export const isUsable = (connection: Pick<Connection, "state"> | null): boolean =>
  connection?.state === "connected" || connection?.state === "expiring"

/** The merchant's current connection; null when Pongo was never connected. */
export async function getConnection(ctx: Ctx): Promise<Connection | null> {
  const [row] = await db
    .select({
      state: connections.state,
      via: connections.via,
      scopes: connections.scopes,
      scopesSource: connections.scopesSource,
      pongoMerchantName: connections.pongoMerchantName,
      pongoAccountEmail: connections.pongoAccountEmail,
      connectedAt: connections.connectedAt,
      stateChangedAt: connections.stateChangedAt,
      expiresAt: connections.expiresAt,
      revokedBecause: connections.revokedBecause,
      lastSuccessAt: connections.lastSuccessAt,
      storesFetchedAt: connections.storesFetchedAt,
      storesError: connections.storesError,
      rewardsFetchedAt: connections.rewardsFetchedAt,
      rewardsError: connections.rewardsError,
    })
    .from(connections)
    .where(eq(connections.merchantId, ctx.merchantId))
  if (!row) return null
  const endsSoon = row.expiresAt !== null && row.expiresAt.getTime() < Date.now() + EXPIRING_DAYS * 86_400_000
  return {
    ...row,
    state: row.state === "connected" && endsSoon ? "expiring" : row.state,
    missingScopes: REQUIRED_SCOPES.filter((scope) => !row.scopes.includes(scope)),
  }
}

/** The workers' latest finding on whether Pongo answers the merchant; null when it does. A finding expires. */
export async function getPongoHealth(ctx: Ctx): Promise<{ isDown: true; since: Date } | null> {
  const [down] = await sql<{ since: string | null }[]>`
    select least(
      (select since from pongo_health
       where host = ${new URL(env.PONGO_API_URL).host} and state = 'open' and expires_at > now()),
      (select since from pongo_pauses where merchant_id = ${ctx.merchantId} and expires_at > now())) as since`
  return down?.since ? { isDown: true, since: new Date(down.since) } : null
}

/**
 * The token to call Pongo with, and its version (to revoke this token and not a newer one).
 * @throws AppError `not_connected`
 */
export async function requireToken(ctx: Ctx): Promise<{ token: string; version: number }> {
  const [row] = await db
    .select({ token: connections.token, version: connections.tokenVersion })
    .from(connections)
    .where(
      and(
        eq(connections.merchantId, ctx.merchantId),
        eq(connections.state, "connected"),
        fragment`token is not null`,
      ),
    )
  if (!row?.token) throw new AppError("not_connected")
  return { token: open(row.token, tokenContext(ctx.merchantId)), version: row.version }
}

/** Binds a sealed token to its merchant: a copy in another row does not open. */
export function tokenContext(merchantId: string): string {
  return `connections.token:${merchantId}`
}

export type Store = {
  slug: string
  name: string
  address: string | null
  postalCode: string | null
  city: string | null
  goneAt: Date | null
  /** Added at Pongo less than two weeks ago, after the merchant connected. */
  isNew: boolean
}

/** The merchant's stores at Pongo as last fetched, including gone ones, by name. */
export function listStores(ctx: Ctx): Promise<Store[]> {
  return db
    .select({
      slug: stores.slug,
      name: stores.name,
      address: stores.address,
      postalCode: stores.postalCode,
      city: stores.city,
      goneAt: stores.goneAt,
      isNew: fragment<boolean>`${stores.firstSeenAt} > greatest(
        now() - interval '14 days', min(${stores.firstSeenAt}) over () + interval '1 hour')`,
    })
    .from(stores)
    .where(eq(stores.merchantId, ctx.merchantId))
    .orderBy(asc(stores.name), asc(stores.slug))
}
