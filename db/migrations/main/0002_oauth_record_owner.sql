ALTER TABLE "oauth_records" ADD COLUMN "psu_id" uuid;--> statement-breakpoint
CREATE INDEX "oauth_records_by_psu" ON "oauth_records" USING btree ("psu_id");