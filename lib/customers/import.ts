import { setTimeout as pause } from "node:timers/promises"
import { sql } from "@/db/index"
import type { Ctx } from "@/lib/auth/ctx"
import { systemCtx } from "@/lib/auth/system"
import { withToken } from "@/lib/connections/with-token"
import { sha256 } from "@/lib/crypto"
import { env } from "@/lib/env"
import { enqueueJob, type Jobs } from "@/lib/jobs/enqueue"
import { PongoError } from "@/lib/pongo/error"
import type { PongoCustomer } from "@/lib/pongo/wire-customers"
import type { Page } from "@/lib/pongo/wire-fields"
import { rememberCustomer } from "./directory"
import { openProfile } from "./queries"

const PER_PAGE = 100
/** Two million customers. A list without end must not keep us for ever. */
const MAX_PAGES = 20_000
/** Pages of one job; then it queues up again behind the others. */
const PAGES_A_JOB = 50
/** Between two pages: the tills' calls come first, at Pongo and here. */
const PAUSE_MS = 200
const RATE_LIMITED_SECONDS = 60

export type CustomerImport = {
  startedAt: Date
  /** Pages read so far, of how many if Pongo tells. */
  pagesRead: number
  lastPage: number | null
  customersRead: number
  finishedAt: Date | null
  /** When a reading last came to its end; null before the first did. */
  lastCompleteAt: Date | null
  /** The kind of Pongo's last failure. */
  error: string | null
}

/** How far the reading of the merchant's customers has come; null before the first. */
export async function getCustomerImport(ctx: Ctx): Promise<CustomerImport | null> {
  const [row] = await sql<CustomerImport[]>`
    select started_at as "startedAt", next_page - 1 as "pagesRead", last_page as "lastPage",
           customers_read as "customersRead", finished_at as "finishedAt", last_complete_at as "lastCompleteAt", error
    from customer_imports where merchant_id = ${ctx.merchantId}`
  return row ?? null
}

type Place = { startedAt: string; page: number; digest: string | null }

/**
 * The job that reads all customers at Pongo, page by page, into the directory. It keeps its place, so a worker that dies
 * costs one page; it goes at Pongo's pace (`Retry-After`), and rests between pages. What is there unchanged is not
 * written, and one who was erased or forgotten here stays so.
 * @throws AppError `not_connected`; PongoError, so that the job is tried again from the same page
 */
export async function importCustomers({ merchantId }: Jobs["import_customers"]): Promise<void> {
  const ctx = systemCtx(merchantId, "import")
  for (let pages = 0; pages < PAGES_A_JOB; pages++) {
    if (pages > 0) await pause(PAUSE_MS)
    const place = await findPlace(ctx)
    if (!place) return
    const asOf = new Date()
    const read = await readPage(ctx, place.page)
    if (!read) return
    await rememberChanged(
      ctx,
      read.items.filter((customer) => customer !== null),
      asOf,
    )
    await advance(ctx, place, read)
  }
  await enqueueImport(merchantId)
}

/** Starts the reading of every page, or goes on with one under way. */
export async function catchUp(merchantId: string, delaySeconds: number): Promise<void> {
  await sql`
    insert into customer_imports (merchant_id, started_at) values (${merchantId}, now())
    on conflict (merchant_id) do update set
      started_at = now(), next_page = 1, last_page = null, page_digest = null, customers_read = 0, finished_at = null,
      error = null
      where customer_imports.finished_at is not null`
  await enqueueImport(merchantId, delaySeconds)
}

const enqueueImport = (merchantId: string, delaySeconds = 0) =>
  enqueueJob("import_customers", { merchantId }, { key: `import:${merchantId}`, delaySeconds })

async function findPlace({ merchantId }: Ctx): Promise<Place | undefined> {
  const [place] = await sql<Place[]>`
    select started_at::text as "startedAt", next_page as page, page_digest as digest from customer_imports
    where merchant_id = ${merchantId} and finished_at is null`
  return place
}

/** Null: Pongo asked for patience, and the job comes again after it. */
async function readPage(ctx: Ctx, page: number): Promise<Page<PongoCustomer | null> | null> {
  try {
    return await withToken(ctx, async (client, token) => {
      const range = { page, perPage: PER_PAGE }
      return (await client.listCustomers(token, range, { timeoutMs: env.PONGO_TIMEOUT_MS })).value
    })
  } catch (error) {
    if (!(error instanceof PongoError)) throw error
    await sql`update customer_imports set error = ${error.kind} where merchant_id = ${ctx.merchantId}`
    if (error.kind !== "rate_limited") throw error
    await enqueueImport(ctx.merchantId, Math.max(1, error.retryAfterSeconds ?? RATE_LIMITED_SECONDS))
    return null
  }
}

/** One after the other: an import is nobody's hurry. */
async function rememberChanged(ctx: Ctx, customers: readonly PongoCustomer[], asOf: Date): Promise<void> {
  const known = await findKnown(ctx, customers)
  for (const customer of customers) {
    const row = known.get(customer.id)
    if (row && (row.profile === null || isUnchanged(ctx, row, customer))) continue
    await rememberCustomer(ctx, customer, asOf)
  }
}

type Known = { id: string; profile: string | null; points: number; sms: string; email: string }

async function findKnown({ merchantId }: Ctx, customers: readonly PongoCustomer[]) {
  const rows = await sql<Known[]>`
    select id, profile, points, opt_in_sms as sms, opt_in_email as email from customers
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

/** Notes the page as read, once, and whether it was the last: where Pongo does not tell, an empty or repeated one is. */
async function advance(ctx: Ctx, { startedAt, page, digest }: Place, read: Page<PongoCustomer | null>) {
  const { items, lastPage } = read
  const newDigest = sha256(JSON.stringify(items.map((customer) => customer?.id ?? null)))
  const isRepeat = newDigest === digest
  const bringsNothing = items.length === 0 || isRepeat
  const isEnd = lastPage === null ? bringsNothing : page >= lastPage && !(isRepeat && page === lastPage)
  const isOver = bringsNothing || isEnd || page >= MAX_PAGES
  await sql`
    update customer_imports set
      next_page = ${page + 1}, last_page = ${lastPage}, page_digest = ${newDigest},
      customers_read = customers_read + ${bringsNothing ? 0 : items.length},
      finished_at = case when ${isOver} then now() end,
      last_complete_at = case when ${isEnd} then now() else last_complete_at end,
      error = case when ${isOver && !isEnd} then 'unreadable' end
    where merchant_id = ${ctx.merchantId} and started_at = ${startedAt}::text::timestamptz and next_page = ${page}`
}
