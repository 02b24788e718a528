ALTER TABLE "import_rows" ADD COLUMN "rated_on" text;--> statement-breakpoint
ALTER TABLE "imports" ADD COLUMN "columns" jsonb;--> statement-breakpoint
CREATE INDEX "import_rows_rated_idx" ON "import_rows" USING btree ("user_id","import_id","kinopoisk_id","rated_on") WHERE "import_rows"."rated_on" is not null;--> statement-breakpoint
UPDATE "movies" SET "imdb_id" = 'tt4772188' WHERE "kinopoisk_id" = 4502606 AND "imdb_id" = 'tt26996964';
