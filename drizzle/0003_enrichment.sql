CREATE TABLE "leases" (
	"name" text PRIMARY KEY NOT NULL,
	"holder" text NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "movies" ADD COLUMN "enrichment_attempts" smallint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "movies" ADD COLUMN "enrichment_due_at" timestamp (3) with time zone;--> statement-breakpoint
CREATE INDEX "movies_to_enrich_idx" ON "movies" USING btree ("enrichment_due_at") WHERE "movies"."fetched_at" is not null and not ("movies"."directors_known" and "movies"."trailer_known");