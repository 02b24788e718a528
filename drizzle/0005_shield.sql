CREATE TABLE "call_budgets" (
	"account" text PRIMARY KEY NOT NULL,
	"day" date NOT NULL,
	"used" integer DEFAULT 0 NOT NULL,
	"reported_limit" integer,
	"next_call_at" timestamp (3) with time zone NOT NULL,
	"next_search_at" timestamp (3) with time zone NOT NULL,
	"key_refused_until" timestamp (3) with time zone,
	CONSTRAINT "call_budgets_used_not_negative" CHECK ("call_budgets"."used" >= 0)
);
--> statement-breakpoint
CREATE TABLE "searches" (
	"query" text NOT NULL,
	"page" smallint NOT NULL,
	"kinopoisk_ids" integer[] NOT NULL,
	"total" integer NOT NULL,
	"fetched_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "searches_query_page_pk" PRIMARY KEY("query","page")
);
--> statement-breakpoint
CREATE TABLE "unknown_films" (
	"kinopoisk_id" integer PRIMARY KEY NOT NULL,
	"asked_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE INDEX "searches_fetched_at_idx" ON "searches" USING btree ("fetched_at");--> statement-breakpoint
CREATE INDEX "unknown_films_asked_at_idx" ON "unknown_films" USING btree ("asked_at");