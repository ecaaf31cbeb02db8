CREATE TABLE "consent_claims" (
	"merchant_id" uuid NOT NULL,
	"phone_index" text NOT NULL,
	"holder" uuid NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	CONSTRAINT "consent_claims_merchant_id_phone_index_pk" PRIMARY KEY("merchant_id","phone_index")
);
--> statement-breakpoint
ALTER TABLE "consent_claims" ADD CONSTRAINT "consent_claims_merchant_id_merchants_id_fk" FOREIGN KEY ("merchant_id") REFERENCES "public"."merchants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "consent_claims_holder" ON "consent_claims" USING btree ("merchant_id","holder");