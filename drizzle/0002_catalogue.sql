ALTER TABLE "movies" ADD COLUMN "is_complete" boolean DEFAULT false NOT NULL;--> statement-breakpoint
UPDATE "movies" SET "is_complete" = true
WHERE "title" IS NOT NULL AND "year" IS NOT NULL
  AND EXISTS (SELECT FROM "movie_genres" WHERE "movie_genres"."kinopoisk_id" = "movies"."kinopoisk_id")
  AND EXISTS (SELECT FROM "movie_directors" WHERE "movie_directors"."kinopoisk_id" = "movies"."kinopoisk_id");--> statement-breakpoint
CREATE INDEX "movies_listed_idx" ON "movies" USING btree ("stored_order") WHERE "movies"."is_complete";--> statement-breakpoint
CREATE INDEX "movies_newest_idx" ON "movies" USING btree ((-"year"),(-coalesce("rating", -1)),"kinopoisk_id") WHERE "movies"."is_complete";