import { sql } from "@/db/index"
import { makeOrderMonths } from "@/db/order-months"
import type { Ctx } from "@/lib/auth/ctx"
import { newIdAt } from "@/lib/id"
import { closeDays } from "@/lib/reconciliation/close"
import { fillBasket, LOCATIONS } from "./menu"

const DAYS = 30
const ORDERS_PER_DAY_AND_LOCATION = 24
const CHUNK = 500

/** The reward that a few customers in a hundred buy. */
const COFFEE = { rewardId: "rew_0ece003f2e", sku: "CAF-01", name: "Café", points: 50, share: 0.06 }

/** Hours of service in UTC, one or two behind Paris. */
const SERVICES = { morning: [7, 9.5], lunch: [11, 13.25], dinner: [18, 21.5] } as const

const REFUSAL = "The given data was invalid."
const REFUSAL_BODY = JSON.stringify({ message: REFUSAL, errors: { lines: ["A line has no external_id."] } })

/**
 * Writes a month of orders as the workers would have left them: nearly all delivered, some at the second attempt, a few
 * refused, a few cancelled. Those of the unmapped location are held. Past days are closed, as each night would have
 * done. Every seeding writes the same history.
 */
export async function writeHistory(ctx: Ctx, locationIds: Map<string, string>): Promise<number> {
  const random = seeded(20261122)
  const today = new Date()
  const rows = []
  for (let day = DAYS; day >= 0; day--) {
    for (const location of LOCATIONS) {
      // The last location opened a week ago and is still unmapped.
      if (!location.store && day > 6) continue
      const weekend = [0, 5, 6].includes(new Date(today.getTime() - day * 86_400_000).getDay())
      const count = Math.round(ORDERS_PER_DAY_AND_LOCATION * (weekend ? 1.4 : 1) * (0.7 + random() * 0.6))
      for (let n = 0; n < count; n++) {
        const closedAt = timeOfService(today, day, random)
        if (closedAt > today) continue
        rows.push(makeOrder(ctx, location, locationIds.get(location.id)!, closedAt, random))
      }
    }
  }
  rows.sort((a, b) => a.closed_at.localeCompare(b.closed_at))
  for (const [index, row] of rows.entries()) {
    row.ref = `${row.closed_at.slice(0, 10).replaceAll("-", "")}-${String(1000 + index)}`
    if (row.store_slug) row.pongo_ref = row.ref
  }
  await makeOrderMonths(sql, new Date(rows[0]?.closed_at ?? today))
  for (let from = 0; from < rows.length; from += CHUNK) await insert(rows.slice(from, from + CHUNK))
  await closeDays(ctx)
  return rows.length
}

function timeOfService(today: Date, daysAgo: number, random: () => number): Date {
  const dice = random()
  const [from, to] = dice < 0.15 ? SERVICES.morning : dice < 0.65 ? SERVICES.lunch : SERVICES.dinner
  const hour = from + random() * (to - from)
  const at = new Date(today)
  at.setUTCDate(at.getUTCDate() - daysAgo)
  at.setUTCHours(0, 0, 0, 0)
  return new Date(at.getTime() + Math.round(hour * 3_600_000))
}

function makeOrder(
  ctx: Ctx,
  location: (typeof LOCATIONS)[number],
  locationId: string,
  closedAt: Date,
  random: () => number,
) {
  const { lines, total_cents } = fillBasket(random)
  const dice = random()
  const isMapped = location.store !== null
  const fate = !isMapped
    ? "held"
    : dice < 0.004
      ? "refused"
      : dice < 0.012
        ? "cancelled"
        : dice < 0.04
          ? "second"
          : "first"
  const till = location.tills[Math.floor(random() * location.tills.length)]!
  const deliveredAt = new Date(closedAt.getTime() + (fate === "second" ? 7_000 : 400) + random() * 900)
  const isDelivered = fate === "first" || fate === "second"
  const id = newIdAt(closedAt)
  const customerId = random() < 0.62 ? `cust_demo${Math.floor(random() * 60)}` : null
  const hash = customerId && fate === "first" && random() < COFFEE.share ? `demo-${id}` : null
  return {
    id,
    merchant_id: ctx.merchantId,
    location_id: locationId,
    ref: "",
    state: fate === "cancelled" ? "cancelled" : "paid",
    closed_at: closedAt.toISOString(),
    total_cents,
    customer_id: customerId,
    reward_hash: hash,
    till_id: `${location.id}-${till.toLowerCase().replaceAll(" ", "-")}`,
    till_name: till,
    delivery: isDelivered
      ? "delivered"
      : fate === "refused"
        ? "failed"
        : fate === "cancelled"
          ? "skipped"
          : "queued",
    reason: fate === "refused" ? "rejected_by_pongo" : fate === "cancelled" ? "cancelled" : null,
    message: fate === "refused" ? REFUSAL : null,
    store_slug: isDelivered || fate === "refused" ? location.store : null,
    pongo_ref: null as string | null,
    attempts: fate === "second" ? 2 : isDelivered || fate === "refused" ? 1 : 0,
    delivered_at: isDelivered ? deliveredAt.toISOString() : null,
    failed_first: fate === "second",
    refused: fate === "refused",
    duration_ms: Math.round(80 + random() * 240),
    body: {
      lines: hash ? [...lines, coffeeLine(hash)] : lines,
      total_cents,
      channel: till === "Borne" ? "kiosk" : "pos",
      delivery_mode: "on_site",
      created_at: closedAt.toISOString(),
      payments: [{ method: "card", amount_cents: total_cents }],
    },
  }
}

function coffeeLine(hash: string) {
  const { sku, name, rewardId } = COFFEE
  return {
    sku,
    name,
    quantity: 1,
    unit_price_cents: 0,
    total_cents: 0,
    reward: { reward_id: rewardId, hash },
  }
}

async function insert(rows: ReturnType<typeof makeOrder>[]) {
  const batch = sql`
    jsonb_to_recordset(${sql.json(rows as never)}) as r(
      id uuid, merchant_id uuid, location_id uuid, ref text, state text, closed_at timestamptz, total_cents int,
      customer_id text, reward_hash text, till_id text, till_name text, delivery text, reason text, message text, store_slug text,
      pongo_ref text, attempts int, delivered_at timestamptz, failed_first boolean, refused boolean, duration_ms int,
      body jsonb)`
  await sql.begin(async (tx) => {
    await tx`
      insert into orders (id, merchant_id, location_id, ref, state, payload_hash, closed_at, total_cents, customer_id,
                          reward_count, till_id, till_name, received_at, paid_at)
      select id, merchant_id, location_id, ref, state, md5(id::text), closed_at, total_cents, customer_id,
             (reward_hash is not null)::int, till_id, till_name, closed_at + interval '300 ms', case when state = 'paid' then closed_at end
      from ${batch}`
    await tx`insert into order_payloads (order_id, body) select id, body from ${batch}`
    await tx`
      insert into deliveries (order_id, merchant_id, location_id, closed_at, state, reason, message, store_slug,
                              pongo_order_ref, maybe_sent, attempts, schedule_step, next_attempt_at, last_attempt_at,
                              delivered_at)
      select id, merchant_id, location_id, closed_at, delivery, reason, message, store_slug, pongo_ref,
             delivery = 'delivered', attempts, attempts, closed_at, delivered_at, delivered_at
      from ${batch}`
    await tx`
      insert into redemptions (id, merchant_id, customer_id, reward_id, location_id, till_id, actor, request_key, state,
                               wallet_before, hash, points, started_at, settled_at)
      select gen_random_uuid(), merchant_id, customer_id, ${COFFEE.rewardId}, location_id, till_id, 'system::demo', reward_hash,
             'bought', '[]', reward_hash, ${COFFEE.points}, closed_at - interval '4 min', closed_at - interval '4 min'
      from ${batch} where reward_hash is not null`
    await tx`
      insert into reward_holds (merchant_id, hash, customer_id, reward_id, state, order_id, updated_at)
      select merchant_id, reward_hash, customer_id, ${COFFEE.rewardId}, 'on_order', id, closed_at
      from ${batch} where reward_hash is not null`
    await tx`
      insert into attempts (id, order_id, merchant_id, started_at, duration_ms, trigger, outcome, error_kind, http_status,
                            message, is_counted, next_attempt_at, store_slug, response)
      select gen_random_uuid(), id, merchant_id, closed_at + interval '400 ms', duration_ms, 'first',
             case when refused then 'rejected' else 'will_retry' end, case when refused then 'invalid' else 'server_error' end,
             case when refused then 422 else 503 end, case when refused then message else 'Service Unavailable' end, true,
             case when failed_first then delivered_at end, store_slug, case when refused then ${REFUSAL_BODY} end
      from ${batch} where failed_first or refused`
    await tx`
      insert into attempts (id, order_id, merchant_id, started_at, duration_ms, trigger, outcome, http_status, is_counted,
                            store_slug, response)
      select gen_random_uuid(), id, merchant_id, delivered_at, duration_ms,
             case when failed_first then 'automatic' else 'first' end, 'delivered', 201, true, store_slug,
             '{"data":{"id":"' || ref || '"}}'
      from ${batch} where delivery = 'delivered'`
  })
}

/** mulberry32, a seeded generator: every run gives the same numbers. */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
