ALTER TABLE "rewards" ALTER COLUMN "value" SET DATA TYPE double precision;--> statement-breakpoint
ALTER TABLE "products" ADD COLUMN "sku_key" text NOT NULL;--> statement-breakpoint
ALTER TABLE "tills" ADD COLUMN "app_version" text;--> statement-breakpoint
ALTER TABLE "tills" ADD COLUMN "offline_orders" integer;--> statement-breakpoint
ALTER TABLE "tills" ADD COLUMN "oldest_offline_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "tills" ADD COLUMN "clock_skew_ms" bigint;--> statement-breakpoint
ALTER TABLE "tills" ADD COLUMN "reported_at" timestamp with time zone;--> statement-breakpoint
CREATE INDEX "products_sku_key" ON "products" USING btree ("merchant_id","sku_key");