CREATE TABLE "setup_dismissals" (
	"merchant_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"known_problems" text[] NOT NULL,
	"dismissed_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "setup_dismissals_merchant_id_user_id_pk" PRIMARY KEY("merchant_id","user_id")
);
--> statement-breakpoint
ALTER TABLE "redemptions" ADD COLUMN "points" integer;--> statement-breakpoint
ALTER TABLE "setup_dismissals" ADD CONSTRAINT "setup_dismissals_merchant_id_merchants_id_fk" FOREIGN KEY ("merchant_id") REFERENCES "public"."merchants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "setup_dismissals" ADD CONSTRAINT "setup_dismissals_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "redemptions_bought" ON "redemptions" USING btree ("merchant_id","settled_at") WHERE state = 'bought';--> statement-breakpoint
CREATE INDEX "reward_holds_used" ON "reward_holds" USING btree ("merchant_id","updated_at") WHERE state = 'used';