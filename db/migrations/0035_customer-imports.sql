CREATE TABLE "customer_imports" (
	"merchant_id" uuid PRIMARY KEY NOT NULL,
	"started_at" timestamp with time zone NOT NULL,
	"next_page" integer DEFAULT 1 NOT NULL,
	"last_page" integer,
	"page_digest" text,
	"customers_read" integer DEFAULT 0 NOT NULL,
	"finished_at" timestamp with time zone,
	"last_complete_at" timestamp with time zone,
	"error" text
);
--> statement-breakpoint
ALTER TABLE "connections" ADD COLUMN "webhooks_error" text;--> statement-breakpoint
ALTER TABLE "reward_holds" ADD COLUMN "pin" text;--> statement-breakpoint
ALTER TABLE "customer_imports" ADD CONSTRAINT "customer_imports_merchant_id_merchants_id_fk" FOREIGN KEY ("merchant_id") REFERENCES "public"."merchants"("id") ON DELETE no action ON UPDATE no action;