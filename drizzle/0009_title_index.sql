CREATE TABLE "title_words" (
	"word" text PRIMARY KEY NOT NULL
);
--> statement-breakpoint
-- Like an index, this changes in the statement that writes titles. So it also covers an older version of the service
-- that still runs. The words are sorted, so two statements with the same new words lock them in the same order.
CREATE FUNCTION "add_title_words"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format(
    'INSERT INTO %I.title_words SELECT DISTINCT word FROM written, string_to_table(search_key, '' '') AS word
     WHERE length(word) BETWEEN 3 AND 32 ORDER BY word ON CONFLICT DO NOTHING', TG_TABLE_SCHEMA);
  RETURN NULL;
END $$;--> statement-breakpoint
CREATE TRIGGER "movies_words_inserted" AFTER INSERT ON "movies" REFERENCING NEW TABLE AS written
  FOR EACH STATEMENT EXECUTE FUNCTION "add_title_words"();--> statement-breakpoint
CREATE TRIGGER "movies_words_updated" AFTER UPDATE ON "movies" REFERENCING NEW TABLE AS written
  FOR EACH STATEMENT EXECUTE FUNCTION "add_title_words"();--> statement-breakpoint
INSERT INTO "title_words" SELECT DISTINCT word FROM "movies", string_to_table("search_key", ' ') AS word
  WHERE length(word) BETWEEN 3 AND 32;--> statement-breakpoint
CREATE INDEX "title_words_trigrams_idx" ON "title_words" USING gin ("word" gin_trgm_ops);--> statement-breakpoint
CREATE INDEX "movies_titles_idx" ON "movies" USING gin (array_to_tsvector(array_remove(string_to_array(btrim("search_key", '| '), ' | '), ''))) WITH (gin_pending_list_limit=256);--> statement-breakpoint
CREATE INDEX "movies_words_idx" ON "movies" USING gin (array_to_tsvector(array_remove(string_to_array("search_key" || ' ' || replace("search_key", '| ', '|'), ' '), ''))) WITH (gin_pending_list_limit=256);--> statement-breakpoint
-- These indexes alone give a page and the number of films. They have other names until the end of the migration, because
-- dropping the old indexes blocks all readers until then.
CREATE INDEX "movies_year_idx" ON "movies" USING btree ("year","stored_order","kinopoisk_id") WHERE "movies"."is_complete";--> statement-breakpoint
CREATE INDEX "movies_listed_new_idx" ON "movies" USING btree ("stored_order","kinopoisk_id") WHERE "movies"."is_complete";--> statement-breakpoint
CREATE INDEX "movies_newest_new_idx" ON "movies" USING btree ((-"year"),(-coalesce("rating", -1)),"kinopoisk_id","year","rating") WHERE "movies"."is_complete";--> statement-breakpoint
-- The planner needs statistics about the expressions of the new indexes.
ANALYZE "movies";--> statement-breakpoint
DROP INDEX "movies_listed_idx";--> statement-breakpoint
DROP INDEX "movies_newest_idx";--> statement-breakpoint
ALTER INDEX "movies_listed_new_idx" RENAME TO "movies_listed_idx";--> statement-breakpoint
ALTER INDEX "movies_newest_new_idx" RENAME TO "movies_newest_idx";
