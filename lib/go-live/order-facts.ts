import { sql } from "@/db/index"
import type { Ctx } from "@/lib/auth/ctx"
import type { OrderFacts } from "./checks"
import type { Trace } from "./schema"

/** The orders that reached Pongo last: enough to tell, and read in milliseconds however many there are. */
const SAMPLE = 1_000

type Row = Record<keyof OrderFacts, unknown>

/**
 * What the last 1,000 orders that reached Pongo show.
 * @param options.isTest of the test till and the rehearsals, instead of the real ones
 */
export async function readOrderFacts(ctx: Ctx, { isTest }: { isTest: boolean }): Promise<OrderFacts> {
  const example = (condition: ReturnType<typeof sql>) => sql`(
    select jsonb_build_object('at', s.delivered_at, 'locationName', l.name,
      'till', coalesce(s.till_name, s.till_id), 'by', null, 'order', jsonb_build_object('id', s.id, 'ref', s.ref))
    from sent s join locations l on l.id = s.location_id
    where ${condition} order by s.closed_at desc, s.id desc limit 1)`
  const [row] = await sql<Row[]>`
    with recent as materialized (
      select order_id, closed_at, delivered_at, store_slug from deliveries
      where merchant_id = ${ctx.merchantId} and state = 'delivered'
        and ${isTest ? sql`is_test` : sql`not is_test`}
      order by closed_at desc nulls last, order_id desc nulls last limit ${SAMPLE}
    ), sent as materialized (
      select r.closed_at, r.delivered_at, r.store_slug, o.id, o.ref, o.location_id, o.till_id, o.till_name, o.paid_at,
             o.customer_id is not null or o.customer_phone_index is not null as has_customer, o.reward_count > 0 as has_reward,
             o.customer_id is not null as has_customer_id,
             o.reward_count > 0 and (o.warnings @? ${WRONG} or ${hasWrongAmount(ctx)}) as has_wrong_reward,
             o.reward_count > 0 and not o.warnings @? '$[*] ? (@.code == "reward_not_verified")' as is_verified,
             jsonb_array_length(coalesce(p.body -> 'lines', '[1]')) = 0 as is_empty,
             exists (select 1 from reward_holds h join rewards w on w.merchant_id = h.merchant_id and w.id = h.reward_id
                     where o.reward_count > 0 and h.order_id = o.id and w.type = 'free_product') as has_product,
             exists (select 1 from reward_holds h join rewards w on w.merchant_id = h.merchant_id and w.id = h.reward_id
                     where o.reward_count > 0 and h.order_id = o.id and w.type like 'voucher\\_%') as has_voucher
      from recent r
      join orders o on o.id = r.order_id
      left join order_payloads p on p.order_id = r.order_id
    )
    select count(*)::int as delivered,
      percentile_cont(0.5) within group (order by greatest(extract(epoch from delivered_at - paid_at), 0))
        filter (where paid_at is not null) as "medianSeconds",
      ${example(sql`true`)} as last,
      count(*) filter (where paid_at is null)::int as unpaid,
      ${example(sql`s.paid_at is null`)} as "lastUnpaid",
      count(*) filter (where store_slug is null)::int as "withoutSlug",
      count(*) filter (where has_customer)::int as "withCustomer",
      ${example(sql`s.has_customer`)} as "lastWithCustomer",
      count(*) filter (where is_empty)::int as "withoutItems",
      count(*) filter (where has_reward)::int as "withReward",
      ${example(sql`s.has_reward`)} as "lastWithReward",
      ${example(sql`s.is_verified and (s.has_product or s.has_voucher) and not s.has_wrong_reward`)} as "lastConfirmedUse",
      ${example(sql`s.has_customer_id`)} as "lastWithCustomerId",
      count(*) filter (where has_wrong_reward)::int as "wrongRewards",
      ${example(sql`s.has_wrong_reward`)} as "lastWrongReward",
      ${example(sql`s.has_product`)} as "lastRewardProduct",
      ${example(sql`s.has_voucher`)} as "lastRewardVoucher",
      ${example(sql`s.has_customer and exists (
        select 1 from order_events e where e.order_id = s.id and e.kind in ('payment_paid', 'changed'))`)} as "lastOpenLinked"
    from sent`
  return Object.fromEntries(
    Object.entries(row!).map(([key, value]) => [key, isTrace(value) ? normalised(value) : value]),
  ) as OrderFacts
}

/**
 * A line that gives a reward takes its worth off: a free product costs less than the catalogue says, unless it has paid
 * options, which stay paid; a voucher with a value is a negative line, of no more than its cents; any other adds nothing.
 */
const hasWrongAmount = ({ merchantId }: Ctx) => sql`exists (
  select 1 from jsonb_array_elements(case jsonb_typeof(p.body -> 'lines') when 'array' then p.body -> 'lines' else '[]' end) line
  join rewards w on w.merchant_id = ${merchantId} and w.id = line -> 'reward' ->> 'reward_id'
  left join products sold on sold.merchant_id = ${merchantId} and sold.sku = line ->> 'sku'
  cross join lateral (select (line ->> 'total_cents')::numeric as cents, (line ->> 'quantity')::numeric as quantity) l
  where case
    when w.type = 'free_product' then l.cents > 0 and l.cents >= coalesce(sold.price_cents * l.quantity, 0)
      and not coalesce(sold.has_paid_options, false)
    when w.type in ('voucher_amount', 'voucher_percent') and w.value > 0
      then l.cents >= 0 or (w.type = 'voucher_amount' and -l.cents > w.value)
    when w.type like 'voucher\\_%' then l.cents > 0
    else false end)`

/** Warnings that say a reward was not the right one, or not at the right amount. */
const WRONG =
  '$[*] ? (@.code == "reward_sku_mismatch" || @.code == "reward_not_verified" || @.code == "lines_total_mismatch")'

const isTrace = (value: unknown): value is Trace => typeof value === "object" && value !== null

/** As `toISOString` writes it: jsonb keeps PostgreSQL's own writing. */
const normalised = (trace: Trace): Trace => ({ ...trace, at: new Date(trace.at).toISOString() })
