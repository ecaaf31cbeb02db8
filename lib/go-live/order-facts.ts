import type { PendingQuery, Row } from "postgres"
import { sql } from "@/db/index"
import type { Ctx } from "@/lib/auth/ctx"
import { customerIdOf } from "@/lib/orders/queries"
import type { OrderFacts } from "./checks"
import type { Trace } from "./schema"

/** Number of latest orders read: enough to judge by, and read in milliseconds however many there are. */
const SAMPLE = 1_000
/** A till's clock may be this far ahead of ours. */
const CLOCKS_APART_SECONDS = 5

type Found = Record<keyof OrderFacts, unknown>
type Fragment = PendingQuery<Row[]>

/**
 * Facts from the last 1,000 orders that reached Pongo.
 * @param options.isTest reads orders of the test till and the rehearsals instead of real ones
 */
export async function readOrderFacts(ctx: Ctx, { isTest }: { isTest: boolean }): Promise<OrderFacts> {
  /** Whether the order's customer was found at its location in this way, at a time that meets the condition. */
  const isOf = (how: "phone" | "scan", then: Fragment) => sql`exists (
    select 1 from identified_customers i
    where i.merchant_id = ${ctx.merchantId} and i.customer_id = s.customer_id and i.location_id = s.location_id
      and i.how = ${how} and i.is_rehearsal = ${isTest} and ${then})`
  const example = (condition: Fragment) => sql`(
    select jsonb_build_object('at', s.delivered_at, 'locationName', l.name,
      'till', coalesce(s.till_name, s.till_id), 'by', null, 'order', jsonb_build_object('id', s.id, 'ref', s.ref))
    from sent s join locations l on l.id = s.location_id
    where ${condition} order by s.closed_at desc, s.id desc limit 1)`
  const [row] = await sql<Found[]>`
    with recent as materialized (
      select order_id, closed_at, delivered_at, store_slug from deliveries
      where merchant_id = ${ctx.merchantId} and state = 'delivered'
        and ${isTest ? sql`is_test` : sql`not is_test`}
      order by closed_at desc nulls last, order_id desc nulls last limit ${SAMPLE}
    ), sent as materialized (
      select r.closed_at, r.delivered_at, r.store_slug, o.id, o.ref, o.location_id, o.till_id, o.till_name, o.paid_at,
             o.received_at, o.customer_id is not null as names_id, ${customerIdOf("o")} as customer_id,
             o.customer_id is not null or o.customer_phone_index is not null as has_customer,
             o.reward_count > 0 and ${hasLine(sql`w.id is not null`)} as has_reward,
             o.reward_count > 0 and (o.warnings @? ${WRONG} or ${hasLine(isWrongAmount())}) as has_wrong_reward,
             jsonb_array_length(coalesce(p.body -> 'lines', '[]')) > 0 as has_items,
             o.reward_count > 0 and ${hasLine(sql`h.hash is not null and w.type = 'free_product'`)} as has_product,
             o.reward_count > 0 and ${hasLine(sql`h.hash is not null and w.type like 'voucher\\_%'`)} as has_voucher
      from recent r
      join orders o on o.id = r.order_id
      left join order_payloads p on p.order_id = r.order_id
    )
    select count(*)::int as delivered,
      -- A till whose clock is ahead says that it was paid after it was sent: that shows nothing.
      percentile_cont(0.5) within group (order by greatest(extract(epoch from delivered_at - paid_at), 0))
        filter (where paid_at <= delivered_at + make_interval(secs => ${CLOCKS_APART_SECONDS})) as "medianSeconds",
      ${example(sql`true`)} as last,
      count(*) filter (where paid_at is null)::int as unpaid,
      ${example(sql`s.paid_at is null`)} as "lastUnpaid",
      count(*) filter (where store_slug is null)::int as "withoutSlug",
      count(*) filter (where has_customer)::int as "withCustomer",
      ${example(sql`s.has_customer`)} as "lastWithCustomer",
      count(*) filter (where has_items)::int as "withItems",
      ${example(sql`s.has_items`)} as "lastWithItems",
      count(*) filter (where has_reward)::int as "withReward",
      ${example(sql`s.has_reward`)} as "lastWithReward",
      ${example(sql`(s.has_product or s.has_voucher) and not s.has_wrong_reward`)} as "lastConfirmedUse",
      ${example(sql`s.names_id and ${isOf("scan", sql`i.at <= s.received_at`)}`)} as "lastOfScanned",
      count(*) filter (where has_wrong_reward)::int as "wrongRewards",
      ${example(sql`s.has_wrong_reward`)} as "lastWrongReward",
      ${example(sql`s.has_product`)} as "lastRewardProduct",
      ${example(sql`s.has_voucher`)} as "lastRewardVoucher",
      ${example(sql`s.has_customer and ${wasOpen()}`)} as "lastOpenLinked",
      ${example(isOf("phone", wasOpen(sql`e.at >= i.at`)))} as "lastFoundLinked"
    from sent`
  return Object.fromEntries(
    Object.entries(row!).map(([key, value]) => [key, isTrace(value) ? normalised(value) : value]),
  ) as OrderFacts
}

/** Whether the order was open: it was changed, or paid after it arrived. */
const wasOpen = (then: Fragment = sql`true`) => sql`exists (
  select 1 from order_events e where e.order_id = s.id and e.kind in ('payment_paid', 'changed') and ${then})`

/**
 * Whether a line that is still kept has a known reward that meets the condition. `h` is the wallet entry that the line
 * confirms; there is none for a line that went without its reward.
 */
const hasLine = (isSo: Fragment) => sql`exists (
  select 1 from jsonb_array_elements(coalesce(p.body -> 'lines', '[]')) line
  join rewards w on w.merchant_id = o.merchant_id and w.id = line -> 'reward' ->> 'reward_id'
  left join reward_holds h on h.merchant_id = o.merchant_id and h.hash = line -> 'reward' ->> 'hash'
    and h.order_id = o.id and h.state = 'on_order'
  left join products sold on sold.merchant_id = o.merchant_id and sold.sku = line ->> 'sku'
  cross join lateral (select (line ->> 'total_cents')::numeric as cents) l
  cross join lateral (
    select coalesce(sum(b.cents), 0) as gross, coalesce(sum(b.cents) filter (where b.cents > 0), 0) as goods from (
      select (each ->> 'total_cents')::numeric as cents from jsonb_array_elements(p.body -> 'lines') each) b
  ) sums
  cross join lateral (select greatest(sums.gross - l.cents, 0) as cents) rest
  where ${isSo})`

/**
 * A reward line must deduct exactly the reward's value. A free product costs only its paid options. An amount voucher
 * takes its amount or all that is left. A percentage applies to the total before it (with other vouchers, before or
 * after them), to the cent.
 */
const isWrongAmount = () => sql`case
  when w.type = 'free_product' then l.cents > 0 and not coalesce(sold.has_paid_options, false)
  when w.type = 'voucher_amount' and w.value > 0
    then l.cents >= 0 or -l.cents > w.value or -l.cents < least(w.value, rest.cents)
  when w.type = 'voucher_percent' and w.value > 0
    then l.cents >= 0 or -l.cents > round(sums.goods * w.value / 100) + 1
      or -l.cents < round(rest.cents * w.value / 100) - 1
  when w.type like 'voucher\\_%' then l.cents > 0
  else false end`

/** Warnings that mean a wrong reward or a wrong amount. */
const WRONG =
  '$[*] ? (@.code == "reward_sku_mismatch" || @.code == "reward_not_verified" || @.code == "lines_total_mismatch")'

const isTrace = (value: unknown): value is Trace => typeof value === "object" && value !== null

/** In the format of `toISOString`: jsonb keeps PostgreSQL's own. */
const normalised = (trace: Trace): Trace => ({ ...trace, at: new Date(trace.at).toISOString() })
