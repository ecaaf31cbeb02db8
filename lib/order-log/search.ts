import { sql } from "@/db/index"
import type { Ctx } from "@/lib/auth/ctx"
import { blindIndex, open } from "@/lib/crypto"
import { findCustomers } from "@/lib/customers/list"
import { openProfile, phoneContext } from "@/lib/customers/queries"
import { readSubject } from "@/lib/customers/subject"
import { AppError } from "@/lib/errors"
import { customerContext } from "@/lib/orders/queries"
import type { OrderSelection } from "@/lib/orders/schema"
import { maskPhone } from "@/lib/phone"
import { maskedName } from "./masked-customer"

/**
 * Turns the text of the log's search box into filters that are safe in an address: a customer for a phone (by its blind
 * index), a `cust_…` or an e-mail, otherwise an order's number or receipt.
 * @throws AppError `customer_not_found` for an e-mail that does not match exactly one customer: it must not become
 * search text in the address
 */
export async function readSearch(
  ctx: Ctx,
  { q: written }: { q: string },
): Promise<Pick<OrderSelection, "q" | "customer">> {
  const q = written.trim()
  const subject = await readSubject(ctx, q)
  if (subject.kind === "customer") return { customer: subject.id }
  if (subject.kind === "email") {
    const [only, ...others] = await findCustomers(ctx, subject)
    if (!only || others.length > 0) throw new AppError("customer_not_found")
    return { customer: only.id }
  }
  // Some tills use ten-digit order numbers.
  if (subject.kind === "number" || (await isOrderNumber(ctx, q))) return { q }
  return { customer: `ph_${blindIndex(subject.e164, phoneContext(ctx.merchantId))}` }
}

async function isOrderNumber(ctx: Ctx, q: string): Promise<boolean> {
  const found = await sql`
    select 1 from orders
    where merchant_id = ${ctx.merchantId} and (lower(ref) = lower(${q}) or lower(external_ref) = lower(${q})) limit 1`
  return found.length > 0
}

/** Masked name of the customer in the filter, from the directory or their last order. Null: unknown. */
export async function nameCustomer(ctx: Ctx, customer: string): Promise<string | null> {
  const isId = customer.startsWith("cust_")
  const index = customer.slice(3)
  const [known] = await sql<{ id: string; profile: string | null }[]>`
    select id, profile from customers
    where merchant_id = ${ctx.merchantId} and ${isId ? sql`id = ${customer}` : sql`phone_index = ${index}`}`
  if (known?.profile) return maskedName(openProfile(ctx.merchantId, known.id, known.profile))
  if (isId) return null
  const [last] = await sql<{ sealed: string }[]>`
    select p.customer as sealed from (
      select id from orders where merchant_id = ${ctx.merchantId} and customer_phone_index = ${index}
      order by closed_at desc nulls last, id desc nulls last limit 1
    ) o join order_payloads p on p.order_id = o.id where p.customer is not null`
  const phone: string | undefined =
    last && JSON.parse(open(last.sealed, customerContext(ctx.merchantId))).phone
  return phone ? maskPhone(phone) : null
}
