import type { ConsentAnswer } from "@/db/enums"
import { db, type Tx } from "@/db/index"
import { actorLabel, type Ctx } from "@/lib/auth/ctx"
import { blindIndex, seal } from "@/lib/crypto"
import { newId } from "@/lib/id"
import type { PongoCustomer } from "@/lib/pongo/wire/customers"
import { emailContext, phoneContext, profileContext, type SealedProfile } from "./queries"

/**
 * What a customer just answered. A channel that was not asked about is absent. An order's answer counts only where it is
 * the customer's first, and what Pongo shows.
 */
export type Asked = {
  source: "enlist" | "change" | "order"
  answers: { sms?: boolean; email?: boolean }
  locationId: string | null
  tillId: string | null
  /** The `actorLabel` of the person who asked; absent: the caller. */
  actor?: string
  /** When it was asked; absent: now. */
  at?: Date
}

/** The phone had another owner a moment ago, or two processes deadlocked. */
const RETRIED = ["23505", "40P01"]
const ATTEMPTS = 4
const PONGO = "system::Pongo"
const CHANNELS = ["sms", "email"] as const

export const says = (answer: boolean | undefined) => (answer ? "yes" : "no")

/**
 * Stores what Pongo said about a customer, and records their answers in the ledger. News older than the stored state
 * changes nothing. A phone that moved is taken from its former owner. A consent that changed at Pongo is recorded too.
 * A customer erased here stays unknown, whatever Pongo says, until they sign up or change something at a till: `asked`
 * proves that.
 * @param asOf when Pongo said it; for an answer, the moment before the call
 */
export async function rememberCustomer(
  ctx: Ctx,
  customer: PongoCustomer,
  asOf: Date,
  asked?: Asked,
): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await db.transaction(async (tx) => {
        // Moving a phone touches two rows, so moves within a merchant are serialised.
        if (attempt > 1) await freePhone(tx, ctx, customer, asOf)
        await write(tx, ctx, customer, asOf, asked)
      })
      return
    } catch (error) {
      if (attempt === ATTEMPTS || !RETRIED.includes((error as { code?: string }).code ?? "")) throw error
    }
  }
}

async function freePhone(tx: Tx, ctx: Ctx, customer: PongoCustomer, asOf: Date) {
  await tx`select pg_advisory_xact_lock(hashtextextended(${`customers:${ctx.merchantId}`}, 0))`
  await tx`
    update customers set phone_index = null
    where merchant_id = ${ctx.merchantId} and phone_index = ${phoneIndex(ctx, customer)} and id <> ${customer.id}
      and as_of <= ${asOf}`
}

async function write(tx: Tx, ctx: Ctx, customer: PongoCustomer, asOf: Date, asked: Asked | undefined) {
  const [known] = await tx<Known[]>`
    select opt_in_sms as sms, opt_in_email as email, as_of as "asOf", erased_at as "erasedAt", gone_at as "goneAt"
    from customers
    where merchant_id = ${ctx.merchantId} and id = ${customer.id} for update`
  if (known?.erasedAt && !(asked && known.erasedAt < asOf)) return
  if (!known || known.asOf <= asOf) await put(tx, ctx, customer, asOf)
  const rows = newConsents(
    ctx,
    customer,
    known && !known.erasedAt && !known.goneAt && known.asOf <= asOf ? known : undefined,
    asked?.source === "order" ? await firstOnly(tx, ctx, customer, known, asked) : asked,
  )
  if (rows.length === 0) return
  await tx`
    insert into consents (id, merchant_id, customer_id, channel, answer, source, location_id, till_id, actor, at)
    select r.id, ${ctx.merchantId}, ${customer.id}, r.channel, r.answer, r.source, r.location_id, r.till_id, r.actor, coalesce(r.at, now())
    from jsonb_to_recordset(${tx.json(rows)})
      as r(id uuid, channel text, answer text, source text, location_id uuid, till_id text, actor text, at timestamptz)`
}

/** Runs after {@link put}, which waits for a change by another process. */
async function firstOnly(tx: Tx, ctx: Ctx, customer: PongoCustomer, known: Known | undefined, asked: Asked) {
  const recorded = await tx<{ channel: string }[]>`
    select channel from consents where merchant_id = ${ctx.merchantId} and customer_id = ${customer.id}`
  const answers: Asked["answers"] = {}
  for (const channel of CHANNELS) {
    const answer = asked.answers[channel]
    const before = known?.[channel] ?? "never_asked"
    const isFirst =
      !recorded.some((row) => row.channel === channel) && ["never_asked", says(answer)].includes(before)
    if (isFirst && customer.optIn[channel] === says(answer)) answers[channel] = answer
  }
  return { ...asked, answers }
}

/** If newer news gives the phone to another customer, `phone_index` stays null here. */
async function put(tx: Tx, ctx: Ctx, customer: PongoCustomer, asOf: Date) {
  const { phone, email, firstName, lastName, birthday } = customer
  const profile: SealedProfile = { phone, email, firstName, lastName, birthday }
  const points = Math.min(Math.max(Math.round(customer.points), -2_147_483_648), 2_147_483_647)
  await tx`
    insert into customers (merchant_id, id, profile, phone_index, email_index, points, opt_in_sms, opt_in_email, as_of)
    select ${ctx.merchantId}, ${customer.id},
      ${seal(JSON.stringify(profile), profileContext(ctx.merchantId, customer.id))},
      case when not exists (
        select 1 from customers c where c.merchant_id = ${ctx.merchantId} and c.id <> ${customer.id}
          and c.phone_index = ${phoneIndex(ctx, customer)} and c.as_of > ${asOf}
      ) then ${phoneIndex(ctx, customer)} end,
      ${emailIndex(ctx, customer)}, ${points}, ${customer.optIn.sms}, ${customer.optIn.email}, ${asOf}
    on conflict (merchant_id, id) do update set
      profile = excluded.profile, phone_index = excluded.phone_index, email_index = excluded.email_index,
      points = excluded.points, opt_in_sms = excluded.opt_in_sms, opt_in_email = excluded.opt_in_email,
      as_of = excluded.as_of, erased_at = null, gone_at = null
      where customers.as_of <= excluded.as_of`
}

type Known = {
  sms: ConsentAnswer
  email: ConsentAnswer
  asOf: Date
  erasedAt: Date | null
  goneAt: Date | null
}

type Consent = {
  id: string
  channel: "sms" | "email"
  answer: "yes" | "no"
  source: Asked["source"] | "pongo"
  location_id: string | null
  till_id: string | null
  actor: string
  at?: string
}

/** The answers just given, and changes at Pongo without us. A customer seen for the first time has changed nothing. */
function newConsents(
  ctx: Ctx,
  customer: PongoCustomer,
  known: Known | undefined,
  asked: Asked | undefined,
): Consent[] {
  const rows: Consent[] = []
  for (const channel of CHANNELS) {
    const answer = asked?.answers[channel]
    const told = customer.optIn[channel]
    if (asked && answer !== undefined)
      rows.push({
        id: newId(),
        channel,
        answer: says(answer),
        source: asked.source,
        location_id: asked.locationId,
        till_id: asked.tillId,
        actor: asked.actor ?? actorLabel(ctx),
        ...(asked.at ? { at: asked.at.toISOString() } : {}),
      })
    else if (known && told !== known[channel] && told !== "never_asked")
      rows.push({
        id: newId(),
        channel,
        answer: told,
        source: "pongo",
        location_id: null,
        till_id: null,
        actor: PONGO,
      })
  }
  return rows
}

const phoneIndex = (ctx: Ctx, { phone }: PongoCustomer) =>
  phone && blindIndex(phone, phoneContext(ctx.merchantId))

const emailIndex = (ctx: Ctx, { email }: PongoCustomer) =>
  email && blindIndex(email.trim().toLowerCase(), emailContext(ctx.merchantId))
