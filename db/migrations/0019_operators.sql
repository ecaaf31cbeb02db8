ALTER TABLE "sessions" ADD COLUMN "acting_for_id" uuid;--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "acting_until" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "is_operator" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_acting_for_id_merchants_id_fk" FOREIGN KEY ("acting_for_id") REFERENCES "public"."merchants"("id") ON DELETE no action ON UPDATE no action;