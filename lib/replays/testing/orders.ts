import type { DeliveryState, OrderState } from "@/db/enums"
import { sql } from "@/db/index"
import { newId } from "@/lib/id"

type Row = {
  delivery?: DeliveryState
  order?: OrderState
  reason?: string
  /** The next trigger of a pending order. */
  trigger?: string
  customer?: string | null
  cents?: number
  isTest?: boolean
  hasContent?: boolean
}

/** Makes `count` identical orders at a location, closed one second apart; failed by default. */
export async function makeOrders(
  location: { merchantId: string; locationId: string; storeSlug?: string },
  count: number,
  row: Row = {},
): Promise<string[]> {
  const { delivery = "failed", order = "paid", reason = null, trigger = "automatic", customer = null } = row
  const body = {
    total_cents: row.cents ?? 1000,
    channel: "pos",
    delivery_mode: "on_site",
    created_at: new Date().toISOString(),
    lines:
      row.hasContent === false
        ? []
        : [{ sku: "A", name: "A", quantity: 1, unit_price_cents: 1000, total_cents: row.cents ?? 1000 }],
  }
  const batch = newId()
  const made = await sql<{ id: string }[]>`
    with made as (
      insert into orders (id, merchant_id, location_id, ref, state, payload_hash, closed_at, total_cents, customer_id,
                          received_at, paid_at)
      select gen_random_uuid(), ${location.merchantId}, ${location.locationId}, ${batch} || '-' || i, ${order}, '', now() - interval '2 days' + i * interval '1 second',
             ${row.cents ?? 1000}, ${customer}, now(), now()
      from generate_series(1, ${count}) i
      returning *
    ), content as (
      insert into order_payloads (order_id, body) select id, ${sql.json(body)} from made
    )
    insert into deliveries (order_id, merchant_id, location_id, closed_at, state, reason, is_test, attempts, store_slug,
                            pongo_order_ref, maybe_sent, next_trigger, next_attempt_at, last_attempt_at, delivered_at)
    select id, merchant_id, location_id, closed_at, ${delivery}, ${reason ?? (delivery === "failed" ? "retries_exhausted" : null)},
           ${row.isTest ?? false}, 1, ${delivery === "delivered" ? (location.storeSlug ?? "a-store") : null},
           case when ${delivery} = 'delivered' then ref end, ${delivery === "delivered"}, ${trigger},
           now() + interval '6 hours', now(), case when ${delivery} = 'delivered' then now() end
    from made
    returning order_id as id`
  return made.map(({ id }) => id)
}
