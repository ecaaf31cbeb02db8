-- The heavy rows of an order, partitioned by month, so that a month that has served its time is dropped and not deleted.
-- Ids are UUIDs of version 7, which begin with the time they were made at: a month is a range of them, and an attempt
-- lies with its order. drizzle cannot express this; db/order-months.ts says how months come and lib/retention/old-months.ts
-- how they go. Both tables are copied here, under a lock.

-- The smallest id that can be made at this moment, milliseconds counting.
create function first_order_id(at timestamptz) returns uuid language sql immutable strict as
$$ select (lpad(to_hex(floor(extract(epoch from at) * 1000)::bigint), 12, '0') || repeat('0', 20))::uuid $$;
--> statement-breakpoint
-- Makes one month (UTC) of both tables, unless it is there. Attaching blocks nobody but who is at the default
-- partition; PARTITION OF would lock the whole table. Rows that fell into the default partition because their month
-- was missing go where they belong.
create function make_order_month(month date) returns void language plpgsql as $$
declare
  from_id uuid := first_order_id(month::timestamp at time zone 'UTC');
  to_id uuid := first_order_id((month + interval '1 month') at time zone 'UTC');
  parent text;
  part text;
  strays boolean;
begin
  foreach parent in array array['order_payloads', 'attempts'] loop
    part := parent || to_char(month, '_YYYY_MM');
    -- Not to_regclass: it may answer from before a lock was waited for.
    continue when exists (select 1 from pg_class where relname = part and relnamespace = 'public'::regnamespace);
    execute format('create table %I (like %I including all)', part, parent);
    execute format('lock table %I in access exclusive mode', parent || '_default');
    execute format('select exists (select 1 from %I where order_id >= $1 and order_id < $2)', parent || '_default')
      into strays using from_id, to_id;
    if strays then
      execute format('with gone as (delete from %I where order_id >= $1 and order_id < $2 returning *) '
                     'insert into %I select * from gone', parent || '_default', part) using from_id, to_id;
    end if;
    execute format('alter table %I attach partition %I for values from (%L) to (%L)', parent, part, from_id, to_id);
  end loop;
end $$;
--> statement-breakpoint
alter table order_payloads rename to order_payloads_before;
--> statement-breakpoint
alter table order_payloads_before rename constraint order_payloads_pkey to order_payloads_before_pkey;
--> statement-breakpoint
create table order_payloads (like order_payloads_before, primary key (order_id)) partition by range (order_id);
--> statement-breakpoint
create table order_payloads_default partition of order_payloads default;
--> statement-breakpoint
alter table attempts rename to attempts_before;
--> statement-breakpoint
alter table attempts_before drop constraint attempts_pkey;
--> statement-breakpoint
create table attempts (like attempts_before, constraint attempts_order_id_id_pk primary key (order_id, id))
  partition by range (order_id);
--> statement-breakpoint
create table attempts_default partition of attempts default;
--> statement-breakpoint
select make_order_month(month) from (
  select distinct date_trunc('month', to_timestamp(('x' || left(replace(id::text, '-', ''), 12))::bit(48)::bigint / 1000.0)
                    at time zone 'UTC')::date as month
  from orders where substr(id::text, 15, 1) = '7'
) months;
--> statement-breakpoint
insert into order_payloads select * from order_payloads_before;
--> statement-breakpoint
insert into attempts select * from attempts_before;
--> statement-breakpoint
drop table order_payloads_before, attempts_before;
