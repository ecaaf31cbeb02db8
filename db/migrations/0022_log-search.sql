DROP INDEX "orders_search";--> statement-breakpoint
DROP INDEX "deliveries_log";--> statement-breakpoint
DROP INDEX "deliveries_log_state";--> statement-breakpoint
CREATE INDEX "orders_ref_begin" ON "orders" USING btree ("merchant_id",lower("ref") text_pattern_ops);--> statement-breakpoint
CREATE INDEX "orders_ref_end" ON "orders" USING btree ("merchant_id",reverse(lower("ref")) text_pattern_ops);--> statement-breakpoint
CREATE INDEX "orders_receipt_begin" ON "orders" USING btree ("merchant_id",lower("external_ref") text_pattern_ops) WHERE external_ref is not null;--> statement-breakpoint
CREATE INDEX "orders_receipt_end" ON "orders" USING btree ("merchant_id",reverse(lower("external_ref")) text_pattern_ops) WHERE external_ref is not null;--> statement-breakpoint
CREATE INDEX "deliveries_log" ON "deliveries" USING btree ("merchant_id","closed_at" DESC NULLS LAST,"order_id" DESC NULLS LAST,"state","location_id","is_test","delivered_at");--> statement-breakpoint
CREATE INDEX "deliveries_log_state" ON "deliveries" USING btree ("merchant_id","state","closed_at" DESC NULLS LAST,"order_id" DESC NULLS LAST,"location_id","is_test");--> statement-breakpoint
DROP EXTENSION IF EXISTS pg_trgm;--> statement-breakpoint
DROP EXTENSION IF EXISTS btree_gin;--> statement-breakpoint
-- The overview reads indexes alone, which works for pages that a vacuum has seen: at the default of a fifth of the table,
-- ten million orders would wait for two million.
ALTER TABLE "deliveries" SET (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_insert_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02);--> statement-breakpoint
ALTER TABLE "orders" SET (autovacuum_analyze_scale_factor = 0.02);
