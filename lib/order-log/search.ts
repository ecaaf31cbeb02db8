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
 * What somebody wrote into the log's one box, as filters that may stand in an address: a customer for a phone (by its
 * blind index), a `cust_…` or an e-mail, else an order's number or receipt.
 * @throws AppError `customer_not_found` for an e-mail that not exactly one customer has: it must not become a text
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
  // Some tills number their orders with ten digits.
  if (subject.kind === "number" || (await isOrderNumber(ctx, q))) return { q }
  return { customer: `ph_${blindIndex(subject.e164, phoneContext(ctx.merchantId))}` }
}

async function isOrderNumber(ctx: Ctx, q: string): Promise<boolean> {
  const found = await sql`
    select 1 from orders
    where merchant_id = ${ctx.merchantId} and (lower(ref) = lower(${q}) or lower(external_ref) = lower(${q})) limit 1`
  return found.length > 0
}

/** Who the filter `customer` is about, masked: by the directory, else by their last order. Null: nothing is known. */
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
