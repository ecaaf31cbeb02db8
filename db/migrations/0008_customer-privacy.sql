ALTER TABLE "webhook_events" ALTER COLUMN "body" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "merchants" ADD COLUMN "order_content_days" integer DEFAULT 400 NOT NULL;--> statement-breakpoint
ALTER TABLE "merchants" ADD COLUMN "personal_data_days" integer DEFAULT 1095 NOT NULL;--> statement-breakpoint
ALTER TABLE "merchants" ADD COLUMN "log_days" integer DEFAULT 180 NOT NULL;--> statement-breakpoint
ALTER TABLE "webhook_events" ADD COLUMN "customer_id" text;--> statement-breakpoint
ALTER TABLE "customers" ADD COLUMN "erased_at" timestamp with time zone;--> statement-breakpoint
CREATE INDEX "webhook_events_customer" ON "webhook_events" USING btree ("merchant_id","customer_id");--> statement-breakpoint
CREATE INDEX "webhook_events_age" ON "webhook_events" USING btree ("received_at");--> statement-breakpoint
CREATE INDEX "customers_latest" ON "customers" USING btree ("merchant_id","as_of" DESC NULLS LAST,"id" DESC NULLS LAST) WHERE profile is not null;--> statement-breakpoint
CREATE INDEX "redemptions_customer" ON "redemptions" USING btree ("merchant_id","customer_id","started_at" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "orders_customer" ON "orders" USING btree ("merchant_id","customer_id","closed_at" DESC NULLS LAST,"id" DESC NULLS LAST) WHERE customer_id is not null;--> statement-breakpoint
CREATE INDEX "orders_customer_phone" ON "orders" USING btree ("merchant_id","customer_phone_index","closed_at" DESC NULLS LAST,"id" DESC NULLS LAST) WHERE customer_phone_index is not null;