CREATE TABLE "day_totals" (
	"merchant_id" uuid NOT NULL,
	"location_id" uuid NOT NULL,
	"day" date NOT NULL,
	"orders" integer NOT NULL,
	"total_cents" integer NOT NULL,
	"order_refs" jsonb,
	"reported_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "day_totals_merchant_id_location_id_day_pk" PRIMARY KEY("merchant_id","location_id","day")
);
--> statement-breakpoint
ALTER TABLE "day_totals" ADD CONSTRAINT "day_totals_merchant_id_merchants_id_fk" FOREIGN KEY ("merchant_id") REFERENCES "public"."merchants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "day_totals" ADD CONSTRAINT "day_totals_location_id_locations_id_fk" FOREIGN KEY ("location_id") REFERENCES "public"."locations"("id") ON DELETE no action ON UPDATE no action;