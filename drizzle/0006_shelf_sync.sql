CREATE TABLE "shelf_changes" (
	"user_id" uuid NOT NULL,
	"kinopoisk_id" integer NOT NULL,
	"version" bigint NOT NULL,
	"removed_at" timestamp (3) with time zone,
	CONSTRAINT "shelf_changes_user_id_kinopoisk_id_pk" PRIMARY KEY("user_id","kinopoisk_id")
);
--> statement-breakpoint
CREATE TABLE "shelves" (
	"user_id" uuid PRIMARY KEY NOT NULL,
	"version" bigint NOT NULL,
	"forgotten_version" bigint DEFAULT 0 NOT NULL,
	CONSTRAINT "shelves_forgotten_version_range" CHECK ("shelves"."forgotten_version" between 0 and "shelves"."version")
);
--> statement-breakpoint
ALTER TABLE "favorite_movies" ADD COLUMN "note" text;--> statement-breakpoint
ALTER TABLE "favorite_movies" ADD COLUMN "user_rating" smallint;--> statement-breakpoint
ALTER TABLE "favorite_movies" ADD COLUMN "watched_at" date;--> statement-breakpoint
ALTER TABLE "shelf_changes" ADD CONSTRAINT "shelf_changes_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "shelves" ADD CONSTRAINT "shelves_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "shelf_changes_version_key" ON "shelf_changes" USING btree ("user_id","version");--> statement-breakpoint
CREATE INDEX "shelf_changes_removed_idx" ON "shelf_changes" USING btree ("removed_at") WHERE "shelf_changes"."removed_at" is not null;--> statement-breakpoint
ALTER TABLE "favorite_movies" ADD CONSTRAINT "favorite_movies_note_length" CHECK (char_length("favorite_movies"."note") between 1 and 1000);--> statement-breakpoint
ALTER TABLE "favorite_movies" ADD CONSTRAINT "favorite_movies_user_rating_range" CHECK ("favorite_movies"."user_rating" between 1 and 10);--> statement-breakpoint
ALTER TABLE "favorite_movies" ADD CONSTRAINT "favorite_movies_watched_at_range" CHECK ("favorite_movies"."watched_at" >= date '1895-01-01');--> statement-breakpoint
INSERT INTO "shelf_changes" ("user_id", "kinopoisk_id", "version")
  SELECT "user_id", "kinopoisk_id", row_number() OVER (PARTITION BY "user_id" ORDER BY "added_at", "kinopoisk_id")
  FROM "favorite_movies";--> statement-breakpoint
INSERT INTO "shelves" ("user_id", "version")
  SELECT "user_id", max("version") FROM "shelf_changes" GROUP BY "user_id";
