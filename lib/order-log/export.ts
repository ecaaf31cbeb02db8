import { syncColumns } from "@/db/delivery-holds"
import type { SyncReason, SyncStatus } from "@/db/enums"
import { db, sql } from "@/db/index"
import { recordAudit } from "@/lib/audit/mutations"
import { alsoActing, type Ctx, requireRole } from "@/lib/auth/ctx"
import { streamCsv } from "@/lib/csv/write"
import { getMerchantCached, type MerchantSettings } from "@/lib/merchants/queries"
import { currencyDigits, plainMoney } from "@/lib/money"
import type { OrderSelection } from "@/lib/orders/schema"
import { type Cursor, findIds } from "./near-first"

/** The file's column and state names, in the reader's language. */
export type ExportWords = {
  columns: Record<(typeof EXPORT_COLUMNS)[number], string>
  status: (status: SyncStatus) => string
  reason: (reason: SyncReason) => string
}

export const EXPORT_COLUMNS = [
  "ref",
  "externalRef",
  "location",
  "till",
  "closedAt",
  "amount",
  "currency",
  "refunded",
  "customer",
  "rewards",
  "status",
  "reason",
  "message",
  "attempts",
  "nextAttempt",
  "deliveredAt",
  "store",
] as const

/** Rows in memory at a time. */
const PIECE = 2_500

/**
 * Streams the matching orders as CSV, last closed first. Times are in the merchant's time zone, amounts use the
 * language's decimal sign, and a customer is Pongo's id alone. Test orders are left out unless requested, so that sums
 * are right.
 *
 * Reads page by page rather than through one cursor, so that a slow download holds no connection a till needs and no
 * snapshot that blocks vacuum.
 * @throws AppError `role_required` (a person of the merchant)
 */
export async function exportOrders(
  ctx: Ctx,
  selection: OrderSelection,
  locale: string,
  words: ExportWords,
): Promise<ReadableStream<Uint8Array>> {
  requireRole(ctx, alsoActing("viewer"))
  const filters: OrderSelection = selection.test ? selection : { ...selection, test: "without" }
  const { q: _, customer: __, ...plain } = filters
  await db.transaction((tx) => recordAudit(tx, ctx, "orders.exported", null, { filters: plain }))
  const merchant = await getMerchantCached(ctx)
  return streamCsv(pieces(ctx, filters, merchant, locale, words), locale)
}

async function* pieces(
  ctx: Ctx,
  filters: OrderSelection,
  { timeZone, currency }: Pick<MerchantSettings, "timeZone" | "currency">,
  locale: string,
  words: ExportWords,
): AsyncGenerator<string[][]> {
  yield [EXPORT_COLUMNS.map((name) => words.columns[name])]
  for (let cursor: Cursor | null = null; ; ) {
    const rows: Row[] = await readPiece(ctx, filters, timeZone, cursor)
    if (rows.length > 0) yield rows.map((row) => cellsOf(row, currency, locale, words))
    const last = rows.at(-1)
    if (!last || rows.length < PIECE) return
    cursor = { direction: "a", at: last.exactClosedAt, id: last.id }
  }
}

type Row = {
  id: string
  exactClosedAt: string
  ref: string
  externalRef: string | null
  location: string
  till: string | null
  closedAt: string
  totalCents: number
  refundedCents: number
  customerId: string | null
  rewardCount: number
  status: SyncStatus
  reason: SyncReason | null
  message: string | null
  attempts: number
  nextAttempt: string | null
  deliveredAt: string | null
  store: string | null
}

async function readPiece(
  ctx: Ctx,
  filters: OrderSelection,
  timeZone: string,
  cursor: Cursor | null,
): Promise<Row[]> {
  const ids = await findIds(ctx, filters, timeZone, cursor, PIECE)
  const local = (at: ReturnType<typeof sql>) =>
    sql`to_char(${at} at time zone ${timeZone}, 'YYYY-MM-DD HH24:MI:SS')`
  return sql<Row[]>`
    select o.id, to_char(d.closed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "exactClosedAt", o.ref,
           o.external_ref as "externalRef", l.name as location, coalesce(o.till_name, o.till_id) as till,
           ${local(sql`d.closed_at`)} as "closedAt", o.total_cents as "totalCents",
           o.refunded_cents as "refundedCents", o.customer_id as "customerId", o.reward_count as "rewardCount",
           ${syncColumns()}, d.message, d.attempts,
           case when d.state = 'retrying' and h.reason is null then ${local(sql`d.next_attempt_at`)} end as "nextAttempt",
           ${local(sql`d.delivered_at`)} as "deliveredAt", d.store_slug as store
    from deliveries d
    join orders o on o.id = d.order_id
    join locations l on l.id = d.location_id
    join delivery_holds h on h.location_id = d.location_id
    where d.merchant_id = ${ctx.merchantId} and d.order_id = any(${ids})
    order by d.closed_at desc, d.order_id desc`
}

function cellsOf(row: Row, currency: string, locale: string, words: ExportWords): string[] {
  const digits = currencyDigits(currency)
  const amount = (cents: number) => plainMoney(cents, digits, locale)
  const cells: Record<(typeof EXPORT_COLUMNS)[number], string | null> = {
    ref: row.ref,
    externalRef: row.externalRef,
    location: row.location,
    till: row.till,
    closedAt: row.closedAt,
    amount: amount(row.totalCents),
    currency,
    refunded: row.refundedCents ? amount(row.refundedCents) : null,
    customer: row.customerId,
    rewards: row.rewardCount ? String(row.rewardCount) : null,
    status: words.status(row.status),
    reason: row.reason && words.reason(row.reason),
    message: row.message,
    attempts: String(row.attempts),
    nextAttempt: row.nextAttempt,
    deliveredAt: row.deliveredAt,
    store: row.store,
  }
  return EXPORT_COLUMNS.map((name) => cells[name] ?? "")
}
