import { sql } from "@/db/index"
import type { Ctx } from "@/lib/auth/ctx"
import { systemCtx } from "@/lib/auth/system"
import { callPongo, pongoKind } from "@/lib/connections/call"
import { open, seal } from "@/lib/crypto"
import { AppError } from "@/lib/errors"
import type { Jobs } from "@/lib/jobs/list"
import { logger } from "@/lib/log"
import { isNoSuchRecord, PongoError } from "@/lib/pongo/error"
import { blamedForReward } from "@/lib/pongo/wire/rewards"

type Lock = { customerId: string; hash: string; pin: string | null }

const pinContext = (merchantId: string) => `reward_holds.pin:${merchantId}`
export const sealPin = (ctx: Ctx, pin: string) => seal(pin, pinContext(ctx.merchantId))
const openPin = (merchantId: string, sealed: string | null) =>
  sealed === null ? undefined : open(sealed, pinContext(merchantId))

/** Pongo refused, rather than failed to answer: asking again changes nothing. */
const REFUSALS = ["forbidden", "not_found", "conflict", "invalid", "locked", "rejected"]
const isRefusal = (error: unknown) => REFUSALS.includes(pongoKind(error) ?? "")

/**
 * Releases a lock at Pongo, with the PIN it was taken with unless the till gave one.
 * @throws AppError `pin_refused`, `reward_locked`, `reward_not_found`, and those of `callPongo`
 */
export async function freeAtPongo(ctx: Ctx, { customerId, hash, pin }: Lock, typed?: string): Promise<void> {
  const known = typed ?? openPin(ctx.merchantId, pin)
  try {
    await callPongo(ctx, "unlock", (client, token) => client.unlockReward(token, customerId, hash, known))
  } catch (error) {
    throw lockRefusal(error) ?? error
  }
}

/** Pongo's reason for refusing a lock or unlock, if there is a better word than `pongo_rejected`. */
export function lockRefusal(error: unknown): AppError | null {
  if (!(error instanceof AppError && error.cause instanceof PongoError)) return null
  const { cause } = error
  const blamed = blamedForReward(cause.fieldErrors, cause.message)
  if (blamed === "pin") return new AppError("pin_refused", cause.message, { cause })
  if (blamed === "hash" || isNoSuchRecord(cause))
    return new AppError("reward_not_found", cause.message, { cause })
  if (cause.kind === "locked") return new AppError("reward_locked", cause.message, { cause })
  return null
}

/**
 * The job that runs when a lock expires without being released. It has expired here; this ends it at Pongo too. Deletes
 * the lock's PIN in any case.
 * @throws AppError while Pongo does not answer, so that the job is retried
 */
export async function releaseLock({ merchantId, hash }: Jobs["release_lock"]): Promise<void> {
  const [ended] = await sql<Lock[]>`
    select customer_id as "customerId", hash, pin from reward_holds
    where merchant_id = ${merchantId} and hash = ${hash} and state = 'locked' and locked_until <= now()`
  if (ended) {
    await freeOrLog(merchantId, ended)
    await sql`
      delete from reward_holds
      where merchant_id = ${merchantId} and hash = ${hash} and state = 'locked' and locked_until <= now()`
  }
  await sql`
    update reward_holds set pin = null where merchant_id = ${merchantId} and hash = ${hash} and state <> 'locked'`
}

/**
 * The job after a cancelled order or a failed payment: its rewards are already free here; this releases them at Pongo.
 * @throws AppError while Pongo does not answer, so that the job is retried
 */
export async function freeOrderRewards({ merchantId, orderId }: Jobs["free_rewards"]): Promise<void> {
  const freed = await sql<Lock[]>`
    select customer_id as "customerId", hash, pin from reward_holds
    where merchant_id = ${merchantId} and order_id = ${orderId} and state = 'locked'`
  for (const lock of freed) await freeOrLog(merchantId, lock)
}

/** Nobody waits for it: a refusal is only logged, and Pongo's own lock expires. */
async function freeOrLog(merchantId: string, lock: Lock): Promise<void> {
  try {
    await freeAtPongo(systemCtx(merchantId, "rewards"), lock)
  } catch (error) {
    if (error instanceof AppError && error.code === "not_connected") return
    if (!isRefusal(error)) throw error
    logger.warn({ err: error, merchantId }, "Pongo did not free a reward")
  }
}
