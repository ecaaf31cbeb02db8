import type { RedemptionState } from "@/db/enums"
import { sql } from "@/db/index"
import { actorLabel, type Ctx, isTestTill, requireRoleOrScope } from "@/lib/auth/ctx"
import { callPongo, pongoKind } from "@/lib/connections/call"
import { env } from "@/lib/env"
import { AppError } from "@/lib/errors"
import { newId } from "@/lib/id"
import { logger } from "@/lib/log"
import { isUnknownOutcome, PongoError } from "@/lib/pongo/error"
import type { Listing } from "@/lib/pongo/listing"
import type { WonReward } from "@/lib/pongo/wire/rewards"
import { cutText, toStorable } from "@/lib/text"
import { purchaseRefusal } from "./refusal"

export type Redemption = { id: string; customerId: string; rewardId: string; hash: string; settledAt: Date }

export type RedeemInput = {
  customerId: string
  rewardId: string
  /** A mapped location. */
  location: { id: string; storeSlug: string }
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

/** Pongo may still be processing a purchase that we stopped waiting for. Nothing is bought again within this time. */
const SETTLING_MS = env.PONGO_TIMEOUT_MS
/** After a timeout the wallet is read at once, and again after this delay. */
const SECOND_LOOK_MS = 400

/**
 * Buys a reward with points, once. Buying is not idempotent at Pongo, so we record the wallet first, run one purchase
 * per reward and customer at a time, and after an unknown outcome read the wallet first: a new entry in it was bought.
 * The same key, or a second press while an outcome is open, resolves the first purchase instead of making another.
 * @throws AppError `not_enough_points`, `reward_not_found`, `reward_locked`, `pin_refused`,
 * `customer_not_found`, `request_in_progress`, `internal`, and those of `callPongo`, all with `outcome`: `"unknown"` or
 * `"not_bought"`
 */
export async function redeemReward(ctx: Ctx, input: RedeemInput): Promise<Redemption> {
  requireRoleOrScope(ctx, "manager", "checkout")
  try {
    return await buyOnce(ctx, input)
  } catch (error) {
    throw withOutcome(error)
  }
}

/** A refusal without an outcome precedes any purchase, unless one is in progress. */
function withOutcome(error: unknown): AppError {
  if (!(error instanceof AppError)) {
    logger.error({ err: error }, "unexpected error in a purchase")
    return new AppError("internal", undefined, { cause: error, extra: { outcome: "unknown" } })
  }
  if ("outcome" in error.extra) return error
  return open(error, error.code === "request_in_progress" ? "unknown" : "not_bought")
}

async function buyOnce(ctx: Ctx, input: RedeemInput): Promise<Redemption> {
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
        storeSlug: input.location.storeSlug,
        pin: input.pin,
      }),
    )
    return await markBought(row, won.hash)
  } catch (error) {
    return await resolve(ctx, input, row, error)
  }
}

/** After a failed purchase: certainly refused, bought after all, or unknown. */
async function resolve(ctx: Ctx, input: RedeemInput, row: Row, error: unknown): Promise<Redemption> {
  const kind = pongoKind(error)
  if (kind !== null && !isUnknownOutcome(kind)) {
    await mark(row, "refused", error)
    const refusal = (error as AppError).cause as PongoError
    throw (await purchaseRefusal(ctx, input, refusal)) ?? error
  }
  if (!(error instanceof AppError)) {
    await mark(row, "unknown", error)
    throw error
  }
  if (kind === null) {
    // Nothing was sent: disconnected meanwhile, or Pongo is known to be down.
    await mark(row, "refused", error)
    throw error
  }
  await mark(row, "unknown", error)
  const found = await lookInWallet(ctx, row, kind === "timeout" || kind === "reset")
  if (found === "unreadable") throw open(error, "unknown")
  if (found) return markBought(row, found)
  // Pongo has finished once it sends any answer of its own, however broken.
  if (mayStillWork(error)) throw open(error, "unknown")
  await mark(row, "refused", error)
  throw open(error, "not_bought")
}

/** Settles an open purchase, or throws when it is too early to tell. Null: it was never made. */
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

/** The newly bought entry, if the wallet can be read. */
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
  callPongo(ctx, "wallet", (client, token) =>
    client.wonRewards(token, customerId, { isThorough: true }),
  ).catch((error) => {
    throw pongoKind(error) === "not_found"
      ? new AppError("customer_not_found", undefined, { cause: error })
      : error
  })

const unusedHashes = (wallet: Listing<WonReward>, rewardId: string) =>
  wallet.items.filter((won) => won.id === rewardId && !won.isUsed).map((won) => won.hash)

/** The purchase itself got no answer: a timeout, a broken connection, or a gateway that gave up. */
function mayStillWork(error: unknown): boolean {
  const cause = error instanceof AppError ? error.cause : null
  if (!(cause instanceof PongoError)) return false
  return cause.kind === "timeout" || cause.kind === "reset" || cause.status === 504
}

const open = (error: AppError, outcome: "unknown" | "not_bought") =>
  new AppError(error.code, error.message, {
    cause: error.cause,
    fields: error.fields,
    params: error.params,
    extra: { ...error.extra, outcome },
    retryAfterSeconds: error.retryAfterSeconds,
  })

/** This key's purchase, or the open purchase of this reward by this customer. */
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
    values (${newId()}, ${ctx.merchantId}, ${input.customerId}, ${input.rewardId}, ${input.location.id}, ${input.tillId},
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
  // Another call settled it meanwhile, with the same wallet entry.
  const [settled] = await sql<
    Row[]
  >`select ${columns()} from redemptions where id = ${row.id} and state = 'bought'`
  if (!settled) throw new Error(`redemption ${row.id} is neither open nor bought`)
  return toRedemption(settled)
}

async function mark(row: Row, state: "refused" | "unknown", error: unknown): Promise<void> {
  await sql`
    update redemptions set state = ${state}, message = ${error instanceof Error ? cutText(toStorable(error.message), 500) : null},
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
