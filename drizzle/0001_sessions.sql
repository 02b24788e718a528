CREATE TABLE "login_events" (
	"user_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"outcome" text NOT NULL,
	"address" text NOT NULL,
	"address_block" text NOT NULL,
	"user_agent" text,
	"session_id" uuid,
	CONSTRAINT "login_events_user_id_id_pk" PRIMARY KEY("user_id","id")
);
--> statement-breakpoint
CREATE TABLE "revocations" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "revocations_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"user_id" uuid NOT NULL,
	"session_id" uuid,
	"min_version" integer,
	"except_session_id" uuid,
	CONSTRAINT "revocations_of_session_or_user" CHECK (("revocations"."session_id" is null) <> ("revocations"."min_version" is null))
);
--> statement-breakpoint
ALTER TABLE "login_events" ADD CONSTRAINT "login_events_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "login_events_history_idx" ON "login_events" USING btree ("user_id","at" DESC NULLS FIRST,"id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "login_events_at_idx" ON "login_events" USING btree ("at");--> statement-breakpoint
CREATE INDEX "login_events_familiar_idx" ON "login_events" USING btree ("user_id","address_block") WHERE "login_events"."outcome" = 'success';--> statement-breakpoint
CREATE INDEX "revocations_at_idx" ON "revocations" USING btree ("at");--> statement-breakpoint
CREATE INDEX "revocations_user_idx" ON "revocations" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "sessions_idle_idx" ON "sessions" USING btree ("idle_expires_at");