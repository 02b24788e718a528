ALTER TABLE "imports" ADD COLUMN "site" text;--> statement-breakpoint
ALTER TABLE "imports" ADD COLUMN "turn_at" timestamp (3) with time zone;--> statement-breakpoint
CREATE INDEX "imports_site_idx" ON "imports" USING btree ("site","turn_at") WHERE "imports"."site" is not null;