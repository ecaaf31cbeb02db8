import { sql } from "@/db/index"
import type { Ctx } from "@/lib/auth/ctx"
import { type OrderPage, orderRow, pageOf, readCursor, type StoredRow } from "./queries"

const PAGE_SIZE = 20

/**
 * One page of the orders that name this customer, by id or by a phone the directory links to the id. Last closed first,
 * with the log's cursors.
 */
export async function listCustomerOrders(
  ctx: Ctx,
  customerId: string,
  cursorText: string | undefined,
): Promise<OrderPage> {
  const cursor = readCursor(cursorText)
  const isBackwards = cursor?.direction === "b"
  const page = (named: ReturnType<typeof sql>) => sql`
    (select o.id, o.closed_at from orders o
     where o.merchant_id = ${ctx.merchantId} and ${named}
       ${!cursor ? sql`` : isBackwards ? sql`and (o.closed_at, o.id) > (${cursor.at}::text::timestamptz, ${cursor.id}::uuid)` : sql`and (o.closed_at, o.id) < (${cursor.at}::text::timestamptz, ${cursor.id}::uuid)`}
     order by ${isBackwards ? sql`o.closed_at nulls first, o.id nulls first` : sql`o.closed_at desc nulls last, o.id desc nulls last`}
     limit ${PAGE_SIZE + 1})`
  const found = await sql<StoredRow[]>`
    with mine as (
      ${page(sql`o.customer_id = ${customerId}`)} union ${page(sql`o.customer_phone_index = ${phoneIndexOf(ctx, customerId)}`)}
    )
    ${orderRow()}
    where d.order_id in (select id from mine) and d.merchant_id = ${ctx.merchantId}
    order by ${isBackwards ? sql`d.closed_at, d.order_id` : sql`d.closed_at desc, d.order_id desc`}
    limit ${PAGE_SIZE + 1}`
  return pageOf(ctx.merchantId, found, PAGE_SIZE, cursor)
}

/** Counts this customer's orders without test orders, and those still on their way to Pongo including test orders. */
export async function countCustomerOrders(
  ctx: Ctx,
  customerId: string,
): Promise<{ count: number; pending: number }> {
  const [row] = await sql<{ count: number; pending: number }[]>`
    select (count(*) filter (where not d.is_test))::int as count,
           (count(*) filter (where d.state in ('queued', 'sending', 'retrying') and o.customer_id is null))::int as pending
    from orders o join deliveries d on d.order_id = o.id
    where o.merchant_id = ${ctx.merchantId}
      and (o.customer_id = ${customerId} or o.customer_phone_index = ${phoneIndexOf(ctx, customerId)})`
  return row!
}

const phoneIndexOf = (ctx: Ctx, customerId: string) => sql`
  (select phone_index from customers where merchant_id = ${ctx.merchantId} and id = ${customerId})`
