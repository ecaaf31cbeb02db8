ALTER TABLE "incidents" ADD COLUMN "location_count" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
-- Locations without a store, and gone stores, were an incident each. The first open one of a merchant takes the orders of
-- the others, which end without a word; they keep their counts, and what arrives later is counted in both.
create temporary table merged on commit drop as
select id, first_value(id) over (partition by merchant_id, cause order by opened_at, id) as keeper
from incidents where state = 'open' and cause in ('location_unmapped', 'store_gone');--> statement-breakpoint
insert into incident_orders (incident_id, order_id, merchant_id, location_id, touched_at, ended_at, recovered_at)
select m.keeper, o.order_id, o.merchant_id, o.location_id, o.touched_at, o.ended_at, o.recovered_at
from merged m join incident_orders o on o.incident_id = m.id where m.id <> m.keeper
on conflict do nothing;--> statement-breakpoint
update incident_orders o set ended_at = coalesce(o.ended_at, now())
from merged m where o.incident_id = m.id and m.id <> m.keeper;--> statement-breakpoint
update incidents i set state = 'closed', closed_at = now(), remaining = 0
from merged m where i.id = m.id and m.id <> m.keeper;--> statement-breakpoint
update incidents i set cause_key = '', location_id = case when c.places = 1 then i.location_id end,
  location_count = c.places, orders = c.orders, recovered = c.recovered, remaining = c.remaining,
  customers = c.customers, amount_cents = c.amount_cents, began_at = c.began_at
from merged m join lateral (
  select count(*) as orders, count(o.recovered_at) as recovered, count(*) filter (where o.ended_at is null) as remaining,
         greatest(1, count(distinct o.location_id)) as places, min(o.touched_at) as began_at,
         count(distinct coalesce(p.customer_id, p.customer_phone_index)) as customers,
         coalesce(sum(p.total_cents), 0) as amount_cents
  from incident_orders o join orders p on p.id = o.order_id where o.incident_id = m.id
) c on c.orders > 0
where i.id = m.id and m.id = m.keeper;--> statement-breakpoint
update incidents i set cause_key = '' from merged m where i.id = m.id and m.id = m.keeper;
