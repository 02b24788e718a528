CREATE TABLE "film_lists" (
	"name" text PRIMARY KEY NOT NULL,
	"next_page" smallint NOT NULL,
	"due_at" timestamp (3) with time zone NOT NULL,
	"read_at" timestamp (3) with time zone,
	"failures" smallint NOT NULL,
	CONSTRAINT "film_lists_next_page_positive" CHECK ("film_lists"."next_page" > 0)
);
