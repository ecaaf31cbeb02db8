import type { RedemptionState } from "@/db/enums"
import { sql } from "@/db/index"
import { actorLabel, type Ctx, isTestTill, requireRoleOrScope } from "@/lib/auth/ctx"
import { callPongo, pongoKind } from "@/lib/connections/call"
import { env } from "@/lib/env"
import { AppError } from "@/lib/errors"
import { newId } from "@/lib/id"
import { isUnknownOutcome, PongoError } from "@/lib/pongo/error"
import type { Listing } from "@/lib/pongo/listing"
import { blamedInPurchase, type WonReward } from "@/lib/pongo/wire-rewards"

export type Redemption = { id: string; customerId: string; rewardId: string; hash: string; settledAt: Date }

export type RedeemInput = {
  customerId: string
  rewardId: string
  /** A mapped location. */
  place: { id: string; storeSlug: string }
  pin?: string
  /** The till's Idempotency-Key. */
  requestKey: string
  tillId: string | null
}

type Row = {
  id: string
  customerId: string
  rewardId: string
  requestKey: string
  state: RedemptionState
  walletBefore: string[]
  hash: string | null
  startedAt: Date
  settledAt: Date | null
}

/** Pongo may still be working on a purchase we no longer wait for. Before this, nothing is bought again. */
const SETTLING_MS = env.PONGO_TIMEOUT_MS
/** After a timeout the wallet is read at once, and once more after this. */
const SECOND_LOOK_MS = 400

/**
 * Buys a reward with points, once. Buying is not idempotent at Pongo, so the wallet is noted before, one purchase of a
 * reward by a customer runs at a time, and after an unknown outcome the wallet is read before anything else: what is new
 * in it was bought. The same key, or another press while an outcome is open, resolves the first purchase instead of
 * making a second.
 * @throws AppError `not_enough_points`, `reward_not_found`, `customer_not_found`, `request_in_progress`,
 * `pongo_timeout` / `pongo_unavailable` with `outcome: "unknown"` or `"not_bought"`, and those of `callPongo`
 */
export async function redeemReward(ctx: Ctx, input: RedeemInput): Promise<Redemption> {
  requireRoleOrScope(ctx, "manager", "checkout")
  const earlier = await findEarlier(ctx, input)
  if (earlier) {
    if (earlier.customerId !== input.customerId || earlier.rewardId !== input.rewardId)
      throw new AppError("idempotency_key_reused")
    if (earlier.state === "bought") return toRedemption(earlier)
    const settled = await settle(ctx, earlier)
    if (settled) return settled
  }
  const wallet = await readWallet(ctx, input.customerId)
  if (!wallet.isComplete)
    throw new AppError("pongo_unreadable_answer", "The wallet is too long to be read to its end.")
  const walletBefore = unusedHashes(wallet, input.rewardId)
  const row = await begin(ctx, input, walletBefore)
  try {
    const won = await callPongo(ctx, "buy", (client, token) =>
      client.buyReward(token, input.rewardId, {
        customerId: input.customerId,
        storeSlug: input.place.storeSlug,
        pin: input.pin,
      }),
    )
    return await markBought(row, won.hash)
  } catch (error) {
    return await resolve(ctx, row, error)
  }
}

/** After a failed purchase: refused for sure, bought after all, or unknown. */
async function resolve(ctx: Ctx, row: Row, error: unknown): Promise<Redemption> {
  const kind = pongoKind(error)
  if (kind !== null && !isUnknownOutcome(kind)) {
    await mark(row, "refused", error)
    throw (error instanceof AppError && error.cause instanceof PongoError && wordFor(error.cause)) || error
  }
  await mark(row, "unknown", error)
  if (kind === null) throw error
  const found = await lookInWallet(ctx, row, kind === "timeout" || kind === "reset")
  if (found === "unreadable") throw open(error, "unknown")
  if (found) return markBought(row, found)
  // An answer of Pongo's own, however broken, means it is done with it.
  if (mayStillWork(error)) throw open(error, "unknown")
  await mark(row, "refused", error)
  throw open(error, "not_bought")
}

/** Brings an open purchase to an end, or says that it is too early to tell. Null: it was never made. */
async function settle(ctx: Ctx, row: Row): Promise<Redemption | null> {
  if (row.state === "refused") return null
  const age = Date.now() - row.startedAt.getTime()
  if (row.state === "buying" && age < SETTLING_MS)
    throw new AppError("request_in_progress", "A purchase of this reward is under way.", {
      retryAfterSeconds: 2,
    })
  const found = await lookInWallet(ctx, row, false)
  if (found === "unreadable")
    throw new AppError("pongo_timeout", "The outcome of the first purchase is still unknown.", {
      extra: { outcome: "unknown" },
      retryAfterSeconds: 2,
    })
  if (found) return markBought(row, found)
  if (age < SETTLING_MS)
    throw new AppError("pongo_timeout", "The outcome of the first purchase is still unknown.", {
      extra: { outcome: "unknown" },
      retryAfterSeconds: Math.ceil((SETTLING_MS - age) / 1000),
    })
  await mark(row, "refused", null)
  return null
}

/** The bought copy that was not there before, if the wallet can be read. */
async function lookInWallet(ctx: Ctx, row: Row, twice: boolean): Promise<string | "unreadable" | null> {
  for (let look = 0; ; look++) {
    let wallet: Listing<WonReward>
    try {
      wallet = await readWallet(ctx, row.customerId)
    } catch (error) {
      if (pongoKind(error) === null && !(error instanceof AppError)) throw error
      return "unreadable"
    }
    const taken = await sql<{ hash: string }[]>`
      select hash from redemptions where merchant_id = ${ctx.merchantId} and customer_id = ${row.customerId}
        and hash is not null`
    const known = new Set([...row.walletBefore, ...taken.map(({ hash }) => hash)])
    const fresh = unusedHashes(wallet, row.rewardId).find((hash) => !known.has(hash))
    if (fresh) return fresh
    if (!wallet.isComplete) return "unreadable"
    if (!twice || look > 0) return null
    await new Promise((done) => setTimeout(done, SECOND_LOOK_MS))
  }
}

const readWallet = (ctx: Ctx, customerId: string) =>
  callPongo(ctx, "wallet", (client, token) => client.wonRewards(token, customerId)).catch((error) => {
    throw pongoKind(error) === "not_found"
      ? new AppError("customer_not_found", undefined, { cause: error })
      : error
  })

const unusedHashes = (wallet: Listing<WonReward>, rewardId: string) =>
  wallet.items.filter((won) => won.id === rewardId && !won.isUsed).map((won) => won.hash)

function wordFor(error: PongoError): unknown {
  const { kind, message } = error
  const because = { cause: error }
  if (kind === "not_found") return new AppError("reward_not_found", message, because)
  if (kind === "locked") return new AppError("reward_locked", message, because)
  if (kind !== "invalid" && kind !== "conflict") return null
  switch (blamedInPurchase(error.fieldErrors)) {
    case "pin":
      return new AppError("validation_failed", message, { ...because, fields: [{ path: "pin", message }] })
    case "store":
      return new AppError("reward_not_found", "This reward is not available at this location.", because)
    default:
      return new AppError("not_enough_points", message, because)
  }
}

/** Nothing was heard of the purchase itself: a timeout, a broken connection, a gateway that gave up waiting. */
function mayStillWork(error: unknown): boolean {
  const cause = error instanceof AppError ? error.cause : null
  if (!(cause instanceof PongoError)) return false
  return cause.kind === "timeout" || cause.kind === "reset" || cause.status === 504
}

const open = (error: unknown, outcome: "unknown" | "not_bought") =>
  error instanceof AppError
    ? new AppError(error.code, error.message, {
        cause: error.cause,
        extra: { outcome },
        retryAfterSeconds: 2,
      })
    : error

/** This key's purchase, or the one of this reward by this customer that is still open. */
async function findEarlier(ctx: Ctx, input: RedeemInput): Promise<Row | undefined> {
  const [row] = await sql<Row[]>`
    select ${columns()} from redemptions
    where merchant_id = ${ctx.merchantId}
      and (request_key = ${input.requestKey}
           or (customer_id = ${input.customerId} and reward_id = ${input.rewardId} and state in ('buying', 'unknown')))
    order by (request_key = ${input.requestKey}) desc, started_at limit 1`
  return row
}

async function begin(ctx: Ctx, input: RedeemInput, walletBefore: string[]): Promise<Row> {
  const [row] = await sql<Row[]>`
    insert into redemptions (id, merchant_id, customer_id, reward_id, location_id, till_id, actor, request_key, is_test,
                             state, wallet_before, started_at)
    values (${newId()}, ${ctx.merchantId}, ${input.customerId}, ${input.rewardId}, ${input.place.id}, ${input.tillId},
            ${actorLabel(ctx)}, ${input.requestKey}, ${isTestTill(ctx)}, 'buying', ${sql.json(walletBefore)}, now())
    on conflict (merchant_id, request_key) do update set
      state = 'buying', wallet_before = excluded.wallet_before, started_at = now(), message = null
      where redemptions.state = 'refused'
    returning ${columns()}`.catch((error) => {
    if (error.code === "23505")
      throw new AppError("request_in_progress", "A purchase of this reward is under way.")
    throw error
  })
  if (!row) throw new AppError("request_in_progress", "A purchase with this key is under way.")
  return row
}

async function markBought(row: Row, hash: string): Promise<Redemption> {
  const [bought] = await sql<Row[]>`
    update redemptions r set state = 'bought', hash = ${hash}, settled_at = now(), message = null,
      points = (select points from rewards w where w.merchant_id = r.merchant_id and w.id = r.reward_id)
    where id = ${row.id} and state in ('buying', 'unknown') returning ${columns()}`
  if (bought) return toRedemption(bought)
  // Somebody else settled it meanwhile, with the same entry of the wallet.
  const [settled] = await sql<
    Row[]
  >`select ${columns()} from redemptions where id = ${row.id} and state = 'bought'`
  if (!settled) throw new Error(`redemption ${row.id} is neither open nor bought`)
  return toRedemption(settled)
}

async function mark(row: Row, state: "refused" | "unknown", error: unknown): Promise<void> {
  await sql`
    update redemptions set state = ${state}, message = ${error instanceof Error ? error.message.slice(0, 500) : null},
      settled_at = case when ${state} = 'refused' then now() end
    where id = ${row.id} and state in ('buying', 'unknown')`
}

const columns = () => sql`
  id, customer_id as "customerId", reward_id as "rewardId", request_key as "requestKey", state,
  wallet_before as "walletBefore", hash, started_at as "startedAt", settled_at as "settledAt"`

function toRedemption(row: Row): Redemption {
  return {
    id: row.id,
    customerId: row.customerId,
    rewardId: row.rewardId,
    hash: row.hash!,
    settledAt: row.settledAt!,
  }
}
