CREATE TABLE "account_links" (
	"id" uuid PRIMARY KEY NOT NULL,
	"user_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"token_hash" text NOT NULL,
	"email" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"used_at" timestamp with time zone,
	CONSTRAINT "account_links_token_hash_unique" UNIQUE("token_hash")
);
--> statement-breakpoint
CREATE TABLE "api_keys" (
	"id" uuid PRIMARY KEY NOT NULL,
	"merchant_id" uuid NOT NULL,
	"location_id" uuid,
	"name" text NOT NULL,
	"prefix" text NOT NULL,
	"hash" text NOT NULL,
	"scopes" text[] NOT NULL,
	"is_test" boolean DEFAULT false NOT NULL,
	"created_by" uuid,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone,
	"last_used_at" timestamp with time zone,
	"revoked_at" timestamp with time zone,
	CONSTRAINT "api_keys_hash_unique" UNIQUE("hash"),
	CONSTRAINT "api_keys_test_ends" CHECK (not is_test or (expires_at is not null and location_id is not null))
);
--> statement-breakpoint
CREATE TABLE "invitations" (
	"id" uuid PRIMARY KEY NOT NULL,
	"merchant_id" uuid NOT NULL,
	"email" text NOT NULL,
	"role" text NOT NULL,
	"token_hash" text NOT NULL,
	"invited_by" uuid NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"accepted_at" timestamp with time zone,
	"revoked_at" timestamp with time zone,
	CONSTRAINT "invitations_token_hash_unique" UNIQUE("token_hash")
);
--> statement-breakpoint
CREATE TABLE "memberships" (
	"merchant_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"role" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "memberships_merchant_id_user_id_pk" PRIMARY KEY("merchant_id","user_id")
);
--> statement-breakpoint
CREATE TABLE "merchants" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"slug" text NOT NULL,
	"currency" text DEFAULT 'EUR' NOT NULL,
	"country" text DEFAULT 'FR' NOT NULL,
	"time_zone" text DEFAULT 'Europe/Paris' NOT NULL,
	"day_cutoff_hour" integer DEFAULT 5 NOT NULL,
	"sends_anonymous_orders" boolean DEFAULT true NOT NULL,
	"order_content_days" integer DEFAULT 400 NOT NULL,
	"personal_data_days" integer DEFAULT 1095 NOT NULL,
	"log_days" integer DEFAULT 180 NOT NULL,
	"replay_approval_threshold" integer DEFAULT 500 NOT NULL,
	"held_alert_hours" integer DEFAULT 4 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "merchants_slug_unique" UNIQUE("slug")
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"id" text PRIMARY KEY NOT NULL,
	"user_id" uuid NOT NULL,
	"merchant_id" uuid,
	"acting_for_id" uuid,
	"acting_until" timestamp with time zone,
	"user_agent" text,
	"network" text,
	"last_seen_at" timestamp with time zone DEFAULT now() NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"revoked_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "users" (
	"id" uuid PRIMARY KEY NOT NULL,
	"email" text NOT NULL,
	"name" text NOT NULL,
	"password_hash" text NOT NULL,
	"is_operator" boolean DEFAULT false NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "alert_deliveries" (
	"id" uuid PRIMARY KEY NOT NULL,
	"merchant_id" uuid NOT NULL,
	"alert_id" uuid NOT NULL,
	"user_id" uuid,
	"endpoint_id" uuid,
	"state" text DEFAULT 'waiting' NOT NULL,
	"reason" text,
	"due_at" timestamp with time zone NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"claim" uuid,
	"claimed_until" timestamp with time zone,
	"sent_at" timestamp with time zone,
	"http_status" integer,
	"error" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "alert_deliveries_recipient" CHECK (("alert_deliveries"."user_id" is null) <> ("alert_deliveries"."endpoint_id" is null))
);
--> statement-breakpoint
CREATE TABLE "alert_endpoints" (
	"id" uuid PRIMARY KEY NOT NULL,
	"merchant_id" uuid NOT NULL,
	"url" text NOT NULL,
	"secret" text NOT NULL,
	"kinds" text[] NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"removed_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "alert_preferences" (
	"merchant_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"kinds" text[] NOT NULL,
	"locale" text NOT NULL,
	"quiet_from" smallint,
	"quiet_until" smallint,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "alert_preferences_merchant_id_user_id_pk" PRIMARY KEY("merchant_id","user_id")
);
--> statement-breakpoint
CREATE TABLE "alerts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"merchant_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"key" text NOT NULL,
	"params" jsonb NOT NULL,
	"href" text NOT NULL,
	"raised_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "connection_links" (
	"id" uuid PRIMARY KEY NOT NULL,
	"merchant_id" uuid NOT NULL,
	"token_hash" text NOT NULL,
	"created_by" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"used_at" timestamp with time zone,
	"revoked_at" timestamp with time zone,
	CONSTRAINT "connection_links_token_hash_unique" UNIQUE("token_hash")
);
--> statement-breakpoint
CREATE TABLE "connections" (
	"merchant_id" uuid PRIMARY KEY NOT NULL,
	"state" text NOT NULL,
	"token" text,
	"token_version" integer DEFAULT 1 NOT NULL,
	"scopes" text[] NOT NULL,
	"scopes_source" text NOT NULL,
	"via" text NOT NULL,
	"pongo_merchant_id" text,
	"pongo_merchant_name" text,
	"pongo_account_email" text,
	"connected_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone,
	"state_changed_at" timestamp with time zone NOT NULL,
	"revoked_because" text,
	"last_success_at" timestamp with time zone,
	"stores_fetched_at" timestamp with time zone,
	"stores_error" text,
	"rewards_fetched_at" timestamp with time zone,
	"rewards_error" text,
	"webhooks_error" text,
	"webhooks_checked_at" timestamp with time zone,
	"webhooks_renewed_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "customer_import_pages" (
	"merchant_id" uuid NOT NULL,
	"page" integer NOT NULL,
	"customer_ids" text[] NOT NULL,
	CONSTRAINT "customer_import_pages_merchant_id_page_pk" PRIMARY KEY("merchant_id","page")
);
--> statement-breakpoint
CREATE TABLE "customer_imports" (
	"merchant_id" uuid PRIMARY KEY NOT NULL,
	"started_at" timestamp with time zone NOT NULL,
	"next_page" integer DEFAULT 1 NOT NULL,
	"last_page" integer,
	"page_digest" text,
	"customers_read" integer DEFAULT 0 NOT NULL,
	"customers_gone" integer DEFAULT 0 NOT NULL,
	"finished_at" timestamp with time zone,
	"last_complete_at" timestamp with time zone,
	"error" text
);
--> statement-breakpoint
CREATE TABLE "locations" (
	"id" uuid PRIMARY KEY NOT NULL,
	"merchant_id" uuid NOT NULL,
	"ref" text NOT NULL,
	"name" text NOT NULL,
	"address" text,
	"postal_code" text,
	"city" text,
	"country" text,
	"phone" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"archived_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "mapping_suggestions" (
	"location_id" uuid PRIMARY KEY NOT NULL,
	"merchant_id" uuid NOT NULL,
	"store_slug" text NOT NULL,
	"confidence" double precision NOT NULL,
	"reasons" text[] NOT NULL,
	"doubts" text[] NOT NULL
);
--> statement-breakpoint
CREATE TABLE "oauth_states" (
	"state_hash" text PRIMARY KEY NOT NULL,
	"merchant_id" uuid NOT NULL,
	"session_id" text NOT NULL,
	"link_id" uuid,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"used_at" timestamp with time zone,
	"outcome" text
);
--> statement-breakpoint
CREATE TABLE "store_mappings" (
	"location_id" uuid PRIMARY KEY NOT NULL,
	"merchant_id" uuid NOT NULL,
	"store_slug" text NOT NULL,
	"mapped_by" uuid,
	"mapped_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "stores" (
	"merchant_id" uuid NOT NULL,
	"slug" text NOT NULL,
	"public_id" text,
	"name" text NOT NULL,
	"address" text,
	"postal_code" text,
	"city" text,
	"country" text,
	"phone" text,
	"first_seen_at" timestamp with time zone DEFAULT now() NOT NULL,
	"last_seen_at" timestamp with time zone DEFAULT now() NOT NULL,
	"gone_at" timestamp with time zone,
	"previous_name" text,
	"renamed_at" timestamp with time zone,
	CONSTRAINT "stores_merchant_id_slug_pk" PRIMARY KEY("merchant_id","slug")
);
--> statement-breakpoint
CREATE TABLE "suggestion_runs" (
	"merchant_id" uuid PRIMARY KEY NOT NULL,
	"wanted" bigint NOT NULL,
	"computed" bigint DEFAULT 0 NOT NULL,
	"computed_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "webhook_events" (
	"merchant_id" uuid NOT NULL,
	"dedupe_key" text NOT NULL,
	"event" text NOT NULL,
	"body" text,
	"signed_at" timestamp with time zone NOT NULL,
	"received_at" timestamp with time zone DEFAULT now() NOT NULL,
	"processed_at" timestamp with time zone,
	"customer_id" text,
	CONSTRAINT "webhook_events_merchant_id_dedupe_key_pk" PRIMARY KEY("merchant_id","dedupe_key")
);
--> statement-breakpoint
CREATE TABLE "webhook_subscriptions" (
	"merchant_id" uuid NOT NULL,
	"event" text NOT NULL,
	"pongo_id" text NOT NULL,
	"secret" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "webhook_subscriptions_merchant_id_event_pk" PRIMARY KEY("merchant_id","event")
);
--> statement-breakpoint
CREATE TABLE "go_live_rehearsals" (
	"id" uuid PRIMARY KEY NOT NULL,
	"merchant_id" uuid NOT NULL,
	"state" text NOT NULL,
	"steps" jsonb NOT NULL,
	"started_by" text NOT NULL,
	"started_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "go_live_reports" (
	"id" uuid PRIMARY KEY NOT NULL,
	"merchant_id" uuid NOT NULL,
	"made_at" timestamp with time zone NOT NULL,
	"made_by" text NOT NULL,
	"result" text NOT NULL,
	"required_count" integer NOT NULL,
	"passed_count" integer NOT NULL,
	"subject" jsonb NOT NULL,
	"rows" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "identified_customers" (
	"merchant_id" uuid NOT NULL,
	"customer_id" text NOT NULL,
	"location_id" uuid NOT NULL,
	"how" text NOT NULL,
	"is_rehearsal" boolean NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "identified_customers_merchant_id_customer_id_location_id_how_is_rehearsal_pk" PRIMARY KEY("merchant_id","customer_id","location_id","how","is_rehearsal")
);
--> statement-breakpoint
CREATE TABLE "reward_preflights" (
	"merchant_id" uuid PRIMARY KEY NOT NULL,
	"checked_at" timestamp with time zone NOT NULL,
	"failing" jsonb NOT NULL,
	"added" jsonb NOT NULL,
	"previous_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "till_capabilities" (
	"merchant_id" uuid PRIMARY KEY NOT NULL,
	"can_scan" boolean NOT NULL,
	"can_vouchers" boolean NOT NULL,
	"declared_by" text NOT NULL,
	"declared_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "till_evidence" (
	"merchant_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"is_rehearsal" boolean NOT NULL,
	"first_at" timestamp with time zone NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"location_id" uuid,
	"till_id" text,
	"actor" text NOT NULL,
	CONSTRAINT "till_evidence_merchant_id_kind_is_rehearsal_pk" PRIMARY KEY("merchant_id","kind","is_rehearsal")
);
--> statement-breakpoint
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
	"location_count" integer DEFAULT 1 NOT NULL,
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
CREATE TABLE "catalog_imports" (
	"id" uuid PRIMARY KEY NOT NULL,
	"merchant_id" uuid NOT NULL,
	"file_name" text NOT NULL,
	"reading" jsonb NOT NULL,
	"row_count" integer NOT NULL,
	"error_count" integer NOT NULL,
	"errors" jsonb NOT NULL,
	"products" jsonb,
	"read_by" text NOT NULL,
	"read_at" timestamp with time zone DEFAULT now() NOT NULL,
	"mode" text,
	"added_count" integer,
	"changed_count" integer,
	"deactivated_count" integer,
	"imported_by" text,
	"imported_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "consent_claims" (
	"merchant_id" uuid NOT NULL,
	"phone_index" text NOT NULL,
	"holder" uuid NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	CONSTRAINT "consent_claims_merchant_id_phone_index_pk" PRIMARY KEY("merchant_id","phone_index")
);
--> statement-breakpoint
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
CREATE TABLE "customer_absences" (
	"merchant_id" uuid NOT NULL,
	"customer_id" text NOT NULL,
	"noted_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "customer_absences_merchant_id_customer_id_pk" PRIMARY KEY("merchant_id","customer_id")
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
	"erased_at" timestamp with time zone,
	"gone_at" timestamp with time zone,
	CONSTRAINT "customers_merchant_id_id_pk" PRIMARY KEY("merchant_id","id")
);
--> statement-breakpoint
CREATE TABLE "products" (
	"merchant_id" uuid NOT NULL,
	"sku" text NOT NULL,
	"sku_key" text NOT NULL,
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
	"is_test" boolean DEFAULT false NOT NULL,
	"state" text NOT NULL,
	"wallet_before" jsonb NOT NULL,
	"hash" text,
	"points" integer,
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
	"pin" text,
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
	"value" double precision,
	"fetched_at" timestamp with time zone NOT NULL,
	"gone_at" timestamp with time zone,
	CONSTRAINT "rewards_merchant_id_id_pk" PRIMARY KEY("merchant_id","id")
);
--> statement-breakpoint
CREATE TABLE "sku_aliases" (
	"merchant_id" uuid NOT NULL,
	"alias_key" text NOT NULL,
	"alias" text NOT NULL,
	"sku" text NOT NULL,
	"accepted_by" text NOT NULL,
	"accepted_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "sku_aliases_merchant_id_alias_key_pk" PRIMARY KEY("merchant_id","alias_key")
);
--> statement-breakpoint
CREATE TABLE "attempts" (
	"id" uuid NOT NULL,
	"order_id" uuid NOT NULL,
	"merchant_id" uuid NOT NULL,
	"started_at" timestamp with time zone NOT NULL,
	"duration_ms" integer,
	"trigger" text NOT NULL,
	"actor" text,
	"outcome" text NOT NULL,
	"error_kind" text,
	"http_status" integer,
	"phase" text,
	"message" text,
	"is_counted" boolean NOT NULL,
	"next_attempt_at" timestamp with time zone,
	"store_slug" text,
	"request" jsonb,
	"response" text,
	CONSTRAINT "attempts_order_id_id_pk" PRIMARY KEY("order_id","id")
) PARTITION BY RANGE ("order_id");
--> statement-breakpoint
CREATE TABLE "deliveries" (
	"order_id" uuid PRIMARY KEY NOT NULL,
	"merchant_id" uuid NOT NULL,
	"location_id" uuid NOT NULL,
	"closed_at" timestamp with time zone NOT NULL,
	"state" text NOT NULL,
	"reason" text,
	"is_test" boolean DEFAULT false NOT NULL,
	"message" text,
	"store_slug" text,
	"pongo_order_ref" text,
	"told_cents" integer,
	"maybe_sent" boolean DEFAULT false NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"schedule_step" integer DEFAULT 0 NOT NULL,
	"is_aside" boolean DEFAULT false NOT NULL,
	"next_attempt_at" timestamp with time zone,
	"next_trigger" text DEFAULT 'first' NOT NULL,
	"requested_by" text,
	"last_error_kind" text,
	"last_http_status" integer,
	"last_attempt_at" timestamp with time zone,
	"delivered_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "delivery_lanes" (
	"location_id" uuid PRIMARY KEY NOT NULL,
	"lease_id" uuid,
	"lease_until" timestamp with time zone,
	"paused_until" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "order_events" (
	"id" uuid PRIMARY KEY NOT NULL,
	"order_id" uuid NOT NULL,
	"merchant_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"actor" text,
	"reason" text,
	"at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "order_payloads" (
	"order_id" uuid PRIMARY KEY NOT NULL,
	"body" jsonb NOT NULL,
	"customer" text,
	"corrections" text
) PARTITION BY RANGE ("order_id");
--> statement-breakpoint
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
CREATE TABLE "orders" (
	"id" uuid PRIMARY KEY NOT NULL,
	"merchant_id" uuid NOT NULL,
	"location_id" uuid NOT NULL,
	"ref" text NOT NULL,
	"state" text NOT NULL,
	"payload_hash" text NOT NULL,
	"closed_at" timestamp with time zone NOT NULL,
	"total_cents" integer NOT NULL,
	"external_ref" text,
	"customer_id" text,
	"customer_phone_index" text,
	"reward_count" smallint DEFAULT 0 NOT NULL,
	"till_id" text,
	"till_name" text,
	"api_key_id" uuid,
	"received_at" timestamp with time zone DEFAULT now() NOT NULL,
	"paid_at" timestamp with time zone,
	"refunded_cents" integer DEFAULT 0 NOT NULL,
	"warnings" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"closing_hash" text,
	"reversal" jsonb,
	"removed_rewards" jsonb
);
--> statement-breakpoint
CREATE TABLE "audit_events" (
	"id" uuid PRIMARY KEY NOT NULL,
	"merchant_id" uuid NOT NULL,
	"actor" text NOT NULL,
	"action" text NOT NULL,
	"target" text,
	"details" jsonb,
	"at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "idempotency_records" (
	"merchant_id" uuid NOT NULL,
	"key" text NOT NULL,
	"request_hash" text NOT NULL,
	"status" integer,
	"body" text,
	"subjects" text[],
	"is_emptied" boolean DEFAULT false NOT NULL,
	"key_location_id" uuid,
	"claim" uuid NOT NULL,
	"claimed_until" timestamp with time zone NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "idempotency_records_merchant_id_key_pk" PRIMARY KEY("merchant_id","key")
);
--> statement-breakpoint
CREATE TABLE "pongo_health" (
	"host" text PRIMARY KEY NOT NULL,
	"state" text NOT NULL,
	"since" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone,
	"detail" text
);
--> statement-breakpoint
CREATE TABLE "pongo_pauses" (
	"merchant_id" uuid PRIMARY KEY NOT NULL,
	"since" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "rate_limits" (
	"key" text PRIMARY KEY NOT NULL,
	"points" integer DEFAULT 0 NOT NULL,
	"expire" bigint
);
--> statement-breakpoint
CREATE TABLE "tills" (
	"merchant_id" uuid NOT NULL,
	"ref" text NOT NULL,
	"location_id" uuid,
	"name" text,
	"last_seen_at" timestamp with time zone NOT NULL,
	"app_version" text,
	"offline_orders" integer,
	"oldest_offline_at" timestamp with time zone,
	"clock_skew_ms" bigint,
	"reported_at" timestamp with time zone,
	CONSTRAINT "tills_merchant_id_ref_pk" PRIMARY KEY("merchant_id","ref")
);
--> statement-breakpoint
CREATE TABLE "workers" (
	"id" text PRIMARY KEY NOT NULL,
	"started_at" timestamp with time zone NOT NULL,
	"beat_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "setup_dismissals" (
	"merchant_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"known_problems" text[] NOT NULL,
	"dismissed_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "setup_dismissals_merchant_id_user_id_pk" PRIMARY KEY("merchant_id","user_id")
);
--> statement-breakpoint
CREATE TABLE "closed_days" (
	"merchant_id" uuid NOT NULL,
	"location_id" uuid NOT NULL,
	"day" date NOT NULL,
	"figures" jsonb NOT NULL,
	"reported_orders" integer,
	"reported_cents" integer,
	CONSTRAINT "closed_days_merchant_id_day_location_id_pk" PRIMARY KEY("merchant_id","day","location_id")
);
--> statement-breakpoint
CREATE TABLE "day_closings" (
	"merchant_id" uuid NOT NULL,
	"day" date NOT NULL,
	"closed_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "day_closings_merchant_id_day_pk" PRIMARY KEY("merchant_id","day")
);
--> statement-breakpoint
CREATE TABLE "day_totals" (
	"merchant_id" uuid NOT NULL,
	"location_id" uuid NOT NULL,
	"day" date NOT NULL,
	"orders" integer NOT NULL,
	"total_cents" integer NOT NULL,
	"order_refs" jsonb,
	"reported_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "day_totals_merchant_id_location_id_day_pk" PRIMARY KEY("merchant_id","location_id","day")
);
--> statement-breakpoint
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
CREATE TABLE "saved_views" (
	"id" uuid PRIMARY KEY NOT NULL,
	"merchant_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"name" text NOT NULL,
	"filters" jsonb NOT NULL,
	"is_shared" boolean DEFAULT false NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "account_links" ADD CONSTRAINT "account_links_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_merchant_id_merchants_id_fk" FOREIGN KEY ("merchant_id") REFERENCES "public"."merchants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invitations" ADD CONSTRAINT "invitations_merchant_id_merchants_id_fk" FOREIGN KEY ("merchant_id") REFERENCES "public"."merchants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invitations" ADD CONSTRAINT "invitations_invited_by_users_id_fk" FOREIGN KEY ("invited_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_merchant_id_merchants_id_fk" FOREIGN KEY ("merchant_id") REFERENCES "public"."merchants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_merchant_id_merchants_id_fk" FOREIGN KEY ("merchant_id") REFERENCES "public"."merchants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_acting_for_id_merchants_id_fk" FOREIGN KEY ("acting_for_id") REFERENCES "public"."merchants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "alert_deliveries" ADD CONSTRAINT "alert_deliveries_merchant_id_merchants_id_fk" FOREIGN KEY ("merchant_id") REFERENCES "public"."merchants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "alert_deliveries" ADD CONSTRAINT "alert_deliveries_alert_id_alerts_id_fk" FOREIGN KEY ("alert_id") REFERENCES "public"."alerts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "alert_deliveries" ADD CONSTRAINT "alert_deliveries_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "alert_deliveries" ADD CONSTRAINT "alert_deliveries_endpoint_id_alert_endpoints_id_fk" FOREIGN KEY ("endpoint_id") REFERENCES "public"."alert_endpoints"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "alert_endpoints" ADD CONSTRAINT "alert_endpoints_merchant_id_merchants_id_fk" FOREIGN KEY ("merchant_id") REFERENCES "public"."merchants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "alert_preferences" ADD CONSTRAINT "alert_preferences_merchant_id_merchants_id_fk" FOREIGN KEY ("merchant_id") REFERENCES "public"."merchants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "alert_preferences" ADD CONSTRAINT "alert_preferences_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "alerts" ADD CONSTRAINT "alerts_merchant_id_merchants_id_fk" FOREIGN KEY ("merchant_id") REFERENCES "public"."merchants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "connection_links" ADD CONSTRAINT "connection_links_merchant_id_merchants_id_fk" FOREIGN KEY ("merchant_id") REFERENCES "public"."merchants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "connections" ADD CONSTRAINT "connections_merchant_id_merchants_id_fk" FOREIGN KEY ("merchant_id") REFERENCES "public"."merchants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "customer_import_pages" ADD CONSTRAINT "customer_import_pages_merchant_id_merchants_id_fk" FOREIGN KEY ("merchant_id") REFERENCES "public"."merchants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "customer_imports" ADD CONSTRAINT "customer_imports_merchant_id_merchants_id_fk" FOREIGN KEY ("merchant_id") REFERENCES "public"."merchants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "locations" ADD CONSTRAINT "locations_merchant_id_merchants_id_fk" FOREIGN KEY ("merchant_id") REFERENCES "public"."merchants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "mapping_suggestions" ADD CONSTRAINT "mapping_suggestions_location_id_locations_id_fk" FOREIGN KEY ("location_id") REFERENCES "public"."locations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "store_mappings" ADD CONSTRAINT "store_mappings_location_id_locations_id_fk" FOREIGN KEY ("location_id") REFERENCES "public"."locations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "store_mappings" ADD CONSTRAINT "store_mappings_merchant_id_merchants_id_fk" FOREIGN KEY ("merchant_id") REFERENCES "public"."merchants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "stores" ADD CONSTRAINT "stores_merchant_id_merchants_id_fk" FOREIGN KEY ("merchant_id") REFERENCES "public"."merchants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "suggestion_runs" ADD CONSTRAINT "suggestion_runs_merchant_id_merchants_id_fk" FOREIGN KEY ("merchant_id") REFERENCES "public"."merchants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "webhook_events" ADD CONSTRAINT "webhook_events_merchant_id_merchants_id_fk" FOREIGN KEY ("merchant_id") REFERENCES "public"."merchants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "webhook_subscriptions" ADD CONSTRAINT "webhook_subscriptions_merchant_id_merchants_id_fk" FOREIGN KEY ("merchant_id") REFERENCES "public"."merchants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "go_live_rehearsals" ADD CONSTRAINT "go_live_rehearsals_merchant_id_merchants_id_fk" FOREIGN KEY ("merchant_id") REFERENCES "public"."merchants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "go_live_reports" ADD CONSTRAINT "go_live_reports_merchant_id_merchants_id_fk" FOREIGN KEY ("merchant_id") REFERENCES "public"."merchants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "identified_customers" ADD CONSTRAINT "identified_customers_merchant_id_merchants_id_fk" FOREIGN KEY ("merchant_id") REFERENCES "public"."merchants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "identified_customers" ADD CONSTRAINT "identified_customers_location_id_locations_id_fk" FOREIGN KEY ("location_id") REFERENCES "public"."locations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reward_preflights" ADD CONSTRAINT "reward_preflights_merchant_id_merchants_id_fk" FOREIGN KEY ("merchant_id") REFERENCES "public"."merchants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "till_capabilities" ADD CONSTRAINT "till_capabilities_merchant_id_merchants_id_fk" FOREIGN KEY ("merchant_id") REFERENCES "public"."merchants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "till_evidence" ADD CONSTRAINT "till_evidence_merchant_id_merchants_id_fk" FOREIGN KEY ("merchant_id") REFERENCES "public"."merchants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "incident_events" ADD CONSTRAINT "incident_events_incident_id_incidents_id_fk" FOREIGN KEY ("incident_id") REFERENCES "public"."incidents"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "incident_orders" ADD CONSTRAINT "incident_orders_incident_id_incidents_id_fk" FOREIGN KEY ("incident_id") REFERENCES "public"."incidents"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "incidents" ADD CONSTRAINT "incidents_merchant_id_merchants_id_fk" FOREIGN KEY ("merchant_id") REFERENCES "public"."merchants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "catalog_imports" ADD CONSTRAINT "catalog_imports_merchant_id_merchants_id_fk" FOREIGN KEY ("merchant_id") REFERENCES "public"."merchants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "consent_claims" ADD CONSTRAINT "consent_claims_merchant_id_merchants_id_fk" FOREIGN KEY ("merchant_id") REFERENCES "public"."merchants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "consents" ADD CONSTRAINT "consents_merchant_id_merchants_id_fk" FOREIGN KEY ("merchant_id") REFERENCES "public"."merchants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "customer_absences" ADD CONSTRAINT "customer_absences_merchant_id_merchants_id_fk" FOREIGN KEY ("merchant_id") REFERENCES "public"."merchants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "customers" ADD CONSTRAINT "customers_merchant_id_merchants_id_fk" FOREIGN KEY ("merchant_id") REFERENCES "public"."merchants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "products" ADD CONSTRAINT "products_merchant_id_merchants_id_fk" FOREIGN KEY ("merchant_id") REFERENCES "public"."merchants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "redemptions" ADD CONSTRAINT "redemptions_merchant_id_merchants_id_fk" FOREIGN KEY ("merchant_id") REFERENCES "public"."merchants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reward_holds" ADD CONSTRAINT "reward_holds_merchant_id_merchants_id_fk" FOREIGN KEY ("merchant_id") REFERENCES "public"."merchants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rewards" ADD CONSTRAINT "rewards_merchant_id_merchants_id_fk" FOREIGN KEY ("merchant_id") REFERENCES "public"."merchants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sku_aliases" ADD CONSTRAINT "sku_aliases_merchant_id_merchants_id_fk" FOREIGN KEY ("merchant_id") REFERENCES "public"."merchants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sku_aliases" ADD CONSTRAINT "sku_aliases_merchant_id_sku_products_merchant_id_sku_fk" FOREIGN KEY ("merchant_id","sku") REFERENCES "public"."products"("merchant_id","sku") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deliveries" ADD CONSTRAINT "deliveries_order_id_orders_id_fk" FOREIGN KEY ("order_id") REFERENCES "public"."orders"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "delivery_lanes" ADD CONSTRAINT "delivery_lanes_location_id_locations_id_fk" FOREIGN KEY ("location_id") REFERENCES "public"."locations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "order_refunds" ADD CONSTRAINT "order_refunds_order_id_orders_id_fk" FOREIGN KEY ("order_id") REFERENCES "public"."orders"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "orders" ADD CONSTRAINT "orders_merchant_id_merchants_id_fk" FOREIGN KEY ("merchant_id") REFERENCES "public"."merchants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "orders" ADD CONSTRAINT "orders_location_id_locations_id_fk" FOREIGN KEY ("location_id") REFERENCES "public"."locations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "audit_events" ADD CONSTRAINT "audit_events_merchant_id_merchants_id_fk" FOREIGN KEY ("merchant_id") REFERENCES "public"."merchants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "idempotency_records" ADD CONSTRAINT "idempotency_records_merchant_id_merchants_id_fk" FOREIGN KEY ("merchant_id") REFERENCES "public"."merchants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pongo_pauses" ADD CONSTRAINT "pongo_pauses_merchant_id_merchants_id_fk" FOREIGN KEY ("merchant_id") REFERENCES "public"."merchants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tills" ADD CONSTRAINT "tills_merchant_id_merchants_id_fk" FOREIGN KEY ("merchant_id") REFERENCES "public"."merchants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "setup_dismissals" ADD CONSTRAINT "setup_dismissals_merchant_id_merchants_id_fk" FOREIGN KEY ("merchant_id") REFERENCES "public"."merchants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "setup_dismissals" ADD CONSTRAINT "setup_dismissals_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "closed_days" ADD CONSTRAINT "closed_days_merchant_id_merchants_id_fk" FOREIGN KEY ("merchant_id") REFERENCES "public"."merchants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "closed_days" ADD CONSTRAINT "closed_days_location_id_locations_id_fk" FOREIGN KEY ("location_id") REFERENCES "public"."locations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "day_closings" ADD CONSTRAINT "day_closings_merchant_id_merchants_id_fk" FOREIGN KEY ("merchant_id") REFERENCES "public"."merchants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "day_totals" ADD CONSTRAINT "day_totals_merchant_id_merchants_id_fk" FOREIGN KEY ("merchant_id") REFERENCES "public"."merchants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "day_totals" ADD CONSTRAINT "day_totals_location_id_locations_id_fk" FOREIGN KEY ("location_id") REFERENCES "public"."locations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "replays" ADD CONSTRAINT "replays_merchant_id_merchants_id_fk" FOREIGN KEY ("merchant_id") REFERENCES "public"."merchants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "saved_views" ADD CONSTRAINT "saved_views_merchant_id_merchants_id_fk" FOREIGN KEY ("merchant_id") REFERENCES "public"."merchants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "saved_views" ADD CONSTRAINT "saved_views_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "account_links_user" ON "account_links" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "account_links_expiry" ON "account_links" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "api_keys_merchant" ON "api_keys" USING btree ("merchant_id","created_at");--> statement-breakpoint
CREATE INDEX "invitations_merchant" ON "invitations" USING btree ("merchant_id","created_at");--> statement-breakpoint
CREATE INDEX "memberships_user" ON "memberships" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "sessions_user" ON "sessions" USING btree ("user_id");--> statement-breakpoint
CREATE UNIQUE INDEX "users_email" ON "users" USING btree (lower("email"));--> statement-breakpoint
CREATE UNIQUE INDEX "alert_deliveries_user" ON "alert_deliveries" USING btree ("alert_id","user_id");--> statement-breakpoint
CREATE UNIQUE INDEX "alert_deliveries_endpoint" ON "alert_deliveries" USING btree ("alert_id","endpoint_id");--> statement-breakpoint
CREATE INDEX "alert_deliveries_due" ON "alert_deliveries" USING btree ("merchant_id","user_id","due_at") WHERE state in ('waiting', 'sending');--> statement-breakpoint
CREATE INDEX "alert_deliveries_log" ON "alert_deliveries" USING btree ("merchant_id","created_at" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "alert_endpoints_merchant" ON "alert_endpoints" USING btree ("merchant_id","created_at");--> statement-breakpoint
CREATE UNIQUE INDEX "alerts_key" ON "alerts" USING btree ("merchant_id","kind","key");--> statement-breakpoint
CREATE INDEX "alerts_merchant" ON "alerts" USING btree ("merchant_id","raised_at" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "alerts_href" ON "alerts" USING btree ("merchant_id","href");--> statement-breakpoint
CREATE INDEX "connection_links_merchant" ON "connection_links" USING btree ("merchant_id","created_at" DESC NULLS LAST);--> statement-breakpoint
CREATE UNIQUE INDEX "locations_ref" ON "locations" USING btree ("merchant_id","ref");--> statement-breakpoint
CREATE INDEX "mapping_suggestions_merchant" ON "mapping_suggestions" USING btree ("merchant_id");--> statement-breakpoint
CREATE INDEX "oauth_states_expiry" ON "oauth_states" USING btree ("expires_at");--> statement-breakpoint
CREATE UNIQUE INDEX "store_mappings_store" ON "store_mappings" USING btree ("merchant_id","store_slug");--> statement-breakpoint
CREATE INDEX "webhook_events_customer" ON "webhook_events" USING btree ("merchant_id","customer_id");--> statement-breakpoint
CREATE INDEX "webhook_events_age" ON "webhook_events" USING btree ("received_at");--> statement-breakpoint
CREATE UNIQUE INDEX "go_live_rehearsals_running" ON "go_live_rehearsals" USING btree ("merchant_id") WHERE state = 'running';--> statement-breakpoint
CREATE INDEX "go_live_rehearsals_last" ON "go_live_rehearsals" USING btree ("merchant_id","started_at" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "go_live_reports_list" ON "go_live_reports" USING btree ("merchant_id","made_at" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "identified_customers_age" ON "identified_customers" USING btree ("merchant_id","at");--> statement-breakpoint
CREATE INDEX "incident_events_incident" ON "incident_events" USING btree ("incident_id","at");--> statement-breakpoint
CREATE INDEX "incident_orders_unrecovered" ON "incident_orders" USING btree ("merchant_id","order_id") WHERE recovered_at is null;--> statement-breakpoint
CREATE UNIQUE INDEX "incidents_open" ON "incidents" USING btree ("merchant_id","cause","cause_key") WHERE state = 'open';--> statement-breakpoint
CREATE INDEX "incidents_merchant" ON "incidents" USING btree ("merchant_id","opened_at" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "incidents_cause" ON "incidents" USING btree ("merchant_id","cause","cause_key","opened_at" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "catalog_imports_history" ON "catalog_imports" USING btree ("merchant_id","imported_at" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "consent_claims_holder" ON "consent_claims" USING btree ("merchant_id","holder");--> statement-breakpoint
CREATE INDEX "consents_customer" ON "consents" USING btree ("merchant_id","customer_id","at");--> statement-breakpoint
CREATE INDEX "customers_latest" ON "customers" USING btree ("merchant_id","as_of" DESC NULLS LAST,"id" DESC NULLS LAST) WHERE profile is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "customers_phone" ON "customers" USING btree ("merchant_id","phone_index");--> statement-breakpoint
CREATE INDEX "customers_email" ON "customers" USING btree ("merchant_id","email_index");--> statement-breakpoint
CREATE INDEX "products_sku_key" ON "products" USING btree ("merchant_id","sku_key");--> statement-breakpoint
CREATE UNIQUE INDEX "redemptions_request" ON "redemptions" USING btree ("merchant_id","request_key");--> statement-breakpoint
CREATE UNIQUE INDEX "redemptions_open" ON "redemptions" USING btree ("merchant_id","customer_id","reward_id") WHERE state in ('buying', 'unknown');--> statement-breakpoint
CREATE UNIQUE INDEX "redemptions_hash" ON "redemptions" USING btree ("merchant_id","hash");--> statement-breakpoint
CREATE INDEX "redemptions_customer" ON "redemptions" USING btree ("merchant_id","customer_id","started_at" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "redemptions_bought" ON "redemptions" USING btree ("merchant_id","settled_at") WHERE state = 'bought';--> statement-breakpoint
CREATE INDEX "reward_holds_order" ON "reward_holds" USING btree ("order_id");--> statement-breakpoint
CREATE INDEX "reward_holds_used" ON "reward_holds" USING btree ("merchant_id","updated_at") WHERE state = 'used';--> statement-breakpoint
CREATE INDEX "sku_aliases_sku" ON "sku_aliases" USING btree ("merchant_id","sku");--> statement-breakpoint
CREATE INDEX "deliveries_pending" ON "deliveries" USING btree ("location_id","is_aside","closed_at","order_id") WHERE state in ('queued', 'sending', 'retrying');--> statement-breakpoint
CREATE INDEX "deliveries_in_air" ON "deliveries" USING btree ("merchant_id","location_id") WHERE state = 'sending';--> statement-breakpoint
CREATE INDEX "deliveries_failed" ON "deliveries" USING btree ("location_id") WHERE state = 'failed';--> statement-breakpoint
CREATE INDEX "deliveries_log" ON "deliveries" USING btree ("merchant_id","closed_at" DESC NULLS LAST,"order_id" DESC NULLS LAST,"state","location_id","is_test","delivered_at");--> statement-breakpoint
CREATE INDEX "deliveries_log_state" ON "deliveries" USING btree ("merchant_id","state","closed_at" DESC NULLS LAST,"order_id" DESC NULLS LAST,"location_id","is_test");--> statement-breakpoint
CREATE INDEX "deliveries_log_location" ON "deliveries" USING btree ("merchant_id","location_id","closed_at" DESC NULLS LAST,"order_id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "deliveries_log_reason" ON "deliveries" USING btree ("merchant_id","reason","closed_at" DESC NULLS LAST,"order_id" DESC NULLS LAST) WHERE reason is not null;--> statement-breakpoint
CREATE INDEX "deliveries_log_error" ON "deliveries" USING btree ("merchant_id","last_error_kind","closed_at" DESC NULLS LAST,"order_id" DESC NULLS LAST) WHERE last_error_kind is not null;--> statement-breakpoint
CREATE INDEX "deliveries_log_http" ON "deliveries" USING btree ("merchant_id","last_http_status","closed_at" DESC NULLS LAST,"order_id" DESC NULLS LAST) WHERE last_error_kind is not null;--> statement-breakpoint
CREATE INDEX "deliveries_test" ON "deliveries" USING btree ("merchant_id","closed_at" DESC NULLS LAST,"order_id" DESC NULLS LAST) WHERE is_test;--> statement-breakpoint
CREATE UNIQUE INDEX "deliveries_pongo_ref" ON "deliveries" USING btree ("merchant_id","store_slug","pongo_order_ref");--> statement-breakpoint
CREATE INDEX "delivery_lanes_leased" ON "delivery_lanes" USING btree ("lease_until") WHERE lease_id is not null;--> statement-breakpoint
CREATE INDEX "order_events_order" ON "order_events" USING btree ("order_id","at");--> statement-breakpoint
CREATE UNIQUE INDEX "orders_ref" ON "orders" USING btree ("merchant_id","location_id","ref");--> statement-breakpoint
CREATE INDEX "orders_customer" ON "orders" USING btree ("merchant_id","customer_id","closed_at" DESC NULLS LAST,"id" DESC NULLS LAST) WHERE customer_id is not null;--> statement-breakpoint
CREATE INDEX "orders_customer_phone" ON "orders" USING btree ("merchant_id","customer_phone_index","closed_at" DESC NULLS LAST,"id" DESC NULLS LAST) WHERE customer_phone_index is not null;--> statement-breakpoint
CREATE INDEX "orders_log_till" ON "orders" USING btree ("merchant_id","till_id","closed_at" DESC NULLS LAST,"id" DESC NULLS LAST) WHERE till_id is not null;--> statement-breakpoint
CREATE INDEX "orders_log_reward" ON "orders" USING btree ("merchant_id","closed_at" DESC NULLS LAST,"id" DESC NULLS LAST) WHERE reward_count > 0;--> statement-breakpoint
CREATE INDEX "orders_day" ON "orders" USING btree ("merchant_id","closed_at" DESC NULLS LAST,"state","total_cents","id");--> statement-breakpoint
CREATE INDEX "orders_amount" ON "orders" USING btree ("merchant_id","total_cents");--> statement-breakpoint
CREATE INDEX "orders_ref_begin" ON "orders" USING btree ("merchant_id",lower("ref") text_pattern_ops);--> statement-breakpoint
CREATE INDEX "orders_ref_end" ON "orders" USING btree ("merchant_id",reverse(lower("ref")) text_pattern_ops);--> statement-breakpoint
CREATE INDEX "orders_receipt_begin" ON "orders" USING btree ("merchant_id",lower("external_ref") text_pattern_ops) WHERE external_ref is not null;--> statement-breakpoint
CREATE INDEX "orders_receipt_end" ON "orders" USING btree ("merchant_id",reverse(lower("external_ref")) text_pattern_ops) WHERE external_ref is not null;--> statement-breakpoint
CREATE INDEX "audit_events_merchant" ON "audit_events" USING btree ("merchant_id","at" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "idempotency_records_age" ON "idempotency_records" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "replay_orders_next" ON "replay_orders" USING btree ("replay_id","closed_at","order_id") WHERE state = 'planned';--> statement-breakpoint
CREATE INDEX "replays_history" ON "replays" USING btree ("merchant_id","planned_at" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
CREATE UNIQUE INDEX "saved_views_own" ON "saved_views" USING btree ("merchant_id","user_id","name") WHERE not is_shared;--> statement-breakpoint
CREATE UNIQUE INDEX "saved_views_shared" ON "saved_views" USING btree ("merchant_id","name") WHERE is_shared;
--> statement-breakpoint
-- Below: what drizzle cannot express.

-- The heavy rows of an order lie in partitions by month, so that an old month is dropped instead of deleted. Ids are UUIDs
-- of version 7, which begin with the time: a month is a range of ids, and an attempt lies with its order.
-- db/order-months.ts makes the months and lib/retention/old-months.ts drops them.
create table order_payloads_default partition of order_payloads default;
--> statement-breakpoint
create table attempts_default partition of attempts default;
--> statement-breakpoint
-- The smallest id that can be made at this moment, milliseconds counting.
create function first_order_id(at timestamptz) returns uuid language sql immutable strict as
$$ select (lpad(to_hex(floor(extract(epoch from at) * 1000)::bigint), 12, '0') || repeat('0', 20))::uuid $$;
--> statement-breakpoint
-- Makes one month (UTC) of both tables if it is missing. ATTACH blocks users of the default partition only; PARTITION OF
-- would lock the whole table. Rows that fell into the default partition while their month was missing move there.
create function make_order_month(month date) returns void language plpgsql as $$
declare
  from_id uuid := first_order_id(month::timestamp at time zone 'UTC');
  to_id uuid := first_order_id((month + interval '1 month') at time zone 'UTC');
  parent text;
  part text;
  strays boolean;
begin
  foreach parent in array array['order_payloads', 'attempts'] loop
    part := parent || to_char(month, '_YYYY_MM');
    -- Not to_regclass: it may answer from before a lock was waited for.
    continue when exists (select 1 from pg_class where relname = part and relnamespace = 'public'::regnamespace);
    execute format('create table %I (like %I including all)', part, parent);
    execute format('lock table %I in access exclusive mode', parent || '_default');
    execute format('select exists (select 1 from %I where order_id >= $1 and order_id < $2)', parent || '_default')
      into strays using from_id, to_id;
    if strays then
      execute format('with gone as (delete from %I where order_id >= $1 and order_id < $2 returning *) '
                     'insert into %I select * from gone', parent || '_default', part) using from_id, to_id;
    end if;
    execute format('alter table %I attach partition %I for values from (%L) to (%L)', parent, part, from_id, to_id);
  end loop;
end $$;
--> statement-breakpoint
-- Why a location's orders wait. Derived from the facts: removing the cause releases every held order at once, and none
-- twice.
create view delivery_holds as
select l.id as location_id, l.merchant_id, m.store_slug as mapped_slug,
  case
    when c.state is null or c.state = 'disconnected' then 'not_connected'
    when c.state = 'revoked' then 'connection_revoked'
    when m.store_slug is null then 'location_unmapped'
    when s.gone_at is not null then 'store_gone'
  end as reason
from locations l
left join connections c on c.merchant_id = l.merchant_id
left join store_mappings m on m.location_id = l.id
left join stores s on s.merchant_id = l.merchant_id and s.slug = m.store_slug;
--> statement-breakpoint
-- A dated report describes its day and is never rewritten.
create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'rows of % are never changed', tg_table_name;
end $$;
--> statement-breakpoint
create trigger go_live_reports_fixed before update or delete on go_live_reports
for each row execute function refuse_change();
--> statement-breakpoint
-- Any change of a location, a store or a mapping outdates the merchant's suggestions. Each merchant has at most one job
-- waiting, and a steady stream of changes does not delay it.
create function want_suggestions() returns trigger language plpgsql as $$
declare
  merchant uuid;
begin
  for merchant in select distinct merchant_id from changed order by merchant_id loop
    insert into suggestion_runs (merchant_id, wanted) values (merchant, 1)
    on conflict (merchant_id) do update set wanted = suggestion_runs.wanted + 1;
    perform graphile_worker.add_job(
      'suggest_stores', json_build_object('merchantId', merchant), queue_name => 'suggest_stores',
      job_key => 'suggest_stores:' || merchant, job_key_mode => 'preserve_run_at',
      run_at => now() + interval '1 second');
  end loop;
  return null;
end $$;
--> statement-breakpoint
create trigger locations_added after insert on locations
referencing new table as changed for each statement execute function want_suggestions();
--> statement-breakpoint
create trigger locations_changed after update on locations
referencing new table as changed for each statement execute function want_suggestions();
--> statement-breakpoint
create trigger stores_added after insert on stores
referencing new table as changed for each statement execute function want_suggestions();
--> statement-breakpoint
create trigger stores_changed after update on stores
referencing new table as changed for each statement execute function want_suggestions();
--> statement-breakpoint
create trigger store_mappings_added after insert on store_mappings
referencing new table as changed for each statement execute function want_suggestions();
--> statement-breakpoint
create trigger store_mappings_changed after update on store_mappings
referencing new table as changed for each statement execute function want_suggestions();
--> statement-breakpoint
create trigger store_mappings_removed after delete on store_mappings
referencing old table as changed for each statement execute function want_suggestions();
--> statement-breakpoint
-- A free slug for the merchant's addresses: unaccented, at most 45 characters. The lock lasts until the transaction ends,
-- so two merchants of one name never get the same slug.
create function new_merchant_slug(merchant_name text) returns text language plpgsql as $$
declare
  plain text := regexp_replace(normalize(merchant_name, nfd), '[\u0300-\u036f]', '', 'g');
  base text;
  candidate text;
  attempt int := 1;
begin
  plain := replace(replace(replace(replace(replace(plain, 'œ', 'oe'), 'Œ', 'oe'), 'æ', 'ae'), 'Æ', 'ae'), 'ß', 'ss');
  base := trim('-' from left(trim('-' from regexp_replace(lower(plain), '[^a-z0-9]+', '-', 'g')), 40));
  if base = '' then base := 'commerce'; end if;
  perform pg_advisory_xact_lock(hashtext('new_merchant_slug'));
  candidate := base;
  -- Kept free for pages of our own.
  while candidate in ('admin', 'all', 'api', 'me', 'new', 'null', 'undefined')
        or exists (select 1 from merchants where slug = candidate) loop
    attempt := attempt + 1;
    candidate := base || '-' || attempt;
  end loop;
  return candidate;
end $$;
--> statement-breakpoint
-- The overview relies on index-only scans, which need vacuumed pages. The default of a fifth of the table would leave
-- two million of ten million orders unvacuumed.
ALTER TABLE "deliveries" SET (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_insert_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02);
--> statement-breakpoint
ALTER TABLE "orders" SET (autovacuum_analyze_scale_factor = 0.02);
