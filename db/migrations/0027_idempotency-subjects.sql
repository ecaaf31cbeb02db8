ALTER TABLE "idempotency_records" ADD COLUMN "subjects" text[];--> statement-breakpoint
ALTER TABLE "idempotency_records" ADD COLUMN "is_emptied" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "idempotency_records" ADD COLUMN "key_location_id" uuid;