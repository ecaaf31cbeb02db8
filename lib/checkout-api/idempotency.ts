import { randomUUID } from "node:crypto"
import { sql, type Tx } from "@/db/index"
import type { Ctx } from "@/lib/auth/ctx"
import { blindIndex, open, seal } from "@/lib/crypto"
import { AppError } from "@/lib/errors"
import { findSubjects, phoneSubject, withoutCustomers } from "./subjects"

/** A call that has not ended after this long has died. The next one with its key takes over. */
const CLAIM_SECONDS = 60

export type Claim =
  | { kind: "first"; claim: string }
  /** `keyLocationId`: the location that the first caller's API key was bound to. */
  | { kind: "again"; status: number; body: string; keyLocationId: string | null }

/** Answers contain phones and names, so they are sealed. The digest is keyed, because a short body could be guessed. */
const answerContext = (ctx: Ctx) => `idempotency.answer:${ctx.merchantId}`
const requestContext = (ctx: Ctx) => `idempotency.request:${ctx.merchantId}`

/**
 * Claims an `Idempotency-Key` for this request (`docs/checkout-api.md`, Idempotency). Of two calls at once, one runs.
 * @param request verb, path and body in canonical form
 * @throws AppError `idempotency_key_reused`, `request_in_progress`
 */
export async function claimKey(ctx: Ctx, key: string, request: string): Promise<Claim> {
  const claim = randomUUID()
  const requestHash = blindIndex(request, requestContext(ctx))
  const [row] = await sql<
    {
      claim: string
      request_hash: string
      status: number | null
      body: string | null
      key_location_id: string | null
    }[]
  >`
    with claimed as (
      insert into idempotency_records (merchant_id, key, request_hash, claim, claimed_until, key_location_id)
      values (${ctx.merchantId}, ${key}, ${requestHash}, ${claim}, now() + make_interval(secs => ${CLAIM_SECONDS}),
              ${ctx.keyLocationId})
      on conflict (merchant_id, key) do update set claim = excluded.claim, claimed_until = excluded.claimed_until,
        key_location_id = excluded.key_location_id
        where idempotency_records.status is null and idempotency_records.claimed_until < now()
          and idempotency_records.request_hash = excluded.request_hash
      returning claim, request_hash, status, body, key_location_id
    )
    select * from claimed
    union all
    select claim, request_hash, status, body, key_location_id from idempotency_records
    where merchant_id = ${ctx.merchantId} and key = ${key} and not exists (select 1 from claimed)`
  // Neither inserted nor visible: another call inserted it while this statement ran.
  if (!row) throw new AppError("request_in_progress")
  if (row.request_hash !== requestHash) throw new AppError("idempotency_key_reused")
  if (row.claim === claim) return { kind: "first", claim }
  if (row.status === null) throw new AppError("request_in_progress")
  return {
    kind: "again",
    status: row.status,
    body: row.body ? open(row.body, answerContext(ctx)) : "",
    keyLocationId: row.key_location_id,
  }
}

/**
 * Keeps the first answer for 72 h. If a customer in it was erased, before or during the call, it is kept without their
 * personal data.
 * @param request what may name the customer besides the answer: parameters and body
 */
export async function keepAnswer(
  ctx: Ctx,
  key: string,
  claim: string,
  answer: { status: number; body: string },
  request: unknown,
): Promise<void> {
  const subjects = await findSubjects(ctx, [request, JSON.parse(answer.body)])
  const whole = seal(answer.body, answerContext(ctx))
  // The lock orders this against an erasure of the same customer.
  await sql`
    with about as (
      select erased_at from customers
      where merchant_id = ${ctx.merchantId} and id = any(${subjects}) order by id for share
    )
    update idempotency_records set
      status = ${answer.status}, subjects = ${subjects},
      body = case when is_emptied or exists (select 1 from about where erased_at is not null)
        then ${subjects.length > 0 ? seal(withoutCustomers(answer.body), answerContext(ctx)) : whole}
        else ${whole} end
    where merchant_id = ${ctx.merchantId} and key = ${key} and claim = ${claim}`
}

/** Frees the key: nothing was done, or the answer is not worth keeping (5xx). */
export async function dropClaim(ctx: Ctx, key: string, claim: string): Promise<void> {
  await sql`
    delete from idempotency_records
    where merchant_id = ${ctx.merchantId} and key = ${key} and claim = ${claim} and status is null`
}

/**
 * Removes a customer from the kept answers: those that name them, those from before names were recorded, and those of
 * calls still running. The keys stay, so a repeat still has no second effect.
 * @param tx the transaction that erases the customer, with their row locked
 */
export async function forgetInAnswers(
  ctx: Ctx,
  tx: Tx,
  customer: { id: string; phoneIndex: string | null },
): Promise<void> {
  const subjects = [customer.id, ...(customer.phoneIndex ? [phoneSubject(customer.phoneIndex)] : [])]
  await tx`
    with running as (
      select key from idempotency_records where merchant_id = ${ctx.merchantId} and status is null
      order by key for update
    )
    update idempotency_records r set is_emptied = true from running
    where r.merchant_id = ${ctx.merchantId} and r.key = running.key and r.status is null`
  const naming = await tx<{ key: string; body: string }[]>`
    select key, body from idempotency_records
    where merchant_id = ${ctx.merchantId} and body is not null
      and (subjects is null or subjects && ${subjects}::text[])
    order by key for update`
  for (const { key, body } of naming) {
    const rest = seal(withoutCustomers(open(body, answerContext(ctx))), answerContext(ctx))
    await tx`
      update idempotency_records set body = ${rest}, subjects = '{}' where merchant_id = ${ctx.merchantId} and key = ${key}`
  }
}
