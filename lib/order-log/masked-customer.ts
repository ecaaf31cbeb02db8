import type postgres from "postgres"
import { sql } from "@/db/index"
import { openProfile } from "@/lib/customers/queries"
import { openCustomer } from "@/lib/orders/queries"
import type { OrderCustomer } from "@/lib/orders/schema"
import { maskPhone } from "@/lib/phone"

/** A customer as a list of orders shows them, masked. */
export type ShownCustomer = {
  /** Pongo's id, when the order or the directory knows it. */
  id: string | null
  /** First name and initial, else the masked phone; null when neither is known. */
  name: string | null
}

export type StoredCustomer = {
  customerId: string | null
  sealedProfile: string | null
  sealedCustomer: string | null
  isNamed: boolean
}

type Fragment = postgres.PendingQuery<postgres.Row[]>

/** Customer columns for the rows of one page; `o` is the order. The directory takes precedence over the till's data. */
export const customerColumns = (): Fragment => sql`
  coalesce(o.customer_id, c.id) as "customerId", c.profile as "sealedProfile", p.customer as "sealedCustomer",
  (o.customer_id is not null or o.customer_phone_index is not null) as "isNamed"`

export const customerJoins = (): Fragment => sql`
  left join customers c on c.merchant_id = o.merchant_id and c.id = coalesce(o.customer_id, (
    select k.id from customers k where k.merchant_id = o.merchant_id and k.phone_index = o.customer_phone_index))
  left join order_payloads p on p.order_id = o.id and c.profile is null and o.customer_phone_index is not null`

/** Decrypts and masks the customer of one row. */
export function withCustomer<Row extends StoredCustomer>(
  merchantId: string,
  row: Row,
): Omit<Row, keyof StoredCustomer> & { customer: ShownCustomer | null } {
  const { customerId, sealedProfile, sealedCustomer, isNamed, ...rest } = row
  if (!isNamed) return { ...rest, customer: null }
  const known =
    sealedProfile && customerId
      ? openProfile(merchantId, customerId, sealedProfile)
      : sealedCustomer
        ? asProfile(openCustomer(merchantId, sealedCustomer))
        : null
  return { ...rest, customer: { id: customerId, name: known && maskedName(known) } }
}

type Names = { firstName: string | null; lastName: string | null; phone: string | null }

function asProfile(customer: OrderCustomer): Names | null {
  if ("id" in customer) return null
  return {
    firstName: customer.first_name ?? null,
    lastName: customer.last_name ?? null,
    phone: customer.phone,
  }
}

/** First name and initial, else the masked phone. */
export function maskedName({ firstName, lastName, phone }: Names): string | null {
  const first = firstName?.trim()
  const initial = [...(lastName?.trim() ?? "")][0]
  return [first, first && initial && `${initial}.`].filter(Boolean).join(" ") || (phone && maskPhone(phone))
}
