CREATE TABLE "identified_customers" (
	"merchant_id" uuid NOT NULL,
	"customer_id" text NOT NULL,
	"location_id" uuid NOT NULL,
	"how" text NOT NULL,
	"is_rehearsal" boolean NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "identified_customers_merchant_id_customer_id_location_id_how_is_rehearsal_pk" PRIMARY KEY("merchant_id","customer_id","location_id","how","is_rehearsal")
);
--> statement-breakpoint
ALTER TABLE "identified_customers" ADD CONSTRAINT "identified_customers_merchant_id_merchants_id_fk" FOREIGN KEY ("merchant_id") REFERENCES "public"."merchants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "identified_customers" ADD CONSTRAINT "identified_customers_location_id_locations_id_fk" FOREIGN KEY ("location_id") REFERENCES "public"."locations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "identified_customers_age" ON "identified_customers" USING btree ("merchant_id","at");--> statement-breakpoint
-- Until now a code counted as scanned unless the till said that it was typed.
UPDATE "till_evidence" SET "kind" = 'identified_by_code' WHERE "kind" = 'identified_by_scan';
