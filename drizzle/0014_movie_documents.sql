CREATE TABLE "movie_documents" (
	"kinopoisk_id" integer NOT NULL,
	"document" json
) WITH (toast_tuple_target = 8160);
--> statement-breakpoint
-- Locks the documents in the order of their ids, including those that are outdated already. So a statement that changes
-- another part of the same film waits, and a document that is written afterwards has both changes. There are two
-- statements, because the second one must see what was committed while the first one waited. The argument selects the
-- films.
CREATE FUNCTION "outdate_movie_documents"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('SELECT FROM %1$I.movie_documents WHERE kinopoisk_id IN (' || TG_ARGV[0] || ')
    ORDER BY kinopoisk_id FOR UPDATE', TG_TABLE_SCHEMA);
  EXECUTE format('UPDATE %1$I.movie_documents SET document = NULL
    WHERE kinopoisk_id IN (' || TG_ARGV[0] || ') AND document IS NOT NULL', TG_TABLE_SCHEMA);
  RETURN NULL;
END $$;--> statement-breakpoint
CREATE FUNCTION "add_movie_documents"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format(
    'INSERT INTO %I.movie_documents SELECT kinopoisk_id FROM written ORDER BY kinopoisk_id ON CONFLICT DO NOTHING',
    TG_TABLE_SCHEMA);
  RETURN NULL;
END $$;--> statement-breakpoint
CREATE TRIGGER "movies_documents_added" AFTER INSERT ON "movies" REFERENCING NEW TABLE AS written
  FOR EACH STATEMENT EXECUTE FUNCTION "add_movie_documents"();--> statement-breakpoint
-- A change of a column that no document contains, such as the time of the next attempt to complete a film, does not
-- outdate the document.
CREATE TRIGGER "movies_documents_outdated" AFTER UPDATE ON "movies"
  REFERENCING NEW TABLE AS written OLD TABLE AS replaced FOR EACH STATEMENT EXECUTE FUNCTION "outdate_movie_documents"(
    'SELECT kinopoisk_id FROM written JOIN replaced USING (kinopoisk_id)
     WHERE to_jsonb(written) - ''{title_key,search_key,is_complete,enrichment_attempts,enrichment_due_at}''::text[]
       <> to_jsonb(replaced) - ''{title_key,search_key,is_complete,enrichment_attempts,enrichment_due_at}''::text[]');--> statement-breakpoint
CREATE TRIGGER "movie_genres_added_outdate_documents" AFTER INSERT ON "movie_genres" REFERENCING NEW TABLE AS written
  FOR EACH STATEMENT EXECUTE FUNCTION "outdate_movie_documents"('SELECT kinopoisk_id FROM written');--> statement-breakpoint
CREATE TRIGGER "movie_genres_changed_outdate_documents" AFTER UPDATE ON "movie_genres"
  REFERENCING NEW TABLE AS written OLD TABLE AS replaced FOR EACH STATEMENT EXECUTE FUNCTION "outdate_movie_documents"(
    'SELECT kinopoisk_id FROM written UNION SELECT kinopoisk_id FROM replaced');--> statement-breakpoint
CREATE TRIGGER "movie_genres_deleted_outdate_documents" AFTER DELETE ON "movie_genres" REFERENCING OLD TABLE AS replaced
  FOR EACH STATEMENT EXECUTE FUNCTION "outdate_movie_documents"('SELECT kinopoisk_id FROM replaced');--> statement-breakpoint
CREATE TRIGGER "movie_directors_added_outdate_documents" AFTER INSERT ON "movie_directors" REFERENCING NEW TABLE AS written
  FOR EACH STATEMENT EXECUTE FUNCTION "outdate_movie_documents"('SELECT kinopoisk_id FROM written');--> statement-breakpoint
CREATE TRIGGER "movie_directors_changed_outdate_documents" AFTER UPDATE ON "movie_directors"
  REFERENCING NEW TABLE AS written OLD TABLE AS replaced FOR EACH STATEMENT EXECUTE FUNCTION "outdate_movie_documents"(
    'SELECT kinopoisk_id FROM written UNION SELECT kinopoisk_id FROM replaced');--> statement-breakpoint
CREATE TRIGGER "movie_directors_deleted_outdate_documents" AFTER DELETE ON "movie_directors" REFERENCING OLD TABLE AS replaced
  FOR EACH STATEMENT EXECUTE FUNCTION "outdate_movie_documents"('SELECT kinopoisk_id FROM replaced');--> statement-breakpoint
CREATE TRIGGER "genres_documents_outdated" AFTER UPDATE ON "genres" REFERENCING NEW TABLE AS written
  FOR EACH STATEMENT EXECUTE FUNCTION "outdate_movie_documents"(
    'SELECT kinopoisk_id FROM %1$I.movie_genres JOIN written ON written.id = genre_id');--> statement-breakpoint
CREATE TRIGGER "directors_documents_outdated" AFTER UPDATE ON "directors" REFERENCING NEW TABLE AS written
  FOR EACH STATEMENT EXECUTE FUNCTION "outdate_movie_documents"(
    'SELECT kinopoisk_id FROM %1$I.movie_directors JOIN written ON written.id = director_id');--> statement-breakpoint
-- Adds only the rows. The service writes the documents afterwards, some at a time, and reads the tables until then. Keys
-- are added after the rows, because this takes a third of the time.
INSERT INTO "movie_documents" SELECT "kinopoisk_id" FROM "movies";--> statement-breakpoint
ALTER TABLE "movie_documents" ADD PRIMARY KEY ("kinopoisk_id");--> statement-breakpoint
ALTER TABLE "movie_documents" ADD CONSTRAINT "movie_documents_kinopoisk_id_movies_kinopoisk_id_fk" FOREIGN KEY ("kinopoisk_id") REFERENCES "public"."movies"("kinopoisk_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "movie_documents_outdated_idx" ON "movie_documents" USING btree ("kinopoisk_id") WHERE "movie_documents"."document" is null;
