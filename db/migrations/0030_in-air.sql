ALTER TABLE "deliveries" ADD COLUMN "told_cents" integer;--> statement-breakpoint
CREATE INDEX "deliveries_in_air" ON "deliveries" USING btree ("merchant_id","location_id") WHERE state = 'sending';--> statement-breakpoint
CREATE INDEX "delivery_lanes_leased" ON "delivery_lanes" USING btree ("lease_until") WHERE lease_id is not null;