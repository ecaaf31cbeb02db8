CREATE TABLE "order_refunds" (
	"order_id" uuid NOT NULL,
	"refund_id" text NOT NULL,
	"merchant_id" uuid NOT NULL,
	"amount_cents" integer NOT NULL,
	"is_partial" boolean NOT NULL,
	"actor" text NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "order_refunds_order_id_refund_id_pk" PRIMARY KEY("order_id","refund_id")
);
--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "closing_hash" text;--> statement-breakpoint
ALTER TABLE "order_refunds" ADD CONSTRAINT "order_refunds_order_id_orders_id_fk" FOREIGN KEY ("order_id") REFERENCES "public"."orders"("id") ON DELETE no action ON UPDATE no action;