CREATE TABLE "incident_sweep_marks" (
	"merchant_id" uuid NOT NULL,
	"bucket" text NOT NULL,
	"mark" text NOT NULL,
	CONSTRAINT "incident_sweep_marks_merchant_id_bucket_pk" PRIMARY KEY("merchant_id","bucket")
);
--> statement-breakpoint
ALTER TABLE "incident_sweep_marks" ADD CONSTRAINT "incident_sweep_marks_merchant_id_merchants_id_fk" FOREIGN KEY ("merchant_id") REFERENCES "public"."merchants"("id") ON DELETE no action ON UPDATE no action;