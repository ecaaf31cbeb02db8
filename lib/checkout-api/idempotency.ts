import { randomUUID } from "node:crypto"
import { sql } from "@/db/index"
import type { Ctx } from "@/lib/auth/ctx"
import { blindIndex, open, seal } from "@/lib/crypto"
import { AppError } from "@/lib/errors"

/** A call that has not ended after this long has died; the next one with its key takes over. */
const CLAIM_SECONDS = 60

export type Claim = { kind: "first"; claim: string } | { kind: "again"; status: number; body: string }

/** Answers hold phones and names, so they are sealed; the digest of a short body is keyed, or it could be guessed. */
const answerContext = (ctx: Ctx) => `idempotency.answer:${ctx.merchantId}`
const requestContext = (ctx: Ctx) => `idempotency.request:${ctx.merchantId}`

/**
 * Claims an `Idempotency-Key` for this request (pos-api.md, Calling it). Two calls at once: one runs.
 * @param requestHash digest of verb, path and body
 * @throws AppError `idempotency_key_reused`, `request_in_progress`
 */
export async function claimKey(ctx: Ctx, key: string, requestHash: string): Promise<Claim> {
  const claim = randomUUID()
  const request = blindIndex(requestHash, requestContext(ctx))
  const [row] = await sql<
    { claim: string; request_hash: string; status: number | null; body: string | null }[]
  >`
    with claimed as (
      insert into idempotency_records (merchant_id, key, request_hash, claim, claimed_until)
      values (${ctx.merchantId}, ${key}, ${request}, ${claim}, now() + make_interval(secs => ${CLAIM_SECONDS}))
      on conflict (merchant_id, key) do update set claim = excluded.claim, claimed_until = excluded.claimed_until
        where idempotency_records.status is null and idempotency_records.claimed_until < now()
          and idempotency_records.request_hash = excluded.request_hash
      returning claim, request_hash, status, body
    )
    select * from claimed
    union all
    select claim, request_hash, status, body from idempotency_records
    where merchant_id = ${ctx.merchantId} and key = ${key} and not exists (select 1 from claimed)`
  // Neither inserted nor visible yet: somebody inserted it while this statement ran.
  if (!row) throw new AppError("request_in_progress")
  if (row.request_hash !== request) throw new AppError("idempotency_key_reused")
  if (row.claim === claim) return { kind: "first", claim }
  if (row.status === null) throw new AppError("request_in_progress")
  return { kind: "again", status: row.status, body: row.body ? open(row.body, answerContext(ctx)) : "" }
}

/** Keeps the first answer for 72 h. */
export async function keepAnswer(
  ctx: Ctx,
  key: string,
  claim: string,
  status: number,
  body: string,
): Promise<void> {
  await sql`
    update idempotency_records set status = ${status}, body = ${seal(body, answerContext(ctx))}
    where merchant_id = ${ctx.merchantId} and key = ${key} and claim = ${claim}`
}

/** Frees the key: nothing was done, or the answer is not worth keeping (5xx). */
export async function dropClaim(ctx: Ctx, key: string, claim: string): Promise<void> {
  await sql`
    delete from idempotency_records
    where merchant_id = ${ctx.merchantId} and key = ${key} and claim = ${claim} and status is null`
}
