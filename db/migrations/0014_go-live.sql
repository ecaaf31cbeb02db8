CREATE TABLE "go_live_rehearsals" (
	"id" uuid PRIMARY KEY NOT NULL,
	"merchant_id" uuid NOT NULL,
	"state" text NOT NULL,
	"steps" jsonb NOT NULL,
	"started_by" text NOT NULL,
	"started_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "go_live_reports" (
	"id" uuid PRIMARY KEY NOT NULL,
	"merchant_id" uuid NOT NULL,
	"made_at" timestamp with time zone NOT NULL,
	"made_by" text NOT NULL,
	"result" text NOT NULL,
	"required_count" integer NOT NULL,
	"passed_count" integer NOT NULL,
	"subject" jsonb NOT NULL,
	"rows" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "reward_preflights" (
	"merchant_id" uuid PRIMARY KEY NOT NULL,
	"checked_at" timestamp with time zone NOT NULL,
	"failing" jsonb NOT NULL,
	"added" jsonb NOT NULL,
	"previous_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "till_capabilities" (
	"merchant_id" uuid PRIMARY KEY NOT NULL,
	"can_scan" boolean NOT NULL,
	"can_vouchers" boolean NOT NULL,
	"declared_by" text NOT NULL,
	"declared_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "till_evidence" (
	"merchant_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"is_rehearsal" boolean NOT NULL,
	"first_at" timestamp with time zone NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"location_id" uuid,
	"till_id" text,
	"actor" text NOT NULL,
	CONSTRAINT "till_evidence_merchant_id_kind_is_rehearsal_pk" PRIMARY KEY("merchant_id","kind","is_rehearsal")
);
--> statement-breakpoint
ALTER TABLE "go_live_rehearsals" ADD CONSTRAINT "go_live_rehearsals_merchant_id_merchants_id_fk" FOREIGN KEY ("merchant_id") REFERENCES "public"."merchants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "go_live_reports" ADD CONSTRAINT "go_live_reports_merchant_id_merchants_id_fk" FOREIGN KEY ("merchant_id") REFERENCES "public"."merchants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reward_preflights" ADD CONSTRAINT "reward_preflights_merchant_id_merchants_id_fk" FOREIGN KEY ("merchant_id") REFERENCES "public"."merchants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "till_capabilities" ADD CONSTRAINT "till_capabilities_merchant_id_merchants_id_fk" FOREIGN KEY ("merchant_id") REFERENCES "public"."merchants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "till_evidence" ADD CONSTRAINT "till_evidence_merchant_id_merchants_id_fk" FOREIGN KEY ("merchant_id") REFERENCES "public"."merchants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "go_live_rehearsals_running" ON "go_live_rehearsals" USING btree ("merchant_id") WHERE state = 'running';--> statement-breakpoint
CREATE INDEX "go_live_rehearsals_last" ON "go_live_rehearsals" USING btree ("merchant_id","started_at" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "go_live_reports_list" ON "go_live_reports" USING btree ("merchant_id","made_at" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "deliveries_test" ON "deliveries" USING btree ("merchant_id","closed_at" DESC NULLS LAST,"order_id" DESC NULLS LAST) WHERE is_test;
--> statement-breakpoint
-- A dated report says what was so on its day: nothing may rewrite it.
create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'rows of % are never changed', tg_table_name;
end $$;--> statement-breakpoint
create trigger go_live_reports_fixed before update or delete on go_live_reports
for each row execute function refuse_change();
