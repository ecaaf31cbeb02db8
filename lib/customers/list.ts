import type postgres from "postgres"
import type { ConsentAnswer } from "@/db/enums"
import { sql } from "@/db/index"
import { type Actor, actorKind, actorName, type Ctx } from "@/lib/auth/ctx"
import { blindIndex, open } from "@/lib/crypto"
import { maskEmail, maskPhone } from "@/lib/phone"
import { emailContext, phoneContext, profileContext, type SealedProfile } from "./queries"
import type { CustomerFilters } from "./schema"
import { readSubject, type Subject } from "./subject"

/** A customer as lists and pages show them, without a phone, e-mail or family name that could be copied. */
export type MaskedCustomer = {
  id: string
  /** First name and initial; null when unknown or removed. */
  name: string | null
  phone: string | null
  email: string | null
  points: number
  optIn: { sms: ConsentAnswer; email: ConsentAnswer }
  /** When Pongo last mentioned them. */
  asOf: Date
  createdAt: Date
  erasedAt: Date | null
  /** When we found that Pongo no longer has them. */
  goneAt: Date | null
  /** False: erased, gone at Pongo, or inactive for so long that their data was removed. */
  hasProfile: boolean
}

const PAGE_SIZE = 50
/** Beyond this the list says "more than". */
export const COUNT_LIMIT = 1_000
const SAME_EMAIL_LIMIT = 20

type Row = Omit<MaskedCustomer, "name" | "phone" | "email" | "optIn" | "hasProfile"> & {
  profile: string | null
  sms: ConsentAnswer
  emails: ConsentAnswer
  /** `as_of` in microseconds since 1970. A Date would truncate it and shift where a page begins. */
  micros: string
}

/** One page of the directory, most recently heard of first. Keyset pagination as in the order log. */
export async function listCustomers(
  ctx: Ctx,
  { cursor: written }: CustomerFilters,
): Promise<{ rows: MaskedCustomer[]; previous: string | null; next: string | null }> {
  const cursor = readCursor(written)
  const isBackwards = cursor?.direction === "b"
  const at = cursor && sql`timestamptz 'epoch' + ${cursor.micros}::float8 * interval '1 microsecond'`
  const found = await sql<Row[]>`
    select ${columns()} from customers c
    where c.merchant_id = ${ctx.merchantId} and c.profile is not null
      ${!cursor ? sql`` : isBackwards ? sql`and (c.as_of, c.id) > (${at!}, ${cursor.id})` : sql`and (c.as_of, c.id) < (${at!}, ${cursor.id})`}
    order by ${isBackwards ? sql`c.as_of nulls first, c.id nulls first` : sql`c.as_of desc nulls last, c.id desc nulls last`}
    limit ${PAGE_SIZE + 1}`
  const hasMore = found.length > PAGE_SIZE
  const page = found.slice(0, PAGE_SIZE)
  if (isBackwards) page.reverse()
  const [first, last] = [page[0], page.at(-1)]
  return {
    rows: page.map((row) => mask(ctx, row)),
    previous: first && (isBackwards ? hasMore : cursor) ? `b.${first.micros}.${first.id}` : null,
    next: last && (isBackwards || hasMore) ? `a.${last.micros}.${last.id}` : null,
  }
}

/** How many customers the directory knows, counted up to {@link COUNT_LIMIT} + 1. */
export async function countCustomers(ctx: Ctx): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    select count(*)::int as count from (
      select 1 from customers where merchant_id = ${ctx.merchantId} and profile is not null limit ${COUNT_LIMIT + 1}
    ) known`
  return row!.count
}

/** Customers who match the text exactly, or its reading. Several may share an e-mail, compared without case. */
export async function findCustomers(ctx: Ctx, written: string | Subject): Promise<MaskedCustomer[]> {
  const subject = typeof written === "string" ? await readSubject(ctx, written) : written
  if (subject.kind === "number") return []
  const rows = await sql<Row[]>`
    select ${columns()} from customers c where c.merchant_id = ${ctx.merchantId} and ${isSubject(ctx, subject)}
    order by c.as_of desc, c.id limit ${SAME_EMAIL_LIMIT}`
  return rows.map((row) => mask(ctx, row))
}

function isSubject({ merchantId }: Ctx, subject: Exclude<Subject, { kind: "number" }>) {
  if (subject.kind === "customer") return sql`c.id = ${subject.id}`
  if (subject.kind === "phone")
    return sql`c.phone_index = ${blindIndex(subject.e164, phoneContext(merchantId))}`
  return sql`c.email_index = ${blindIndex(subject.email.toLowerCase(), emailContext(merchantId))}`
}

/** One customer, masked; null when the directory does not have this id. */
export async function findCustomer(ctx: Ctx, customerId: string): Promise<MaskedCustomer | null> {
  const [row] = await sql<Row[]>`
    select ${columns()} from customers c where c.merchant_id = ${ctx.merchantId} and c.id = ${customerId}`
  return row ? mask(ctx, row) : null
}

export type Consent = {
  id: string
  at: Date
  channel: "sms" | "email"
  answer: "yes" | "no"
  source: "enlist" | "change" | "order" | "pongo"
  locationName: string | null
  tillId: string | null
  actor: { kind: Actor["kind"]; name: string }
}

/** The customer's recorded answers, newest first. The ledger is append-only. */
export async function listConsents(ctx: Ctx, customerId: string): Promise<Consent[]> {
  const rows = await sql<(Omit<Consent, "actor"> & { actor: string })[]>`
    select e.id, e.at, e.channel, e.answer, e.source, l.name as "locationName", e.till_id as "tillId", e.actor
    from consents e
    left join locations l on l.id = e.location_id and l.merchant_id = e.merchant_id
    where e.merchant_id = ${ctx.merchantId} and e.customer_id = ${customerId}
    order by e.at desc, e.id desc`
  return rows.map((row) => ({ ...row, actor: { kind: actorKind(row.actor), name: actorName(row.actor) } }))
}

const columns = (): postgres.PendingQuery<postgres.Row[]> => sql`
  c.id, c.profile, c.points, c.opt_in_sms as sms, c.opt_in_email as emails, c.as_of as "asOf",
  c.created_at as "createdAt", c.erased_at as "erasedAt", c.gone_at as "goneAt", (extract(epoch from c.as_of) * 1000000)::bigint::text as micros`

function mask(ctx: Ctx, { profile, sms, emails, micros: _, ...row }: Row): MaskedCustomer {
  const known: SealedProfile | null = profile
    ? JSON.parse(open(profile, profileContext(ctx.merchantId, row.id)))
    : null
  const initial = [...(known?.lastName?.trim() ?? "")][0]
  return {
    ...row,
    name: [known?.firstName?.trim(), initial && `${initial}.`].filter(Boolean).join(" ") || null,
    phone: known?.phone ? maskPhone(known.phone) : null,
    email: known?.email ? maskEmail(known.email) : null,
    optIn: { sms, email: emails },
    hasProfile: known !== null,
  }
}

function readCursor(cursor: string | undefined) {
  if (!cursor) return null
  const [direction, micros, id] = cursor.split(".")
  return { direction, micros: micros!, id: id! }
}
