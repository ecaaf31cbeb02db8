CREATE TABLE "catalog_imports" (
	"id" uuid PRIMARY KEY NOT NULL,
	"merchant_id" uuid NOT NULL,
	"file_name" text NOT NULL,
	"reading" jsonb NOT NULL,
	"row_count" integer NOT NULL,
	"error_count" integer NOT NULL,
	"errors" jsonb NOT NULL,
	"products" jsonb,
	"read_by" text NOT NULL,
	"read_at" timestamp with time zone DEFAULT now() NOT NULL,
	"mode" text,
	"added_count" integer,
	"changed_count" integer,
	"deactivated_count" integer,
	"imported_by" text,
	"imported_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "sku_aliases" (
	"merchant_id" uuid NOT NULL,
	"alias_key" text NOT NULL,
	"alias" text NOT NULL,
	"sku" text NOT NULL,
	"accepted_by" text NOT NULL,
	"accepted_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "sku_aliases_merchant_id_alias_key_pk" PRIMARY KEY("merchant_id","alias_key")
);
--> statement-breakpoint
ALTER TABLE "connections" ADD COLUMN "rewards_fetched_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "connections" ADD COLUMN "rewards_error" text;--> statement-breakpoint
ALTER TABLE "catalog_imports" ADD CONSTRAINT "catalog_imports_merchant_id_merchants_id_fk" FOREIGN KEY ("merchant_id") REFERENCES "public"."merchants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sku_aliases" ADD CONSTRAINT "sku_aliases_merchant_id_merchants_id_fk" FOREIGN KEY ("merchant_id") REFERENCES "public"."merchants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sku_aliases" ADD CONSTRAINT "sku_aliases_merchant_id_sku_products_merchant_id_sku_fk" FOREIGN KEY ("merchant_id","sku") REFERENCES "public"."products"("merchant_id","sku") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "catalog_imports_history" ON "catalog_imports" USING btree ("merchant_id","imported_at" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "sku_aliases_sku" ON "sku_aliases" USING btree ("merchant_id","sku");