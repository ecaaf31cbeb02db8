CREATE TABLE "mapping_suggestions" (
	"location_id" uuid PRIMARY KEY NOT NULL,
	"merchant_id" uuid NOT NULL,
	"store_slug" text NOT NULL,
	"confidence" double precision NOT NULL,
	"reasons" text[] NOT NULL,
	"doubts" text[] NOT NULL
);
--> statement-breakpoint
CREATE TABLE "suggestion_runs" (
	"merchant_id" uuid PRIMARY KEY NOT NULL,
	"wanted" bigint NOT NULL,
	"computed" bigint DEFAULT 0 NOT NULL,
	"computed_at" timestamp with time zone
);
--> statement-breakpoint
ALTER TABLE "mapping_suggestions" ADD CONSTRAINT "mapping_suggestions_location_id_locations_id_fk" FOREIGN KEY ("location_id") REFERENCES "public"."locations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "suggestion_runs" ADD CONSTRAINT "suggestion_runs_merchant_id_merchants_id_fk" FOREIGN KEY ("merchant_id") REFERENCES "public"."merchants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "mapping_suggestions_merchant" ON "mapping_suggestions" USING btree ("merchant_id");--> statement-breakpoint
-- Whatever writes a location, a store or a mapping makes the merchant's suggestions out of date. One job a merchant
-- waits at a time, and a steady stream of changes does not put it off.
create function want_suggestions() returns trigger language plpgsql as $$
declare
  merchant uuid;
begin
  for merchant in select distinct merchant_id from changed order by merchant_id loop
    insert into suggestion_runs (merchant_id, wanted) values (merchant, 1)
    on conflict (merchant_id) do update set wanted = suggestion_runs.wanted + 1;
    perform graphile_worker.add_job(
      'suggest_stores', json_build_object('merchantId', merchant), queue_name => 'suggest_stores',
      job_key => 'suggest_stores:' || merchant, job_key_mode => 'preserve_run_at',
      run_at => now() + interval '1 second');
  end loop;
  return null;
end $$;--> statement-breakpoint
create trigger locations_added after insert on locations
referencing new table as changed for each statement execute function want_suggestions();--> statement-breakpoint
create trigger locations_changed after update on locations
referencing new table as changed for each statement execute function want_suggestions();--> statement-breakpoint
create trigger stores_added after insert on stores
referencing new table as changed for each statement execute function want_suggestions();--> statement-breakpoint
create trigger stores_changed after update on stores
referencing new table as changed for each statement execute function want_suggestions();--> statement-breakpoint
create trigger store_mappings_added after insert on store_mappings
referencing new table as changed for each statement execute function want_suggestions();--> statement-breakpoint
create trigger store_mappings_changed after update on store_mappings
referencing new table as changed for each statement execute function want_suggestions();--> statement-breakpoint
create trigger store_mappings_removed after delete on store_mappings
referencing old table as changed for each statement execute function want_suggestions();--> statement-breakpoint
-- Merchants who are here already: the worker finds them within minutes.
insert into suggestion_runs (merchant_id, wanted) select id, 1 from merchants;
