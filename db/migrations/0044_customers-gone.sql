CREATE TABLE "customer_import_pages" (
	"merchant_id" uuid NOT NULL,
	"page" integer NOT NULL,
	"customer_ids" text[] NOT NULL,
	CONSTRAINT "customer_import_pages_merchant_id_page_pk" PRIMARY KEY("merchant_id","page")
);
--> statement-breakpoint
CREATE TABLE "customer_absences" (
	"merchant_id" uuid NOT NULL,
	"customer_id" text NOT NULL,
	"noted_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "customer_absences_merchant_id_customer_id_pk" PRIMARY KEY("merchant_id","customer_id")
);
--> statement-breakpoint
ALTER TABLE "connections" ADD COLUMN "webhooks_checked_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "connections" ADD COLUMN "webhooks_renewed_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "customer_imports" ADD COLUMN "customers_gone" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "customers" ADD COLUMN "gone_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "customer_import_pages" ADD CONSTRAINT "customer_import_pages_merchant_id_merchants_id_fk" FOREIGN KEY ("merchant_id") REFERENCES "public"."merchants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "customer_absences" ADD CONSTRAINT "customer_absences_merchant_id_merchants_id_fk" FOREIGN KEY ("merchant_id") REFERENCES "public"."merchants"("id") ON DELETE no action ON UPDATE no action;