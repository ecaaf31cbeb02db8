ALTER TABLE "stores" ADD COLUMN "previous_name" text;--> statement-breakpoint
ALTER TABLE "stores" ADD COLUMN "renamed_at" timestamp with time zone;