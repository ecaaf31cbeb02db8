CREATE TABLE "incident_events" (
	"id" uuid PRIMARY KEY NOT NULL,
	"incident_id" uuid NOT NULL,
	"merchant_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"actor" text,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	"orders" integer NOT NULL,
	"recovered" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "incident_orders" (
	"incident_id" uuid NOT NULL,
	"order_id" uuid NOT NULL,
	"merchant_id" uuid NOT NULL,
	"location_id" uuid NOT NULL,
	"touched_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone,
	"recovered_at" timestamp with time zone,
	CONSTRAINT "incident_orders_incident_id_order_id_pk" PRIMARY KEY("incident_id","order_id")
);
--> statement-breakpoint
CREATE TABLE "incidents" (
	"id" uuid PRIMARY KEY NOT NULL,
	"merchant_id" uuid NOT NULL,
	"cause" text NOT NULL,
	"cause_key" text NOT NULL,
	"location_id" uuid,
	"said" text,
	"http_status" integer,
	"state" text DEFAULT 'open' NOT NULL,
	"began_at" timestamp with time zone NOT NULL,
	"opened_at" timestamp with time zone DEFAULT now() NOT NULL,
	"closed_at" timestamp with time zone,
	"quiet_since" timestamp with time zone,
	"openings" integer DEFAULT 1 NOT NULL,
	"last_touched_at" timestamp with time zone DEFAULT now() NOT NULL,
	"held_long_at" timestamp with time zone,
	"orders" integer DEFAULT 0 NOT NULL,
	"customers" integer DEFAULT 0 NOT NULL,
	"amount_cents" bigint DEFAULT 0 NOT NULL,
	"recovered" integer DEFAULT 0 NOT NULL,
	"remaining" integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
ALTER TABLE "incident_events" ADD CONSTRAINT "incident_events_incident_id_incidents_id_fk" FOREIGN KEY ("incident_id") REFERENCES "public"."incidents"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "incident_orders" ADD CONSTRAINT "incident_orders_incident_id_incidents_id_fk" FOREIGN KEY ("incident_id") REFERENCES "public"."incidents"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "incidents" ADD CONSTRAINT "incidents_merchant_id_merchants_id_fk" FOREIGN KEY ("merchant_id") REFERENCES "public"."merchants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "incident_events_incident" ON "incident_events" USING btree ("incident_id","at");--> statement-breakpoint
CREATE INDEX "incident_orders_unrecovered" ON "incident_orders" USING btree ("merchant_id","order_id") WHERE recovered_at is null;--> statement-breakpoint
CREATE UNIQUE INDEX "incidents_open" ON "incidents" USING btree ("merchant_id","cause","cause_key") WHERE state = 'open';--> statement-breakpoint
CREATE INDEX "incidents_merchant" ON "incidents" USING btree ("merchant_id","opened_at" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "incidents_cause" ON "incidents" USING btree ("merchant_id","cause","cause_key","opened_at" DESC NULLS LAST);