import { setTimeout as pause } from "node:timers/promises"
import { db, sql } from "@/db/index"
import type { Ctx } from "@/lib/auth/ctx"
import { systemCtx } from "@/lib/auth/system"
import { withToken } from "@/lib/connections/with-token"
import { sha256 } from "@/lib/crypto"
import { env } from "@/lib/env"
import { enqueueJob } from "@/lib/jobs/enqueue"
import type { Jobs } from "@/lib/jobs/list"
import type { PongoClient } from "@/lib/pongo/client"
import { PongoError } from "@/lib/pongo/error"
import type { PongoCustomer } from "@/lib/pongo/wire/customers"
import type { Page } from "@/lib/pongo/wire/fields"
import { dropAbsence, findAbsence, forgetGone, noteUnread } from "./absent"
import { rememberCustomer } from "./directory"
import { openProfile } from "./queries"

const PER_PAGE = 100
/** Two million customers. Keeps an endless list from holding us for ever. */
const MAX_PAGES = 20_000
/** Calls per job. The job then queues itself again behind the others. */
const CALLS_A_JOB = 50
/** Between two calls, so that the tills' calls come first, at Pongo and here. */
const PAUSE_MS = 200
const RATE_LIMITED_SECONDS = 60

export type CustomerImport = {
  startedAt: Date
  /** Pages read so far, and in total if Pongo gives it. */
  pagesRead: number
  lastPage: number | null
  customersRead: number
  /** Customers in the directory that this reading found gone from Pongo. */
  customersGone: number
  finishedAt: Date | null
  /** When a reading last finished; null before the first did. */
  lastCompleteAt: Date | null
  /** The kind of Pongo's last failure. */
  error: string | null
}

/** Progress of reading the merchant's customers; null before the first import. */
export async function getCustomerImport(ctx: Ctx): Promise<CustomerImport | null> {
  const [row] = await sql<CustomerImport[]>`
    select started_at as "startedAt", next_page - 1 as "pagesRead", last_page as "lastPage",
           customers_read as "customersRead", customers_gone as "customersGone", finished_at as "finishedAt", last_complete_at as "lastCompleteAt", error
    from customer_imports where merchant_id = ${ctx.merchantId}`
  return row ?? null
}

type Position = { startedAt: string; page: number; digest: string | null }

/**
 * The job that reads all customers at Pongo into the directory, page by page, then asks for each known customer that no
 * page contained. It saves its position, so a worker that dies costs one call. It honours `Retry-After` and pauses
 * between calls. It rewrites nothing that is unchanged, and a customer erased or forgotten here stays so.
 * @throws AppError `not_connected`; PongoError, so that the job is retried from the same position
 */
export async function importCustomers({ merchantId }: Jobs["import_customers"]): Promise<void> {
  const ctx = systemCtx(merchantId, "import")
  for (let calls = 0; calls < CALLS_A_JOB; calls++) {
    if (calls > 0) await pause(PAUSE_MS)
    const position = await findPosition(ctx)
    const hasMore = position ? await readNextPage(ctx, position) : await confirmAbsence(ctx)
    if (!hasMore) return
  }
  await enqueueImport(merchantId)
}

/** @returns false when Pongo asked us to wait */
async function readNextPage(ctx: Ctx, position: Position): Promise<boolean> {
  const asOf = new Date()
  const range = { page: position.page, perPage: PER_PAGE }
  const read = await askPatiently(ctx, (client, token, options) =>
    client.listCustomers(token, range, options),
  )
  if (!read) return false
  await rememberChanged(
    ctx,
    read.items.filter((customer) => customer !== null),
    asOf,
  )
  await advance(ctx, position, read)
  return true
}

/**
 * Asks for one customer that a complete reading, or an answer to a till, lacked. Only this second "not there" is
 * believed.
 * @returns false when there is nobody left to ask for, or Pongo asked us to wait
 */
async function confirmAbsence(ctx: Ctx): Promise<boolean> {
  const id = await findAbsence(ctx)
  if (!id) return false
  const asOf = new Date()
  const found = await askPatiently(ctx, async (client, token, options) => {
    const { value } = await client.getCustomer(token, id, options)
    return { value: { customer: value } }
  }).catch((error) => {
    // Unreadable, so the customer exists.
    if (error instanceof PongoError && error.kind === "unreadable") return "unreadable" as const
    throw error
  })
  if (!found) return false
  if (found !== "unreadable" && !found.customer) await forgetGone(ctx, id, asOf)
  else if (found !== "unreadable" && found.customer) await rememberChanged(ctx, [found.customer], asOf)
  await dropAbsence(ctx, id)
  return true
}

/** Starts a reading of every page, or resumes one in progress. */
export async function catchUp(merchantId: string, delaySeconds: number): Promise<void> {
  await sql`
    with begun as (
      insert into customer_imports (merchant_id, started_at) values (${merchantId}, now())
      on conflict (merchant_id) do update set
        started_at = now(), next_page = 1, last_page = null, page_digest = null, customers_read = 0, customers_gone = 0,
        finished_at = null, error = null
        where customer_imports.finished_at is not null
      returning merchant_id
    )
    delete from customer_import_pages where merchant_id in (select merchant_id from begun)`
  await enqueueImport(merchantId, delaySeconds)
}

const enqueueImport = (merchantId: string, delaySeconds = 0) =>
  enqueueJob("import_customers", { merchantId }, { key: `import:${merchantId}`, delaySeconds })

async function findPosition({ merchantId }: Ctx): Promise<Position | undefined> {
  const [position] = await sql<Position[]>`
    select started_at::text as "startedAt", next_page as page, page_digest as digest from customer_imports
    where merchant_id = ${merchantId} and finished_at is null`
  return position
}

type Ask<T> = (client: PongoClient, token: string, options: { timeoutMs: number }) => Promise<{ value: T }>

/** Null: Pongo asked us to wait, and the job is queued again for later. */
async function askPatiently<T>(ctx: Ctx, ask: Ask<T>): Promise<T | null> {
  try {
    return await withToken(ctx, async (client, token) => {
      return (await ask(client, token, { timeoutMs: env.PONGO_TIMEOUT_MS })).value
    })
  } catch (error) {
    if (!(error instanceof PongoError)) throw error
    await sql`update customer_imports set error = ${error.kind} where merchant_id = ${ctx.merchantId} and finished_at is null`
    if (error.kind !== "rate_limited") throw error
    await enqueueImport(ctx.merchantId, Math.max(1, error.retryAfterSeconds ?? RATE_LIMITED_SECONDS))
    return null
  }
}

/** One at a time: an import is not urgent. */
async function rememberChanged(ctx: Ctx, customers: readonly PongoCustomer[], asOf: Date): Promise<void> {
  const known = await findKnown(ctx, customers)
  for (const customer of customers) {
    const row = known.get(customer.id)
    if (row && !row.isGone && (row.profile === null || isUnchanged(ctx, row, customer))) continue
    await rememberCustomer(ctx, customer, asOf)
  }
}

type Known = {
  id: string
  isGone: boolean
  profile: string | null
  points: number
  sms: string
  email: string
}

async function findKnown({ merchantId }: Ctx, customers: readonly PongoCustomer[]) {
  const rows = await sql<Known[]>`
    select id, gone_at is not null as "isGone", profile, points, opt_in_sms as sms, opt_in_email as email from customers
    where merchant_id = ${merchantId} and id = any(${customers.map(({ id }) => id)})`
  return new Map(rows.map((row) => [row.id, row]))
}

function isUnchanged({ merchantId }: Ctx, known: Known, customer: PongoCustomer): boolean {
  const profile = openProfile(merchantId, customer.id, known.profile!)
  return (
    known.points === Math.round(customer.points) &&
    known.sms === customer.optIn.sms &&
    known.email === customer.optIn.email &&
    (["phone", "email", "firstName", "lastName", "birthday"] as const).every(
      (field) => profile[field] === customer[field],
    )
  )
}

/** Records the page as read, once, and whether it was the last: without `last_page`, an empty or repeated one is. */
async function advance(ctx: Ctx, { startedAt, page, digest }: Position, read: Page<PongoCustomer | null>) {
  const { items, lastPage } = read
  const ids = items.flatMap((customer) => (customer ? [customer.id] : []))
  const newDigest = sha256(JSON.stringify(items.map((customer) => customer?.id ?? null)))
  const isRepeat = newDigest === digest || (await wasRead(ctx, ids))
  const bringsNothing = items.length === 0 || isRepeat
  const isEnd = lastPage === null ? bringsNothing : page >= lastPage && !(isRepeat && page === lastPage)
  const isOver = bringsNothing || isEnd || page >= MAX_PAGES
  await db.transaction(async (tx) => {
    const advanced = await tx`
      update customer_imports set
        next_page = ${page + 1}, last_page = ${lastPage}, page_digest = ${newDigest},
        customers_read = customers_read + ${bringsNothing ? 0 : items.length},
        finished_at = case when ${isOver} then now() end,
        last_complete_at = case when ${isEnd} then now() else last_complete_at end,
        error = case when ${isOver && !isEnd} then 'unreadable' end
      where merchant_id = ${ctx.merchantId} and started_at = ${startedAt}::text::timestamptz and next_page = ${page}`
    if (advanced.count === 0) return
    await tx`
      insert into customer_import_pages (merchant_id, page, customer_ids) values (${ctx.merchantId}, ${page}, ${ids})`
    if (isEnd) await noteUnread(tx, ctx)
    if (isOver) await tx`delete from customer_import_pages where merchant_id = ${ctx.merchantId}`
  })
}

/** Whether an earlier page of this reading had the same customers: a list may go round in circles. */
async function wasRead({ merchantId }: Ctx, ids: string[]): Promise<boolean> {
  if (ids.length === 0) return false
  const pages = await sql`
    select 1 from customer_import_pages where merchant_id = ${merchantId} and customer_ids = ${ids} limit 1`
  return pages.length > 0
}
