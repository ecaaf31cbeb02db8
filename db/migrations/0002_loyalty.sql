CREATE TABLE "consents" (
	"id" uuid PRIMARY KEY NOT NULL,
	"merchant_id" uuid NOT NULL,
	"customer_id" text NOT NULL,
	"channel" text NOT NULL,
	"answer" text NOT NULL,
	"source" text NOT NULL,
	"location_id" uuid,
	"till_id" text,
	"actor" text NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "customers" (
	"merchant_id" uuid NOT NULL,
	"id" text NOT NULL,
	"profile" text,
	"phone_index" text,
	"email_index" text,
	"points" integer NOT NULL,
	"opt_in_sms" text NOT NULL,
	"opt_in_email" text NOT NULL,
	"as_of" timestamp with time zone NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "customers_merchant_id_id_pk" PRIMARY KEY("merchant_id","id")
);
--> statement-breakpoint
CREATE TABLE "products" (
	"merchant_id" uuid NOT NULL,
	"sku" text NOT NULL,
	"name" text NOT NULL,
	"kind" text NOT NULL,
	"price_cents" integer NOT NULL,
	"is_active" boolean NOT NULL,
	"has_paid_options" boolean NOT NULL,
	"location_refs" text[],
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "products_merchant_id_sku_pk" PRIMARY KEY("merchant_id","sku")
);
--> statement-breakpoint
CREATE TABLE "redemptions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"merchant_id" uuid NOT NULL,
	"customer_id" text NOT NULL,
	"reward_id" text NOT NULL,
	"location_id" uuid NOT NULL,
	"till_id" text,
	"actor" text NOT NULL,
	"request_key" text NOT NULL,
	"state" text NOT NULL,
	"wallet_before" jsonb NOT NULL,
	"hash" text,
	"message" text,
	"started_at" timestamp with time zone NOT NULL,
	"settled_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "reward_holds" (
	"merchant_id" uuid NOT NULL,
	"hash" text NOT NULL,
	"customer_id" text NOT NULL,
	"reward_id" text NOT NULL,
	"state" text NOT NULL,
	"holder" text,
	"locked_until" timestamp with time zone,
	"order_id" uuid,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "reward_holds_merchant_id_hash_pk" PRIMARY KEY("merchant_id","hash")
);
--> statement-breakpoint
CREATE TABLE "rewards" (
	"merchant_id" uuid NOT NULL,
	"id" text NOT NULL,
	"name" text NOT NULL,
	"description" text,
	"image" text,
	"type" text NOT NULL,
	"points" integer NOT NULL,
	"external_id" text,
	"value" integer,
	"fetched_at" timestamp with time zone NOT NULL,
	"gone_at" timestamp with time zone,
	CONSTRAINT "rewards_merchant_id_id_pk" PRIMARY KEY("merchant_id","id")
);
--> statement-breakpoint
ALTER TABLE "consents" ADD CONSTRAINT "consents_merchant_id_merchants_id_fk" FOREIGN KEY ("merchant_id") REFERENCES "public"."merchants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "customers" ADD CONSTRAINT "customers_merchant_id_merchants_id_fk" FOREIGN KEY ("merchant_id") REFERENCES "public"."merchants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "products" ADD CONSTRAINT "products_merchant_id_merchants_id_fk" FOREIGN KEY ("merchant_id") REFERENCES "public"."merchants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "redemptions" ADD CONSTRAINT "redemptions_merchant_id_merchants_id_fk" FOREIGN KEY ("merchant_id") REFERENCES "public"."merchants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reward_holds" ADD CONSTRAINT "reward_holds_merchant_id_merchants_id_fk" FOREIGN KEY ("merchant_id") REFERENCES "public"."merchants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rewards" ADD CONSTRAINT "rewards_merchant_id_merchants_id_fk" FOREIGN KEY ("merchant_id") REFERENCES "public"."merchants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "consents_customer" ON "consents" USING btree ("merchant_id","customer_id","at");--> statement-breakpoint
CREATE UNIQUE INDEX "customers_phone" ON "customers" USING btree ("merchant_id","phone_index");--> statement-breakpoint
CREATE INDEX "customers_email" ON "customers" USING btree ("merchant_id","email_index");--> statement-breakpoint
CREATE UNIQUE INDEX "redemptions_request" ON "redemptions" USING btree ("merchant_id","request_key");--> statement-breakpoint
CREATE UNIQUE INDEX "redemptions_open" ON "redemptions" USING btree ("merchant_id","customer_id","reward_id") WHERE state in ('buying', 'unknown');--> statement-breakpoint
CREATE UNIQUE INDEX "redemptions_hash" ON "redemptions" USING btree ("merchant_id","hash");--> statement-breakpoint
CREATE INDEX "reward_holds_order" ON "reward_holds" USING btree ("order_id");