CREATE EXTENSION IF NOT EXISTS pg_trgm;--> statement-breakpoint
CREATE SEQUENCE "public"."own_ids" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 2000000000 CACHE 1;--> statement-breakpoint
CREATE TABLE "directors" (
	"id" integer PRIMARY KEY NOT NULL,
	"name" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "favorite_movies" (
	"user_id" uuid NOT NULL,
	"kinopoisk_id" integer NOT NULL,
	"added_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "favorite_movies_user_id_kinopoisk_id_pk" PRIMARY KEY("user_id","kinopoisk_id")
);
--> statement-breakpoint
CREATE TABLE "genres" (
	"id" integer PRIMARY KEY NOT NULL,
	"name" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "movie_directors" (
	"kinopoisk_id" integer NOT NULL,
	"director_id" integer NOT NULL,
	"position" smallint NOT NULL,
	CONSTRAINT "movie_directors_kinopoisk_id_director_id_pk" PRIMARY KEY("kinopoisk_id","director_id")
);
--> statement-breakpoint
CREATE TABLE "movie_genres" (
	"kinopoisk_id" integer NOT NULL,
	"genre_id" integer NOT NULL,
	"position" smallint NOT NULL,
	CONSTRAINT "movie_genres_kinopoisk_id_genre_id_pk" PRIMARY KEY("kinopoisk_id","genre_id")
);
--> statement-breakpoint
CREATE TABLE "movies" (
	"kinopoisk_id" integer PRIMARY KEY NOT NULL,
	"stored_order" bigint GENERATED ALWAYS AS IDENTITY (sequence name "movies_stored_order_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"name_ru" text,
	"name_original" text,
	"name_en" text,
	"title" text GENERATED ALWAYS AS (coalesce(name_ru, name_original, name_en)) STORED,
	"title_key" text,
	"search_key" text,
	"description" text,
	"year" integer,
	"rating" double precision,
	"rating_imdb" double precision,
	"countries" text[] DEFAULT '{}' NOT NULL,
	"length_minutes" integer,
	"age_limit" integer,
	"type" text,
	"imdb_id" text,
	"poster_url" text,
	"poster_preview_url" text,
	"web_url" text,
	"trailer_url" text,
	"trailer_known" boolean DEFAULT false NOT NULL,
	"directors_known" boolean DEFAULT false NOT NULL,
	"fetched_at" timestamp (3) with time zone,
	CONSTRAINT "movies_kinopoisk_id_positive" CHECK ("movies"."kinopoisk_id" > 0)
);
--> statement-breakpoint
CREATE TABLE "rate_limits" (
	"key" varchar(255) PRIMARY KEY NOT NULL,
	"points" integer DEFAULT 0 NOT NULL,
	"expire" bigint
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"user_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"counter" bigint DEFAULT 0 NOT NULL,
	"address" text NOT NULL,
	"user_agent" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"last_used_at" timestamp (3) with time zone NOT NULL,
	"idle_expires_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "sessions_user_id_id_pk" PRIMARY KEY("user_id","id"),
	CONSTRAINT "sessions_counter_range" CHECK ("sessions"."counter" between 0 and 4294967295)
);
--> statement-breakpoint
CREATE TABLE "users" (
	"id" uuid PRIMARY KEY NOT NULL,
	"username" text,
	"username_skeleton" text,
	"email" text,
	"password_hash" text NOT NULL,
	"name" text,
	"surname" text,
	"favorite_genre_id" integer,
	"is_active" boolean DEFAULT true NOT NULL,
	"is_superuser" boolean DEFAULT false NOT NULL,
	"token_version" integer DEFAULT 0 NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "users_have_a_login" CHECK ("users"."username" is not null or "users"."email" is not null),
	CONSTRAINT "users_username_has_skeleton" CHECK (("users"."username" is null) = ("users"."username_skeleton" is null))
);
--> statement-breakpoint
ALTER TABLE "favorite_movies" ADD CONSTRAINT "favorite_movies_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "favorite_movies" ADD CONSTRAINT "favorite_movies_kinopoisk_id_movies_kinopoisk_id_fk" FOREIGN KEY ("kinopoisk_id") REFERENCES "public"."movies"("kinopoisk_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "movie_directors" ADD CONSTRAINT "movie_directors_kinopoisk_id_movies_kinopoisk_id_fk" FOREIGN KEY ("kinopoisk_id") REFERENCES "public"."movies"("kinopoisk_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "movie_directors" ADD CONSTRAINT "movie_directors_director_id_directors_id_fk" FOREIGN KEY ("director_id") REFERENCES "public"."directors"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "movie_genres" ADD CONSTRAINT "movie_genres_kinopoisk_id_movies_kinopoisk_id_fk" FOREIGN KEY ("kinopoisk_id") REFERENCES "public"."movies"("kinopoisk_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "movie_genres" ADD CONSTRAINT "movie_genres_genre_id_genres_id_fk" FOREIGN KEY ("genre_id") REFERENCES "public"."genres"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "users" ADD CONSTRAINT "users_favorite_genre_id_genres_id_fk" FOREIGN KEY ("favorite_genre_id") REFERENCES "public"."genres"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "directors_own_name_key" ON "directors" USING btree ("name") WHERE "directors"."id" >= 2000000000;--> statement-breakpoint
CREATE INDEX "favorite_movies_shelf_idx" ON "favorite_movies" USING btree ("user_id","added_at" DESC NULLS FIRST,"kinopoisk_id");--> statement-breakpoint
CREATE UNIQUE INDEX "genres_name_key" ON "genres" USING btree ("name");--> statement-breakpoint
CREATE INDEX "movie_directors_director_idx" ON "movie_directors" USING btree ("director_id","kinopoisk_id");--> statement-breakpoint
CREATE INDEX "movie_genres_genre_idx" ON "movie_genres" USING btree ("genre_id","kinopoisk_id");--> statement-breakpoint
CREATE INDEX "movies_search_key_idx" ON "movies" USING gin ("search_key" gin_trgm_ops) WITH (gin_pending_list_limit=256);--> statement-breakpoint
CREATE UNIQUE INDEX "movies_stored_order_key" ON "movies" USING btree ("stored_order");--> statement-breakpoint
CREATE UNIQUE INDEX "users_username_key" ON "users" USING btree ("username");--> statement-breakpoint
CREATE UNIQUE INDEX "users_username_skeleton_key" ON "users" USING btree ("username_skeleton");--> statement-breakpoint
CREATE UNIQUE INDEX "users_email_key" ON "users" USING btree ("email");--> statement-breakpoint
-- The genres with the ids that Kinopoisk gives them. The record of a film has only their names.
INSERT INTO "genres" ("id", "name") VALUES (1, 'триллер'), (2, 'драма'), (3, 'криминал'), (4, 'мелодрама'), (5, 'детектив'), (6, 'фантастика'), (7, 'приключения'), (8, 'биография'), (9, 'фильм-нуар'), (10, 'вестерн'), (11, 'боевик'), (12, 'фэнтези'), (13, 'комедия'), (14, 'военный'), (15, 'история'), (16, 'музыка'), (17, 'ужасы'), (18, 'мультфильм'), (19, 'семейный'), (20, 'мюзикл'), (21, 'спорт'), (22, 'документальный'), (23, 'короткометражка'), (24, 'аниме'), (26, 'новости'), (27, 'концерт'), (28, 'для взрослых'), (29, 'церемония'), (30, 'реальное ТВ'), (31, 'игра'), (32, 'ток-шоу'), (33, 'детский');
