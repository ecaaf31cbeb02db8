CREATE EXTENSION IF NOT EXISTS pg_trgm;--> statement-breakpoint
CREATE EXTENSION IF NOT EXISTS btree_gin;--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "external_ref" text;--> statement-breakpoint
CREATE INDEX "deliveries_log_reason" ON "deliveries" USING btree ("merchant_id","reason","closed_at" DESC NULLS LAST,"order_id" DESC NULLS LAST) WHERE reason is not null;--> statement-breakpoint
CREATE INDEX "deliveries_log_error" ON "deliveries" USING btree ("merchant_id","last_error_kind","closed_at" DESC NULLS LAST,"order_id" DESC NULLS LAST) WHERE last_error_kind is not null;--> statement-breakpoint
CREATE INDEX "deliveries_log_http" ON "deliveries" USING btree ("merchant_id","last_http_status","closed_at" DESC NULLS LAST,"order_id" DESC NULLS LAST) WHERE last_error_kind is not null;--> statement-breakpoint
CREATE INDEX "orders_log_till" ON "orders" USING btree ("merchant_id","till_id","closed_at" DESC NULLS LAST,"id" DESC NULLS LAST) WHERE till_id is not null;--> statement-breakpoint
CREATE INDEX "orders_log_reward" ON "orders" USING btree ("merchant_id","closed_at" DESC NULLS LAST,"id" DESC NULLS LAST) WHERE reward_count > 0;--> statement-breakpoint
CREATE INDEX "orders_amount" ON "orders" USING btree ("merchant_id","total_cents");--> statement-breakpoint
CREATE INDEX "orders_search" ON "orders" USING gin ("merchant_id","ref" gin_trgm_ops,"external_ref" gin_trgm_ops) WITH (fastupdate=false);--> statement-breakpoint
UPDATE orders o SET external_ref = p.body ->> 'external_order_id'
FROM order_payloads p WHERE p.order_id = o.id AND p.body ->> 'external_order_id' IS NOT NULL;
