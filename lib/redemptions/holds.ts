import { db, sql, type Tx } from "@/db/index"
import { type Ctx, refuseTestTill, requireRoleOrScope } from "@/lib/auth/ctx"
import { callPongo, pongoKind } from "@/lib/connections/call"
import { env } from "@/lib/env"
import { AppError } from "@/lib/errors"
import { enqueueJob } from "@/lib/jobs/enqueue"
import { noteEvidence } from "@/lib/tills/note-evidence"
import { lockHolder } from "@/lib/tills/queries"
import { freeAtPongo, lockRefusal, sealPin } from "./release"

/** Our locks expire after this (`docs/checkout-api.md`, Rewards on an order). */
const LOCK_SECONDS = 600

export type HoldInput = {
  customerId: string
  hash: string
  pin?: string
  /** The calling till. A key without a till id holds for itself. */
  tillId: string | null
}

/**
 * Locks a bought reward for one till, here and at Pongo, for 10 minutes. The same till can prolong it.
 * @returns when the lock ends
 * @throws AppError `reward_not_found`, `reward_already_used`, `reward_locked`, `pin_refused`, and those of `callPongo`
 */
export async function lockReward(ctx: Ctx, input: HoldInput): Promise<Date> {
  requireRoleOrScope(ctx, "manager", "checkout")
  const won = await findInWallet(ctx, input)
  const holder = lockHolder(ctx, input.tillId)
  const pin = input.pin === undefined ? null : sealPin(ctx, input.pin)
  const held = await db.transaction(async (tx) => {
    const [locked] = await tx<{ lockedUntil: Date }[]>`
      insert into reward_holds (merchant_id, hash, customer_id, reward_id, state, holder, locked_until, pin)
      values (${ctx.merchantId}, ${input.hash}, ${input.customerId}, ${won.id}, 'locked', ${holder},
              now() + make_interval(secs => ${LOCK_SECONDS}), ${pin})
      on conflict (merchant_id, hash) do update set
        state = 'locked', holder = excluded.holder, locked_until = excluded.locked_until, pin = excluded.pin,
        order_id = null, updated_at = now()
        where reward_holds.state = 'locked'
          and (reward_holds.holder = excluded.holder or reward_holds.locked_until < now())
      returning locked_until as "lockedUntil"`
    // A prolonged lock ends later, so its earlier job is replaced.
    if (locked) await enqueueRelease(tx, ctx, input.hash, LOCK_SECONDS)
    return locked
  })
  if (!held) throw await whyHeld(ctx, input.hash)
  try {
    await callPongo(ctx, "lock", (client, token) =>
      client.lockReward(token, input.customerId, input.hash, input.pin),
    )
  } catch (error) {
    // A device of another system holds it, or the PIN was refused: our lock would be a false promise. Any other failure
    // leaves our own lock in force.
    const refusal = lockRefusal(error)
    if (refusal) {
      await dropLock(ctx, input.hash, holder)
      throw refusal
    }
    if (pongoKind(error) === null) throw error
  }
  return held.lockedUntil
}

/**
 * Releases this till's lock, at Pongo first. A reward that Pongo refuses to release stays locked, and the till gets the
 * refusal. While Pongo is down, our tills can take it at once, and a job releases it at Pongo.
 * @throws AppError `reward_locked` when another till holds it, or another device at Pongo; `pin_refused`,
 * `pongo_rejected` with Pongo's words
 */
export async function unlockReward(ctx: Ctx, input: HoldInput): Promise<void> {
  requireRoleOrScope(ctx, "manager", "checkout")
  const holder = lockHolder(ctx, input.tillId)
  const { customerId, hash } = input
  const [held] = await sql<{ holder: string | null; pin: string | null; isOver: boolean }[]>`
    select holder, pin, locked_until <= now() as "isOver" from reward_holds
    where merchant_id = ${ctx.merchantId} and hash = ${hash} and customer_id = ${customerId} and state = 'locked'`
  if (held && !held.isOver && held.holder !== holder) throw new AppError("reward_locked")
  try {
    await freeAtPongo(ctx, { customerId, hash, pin: held?.pin ?? null }, input.pin)
  } catch (error) {
    if (!(error instanceof AppError) || !LATER.includes(error.code)) throw error
    await endLock(ctx, hash, holder)
    return
  }
  await dropLock(ctx, hash, holder)
}

/** Pongo did not say whether it is released: a job asks again. */
const LATER: string[] = ["pongo_unavailable", "pongo_timeout", "pongo_unreadable_answer", "not_connected"]

async function endLock(ctx: Ctx, hash: string, holder: string): Promise<void> {
  await db.transaction(async (tx) => {
    const ended = await tx`
      update reward_holds set locked_until = now()
      where merchant_id = ${ctx.merchantId} and hash = ${hash} and state = 'locked' and holder = ${holder}`
    if (ended.count > 0) await enqueueRelease(tx, ctx, hash, 0)
  })
}

/** Ends every lock of a till that has ended: free here at once, and at Pongo by a job each. */
export async function endLocksOf(ctx: Ctx, holder: string): Promise<void> {
  const held = await sql<{ hash: string }[]>`
    select hash from reward_holds
    where merchant_id = ${ctx.merchantId} and holder = ${holder} and state = 'locked' and locked_until > now()`
  for (const { hash } of held) await endLock(ctx, hash, holder)
}

const enqueueRelease = (tx: Tx, { merchantId }: Ctx, hash: string, delaySeconds: number) =>
  enqueueJob(
    "release_lock",
    { merchantId, hash },
    { within: tx, key: `lock:${merchantId}:${hash}`, delaySeconds },
  )

/**
 * For a POS that cannot put the reward on an order line. Never combined with a line: the row in `reward_holds` has a
 * single outcome, which is claimed before Pongo is called.
 * @throws AppError `reward_not_found`, `reward_already_used`, `reward_locked`, and those of `callPongo`
 */
export async function useReward(ctx: Ctx, input: HoldInput, storeSlug: string): Promise<void> {
  requireRoleOrScope(ctx, "manager", "checkout")
  refuseTestTill(ctx)
  const won = await findInWallet(ctx, input)
  const holder = lockHolder(ctx, input.tillId)
  const [claimed] = await sql`
    insert into reward_holds (merchant_id, hash, customer_id, reward_id, state, holder)
    values (${ctx.merchantId}, ${input.hash}, ${input.customerId}, ${won.id}, 'used', ${holder})
    on conflict (merchant_id, hash) do update set
      state = 'used', holder = excluded.holder, locked_until = null, pin = null, order_id = null, updated_at = now()
      where (reward_holds.state = 'locked'
             and (reward_holds.holder = excluded.holder or reward_holds.locked_until < now()))
         -- Somebody claimed it and died before Pongo was told: the wallet has it unused still.
         or (reward_holds.state = 'used'
             and reward_holds.updated_at < now() - make_interval(secs => ${env.PONGO_TIMEOUT_MS / 1000}))
    returning hash`
  if (!claimed) throw await whyHeld(ctx, input.hash)
  try {
    await callPongo(ctx, "use", (client, token) =>
      client.useReward(token, won.id, {
        customerId: input.customerId,
        storeSlug,
        hash: input.hash,
      }),
    )
  } catch (error) {
    const kind = pongoKind(error)
    if (kind === "conflict") throw new AppError("reward_already_used", undefined, { cause: error })
    if (kind !== null && (await isUsedAtPongo(ctx, input))) return
    // Not used, or unknown: drop the claim. Using it again is safe, because Pongo answers 409 to the second use.
    await sql`delete from reward_holds where merchant_id = ${ctx.merchantId} and hash = ${input.hash} and state = 'used'`
    throw error
  }
  noteEvidence(ctx, "reward_used", { locationId: null, tillId: input.tillId })
}

async function findInWallet(ctx: Ctx, input: HoldInput) {
  const wallet = await callPongo(ctx, "wallet", (client, token) =>
    client.wonRewards(token, input.customerId),
  ).catch((error) => {
    throw pongoKind(error) === "not_found"
      ? new AppError("customer_not_found", undefined, { cause: error })
      : error
  })
  const won = wallet.items.find(({ hash }) => hash === input.hash)
  if (!won)
    throw wallet.isComplete
      ? new AppError("reward_not_found")
      : new AppError("pongo_unreadable_answer", "The wallet is too long to be read to its end.")
  if (won.isUsed) throw new AppError("reward_already_used")
  return won
}

async function isUsedAtPongo(ctx: Ctx, input: HoldInput): Promise<boolean> {
  try {
    const wallet = await callPongo(ctx, "wallet", (client, token) =>
      client.wonRewards(token, input.customerId),
    )
    return wallet.items.some(({ hash, isUsed }) => hash === input.hash && isUsed)
  } catch (error) {
    if (pongoKind(error) === null && !(error instanceof AppError)) throw error
    return false
  }
}

async function whyHeld(ctx: Ctx, hash: string): Promise<AppError> {
  const [held] = await sql<{ state: string }[]>`
    select state from reward_holds where merchant_id = ${ctx.merchantId} and hash = ${hash}`
  return new AppError(held && held.state !== "locked" ? "reward_already_used" : "reward_locked")
}

async function dropLock(ctx: Ctx, hash: string, holder: string): Promise<void> {
  await sql`
    delete from reward_holds
    where merchant_id = ${ctx.merchantId} and hash = ${hash} and state = 'locked' and holder = ${holder}`
}
