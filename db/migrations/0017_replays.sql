CREATE TABLE "replay_orders" (
	"replay_id" uuid NOT NULL,
	"order_id" uuid NOT NULL,
	"merchant_id" uuid NOT NULL,
	"closed_at" timestamp with time zone NOT NULL,
	"state" text NOT NULL,
	"reason" text,
	"verification" text,
	CONSTRAINT "replay_orders_replay_id_order_id_pk" PRIMARY KEY("replay_id","order_id")
);
--> statement-breakpoint
CREATE TABLE "replays" (
	"id" uuid PRIMARY KEY NOT NULL,
	"merchant_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"state" text NOT NULL,
	"name" text,
	"orders" integer NOT NULL,
	"customers" integer NOT NULL,
	"total_cents" bigint NOT NULL,
	"skips" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"planned_by" text NOT NULL,
	"planned_by_user" uuid,
	"planned_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"confirmed_by" text,
	"confirmed_at" timestamp with time zone,
	"needs_approval" boolean DEFAULT false NOT NULL,
	"approved_by" text,
	"approved_at" timestamp with time zone,
	"starts_at" timestamp with time zone,
	"started_at" timestamp with time zone,
	"finished_at" timestamp with time zone,
	"cancelled_by" text,
	"cancelled_at" timestamp with time zone,
	"sent_orders" integer DEFAULT 0 NOT NULL,
	"sent_cents" bigint DEFAULT 0 NOT NULL,
	"sent_customers" integer,
	"skipped_orders" integer DEFAULT 0 NOT NULL,
	"arrived_orders" integer DEFAULT 0 NOT NULL,
	"unverified_orders" integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
ALTER TABLE "merchants" ADD COLUMN "replay_approval_threshold" integer DEFAULT 500 NOT NULL;--> statement-breakpoint
ALTER TABLE "replays" ADD CONSTRAINT "replays_merchant_id_merchants_id_fk" FOREIGN KEY ("merchant_id") REFERENCES "public"."merchants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "replay_orders_next" ON "replay_orders" USING btree ("replay_id","closed_at","order_id") WHERE state = 'planned';--> statement-breakpoint
CREATE INDEX "replays_history" ON "replays" USING btree ("merchant_id","planned_at" DESC NULLS LAST,"id" DESC NULLS LAST);