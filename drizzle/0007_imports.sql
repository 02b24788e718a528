CREATE TABLE "import_rows" (
	"user_id" uuid NOT NULL,
	"import_id" uuid NOT NULL,
	"row" integer NOT NULL,
	"said" jsonb NOT NULL,
	"outcome" text NOT NULL,
	"kinopoisk_id" integer,
	"matched_by" text,
	"confidence" double precision,
	"candidates" jsonb,
	"effect" text,
	"attempts" smallint DEFAULT 0 NOT NULL,
	CONSTRAINT "import_rows_user_id_import_id_row_pk" PRIMARY KEY("user_id","import_id","row")
);
--> statement-breakpoint
CREATE TABLE "imports" (
	"user_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"format" text,
	"kinopoisk_user_id" integer,
	"is_dry_run" boolean NOT NULL,
	"status" text NOT NULL,
	"failure" text,
	"next_votes_page" smallint,
	"expected_rows" integer,
	"created_at" timestamp (3) with time zone NOT NULL,
	"continues_at" timestamp (3) with time zone,
	"finished_at" timestamp (3) with time zone,
	"leased_to" text,
	"leased_until" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "imports_user_id_id_pk" PRIMARY KEY("user_id","id"),
	CONSTRAINT "imports_of_one_kind" CHECK (num_nonnulls("imports"."format", "imports"."kinopoisk_user_id") = 1),
	CONSTRAINT "imports_end_once" CHECK (("imports"."finished_at" is null) = ("imports"."status" in ('reading', 'running')))
);
--> statement-breakpoint
ALTER TABLE "call_budgets" ADD COLUMN "next_votes_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "import_rows" ADD CONSTRAINT "import_rows_import_fk" FOREIGN KEY ("user_id","import_id") REFERENCES "public"."imports"("user_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "imports" ADD CONSTRAINT "imports_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "import_rows_outcome_idx" ON "import_rows" USING btree ("user_id","import_id","outcome","row");--> statement-breakpoint
CREATE UNIQUE INDEX "imports_running_key" ON "imports" USING btree ("user_id") WHERE "imports"."finished_at" is null;--> statement-breakpoint
CREATE INDEX "imports_due_idx" ON "imports" USING btree ("leased_until") WHERE "imports"."finished_at" is null;--> statement-breakpoint
CREATE INDEX "imports_finished_idx" ON "imports" USING btree ("finished_at");--> statement-breakpoint
CREATE INDEX "movies_imdb_id_idx" ON "movies" USING btree ("imdb_id") WHERE "movies"."imdb_id" is not null;