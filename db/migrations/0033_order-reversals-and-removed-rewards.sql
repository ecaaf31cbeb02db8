ALTER TABLE "orders" ADD COLUMN "reversal" jsonb;--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "removed_rewards" jsonb;