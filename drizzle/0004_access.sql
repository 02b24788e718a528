CREATE TABLE "restrictions" (
	"label" text PRIMARY KEY NOT NULL,
	"rule" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "roles" (
	"name" text PRIMARY KEY NOT NULL,
	"description" text NOT NULL,
	"permissions" text[] NOT NULL,
	"built_in" boolean DEFAULT false NOT NULL
);
--> statement-breakpoint
CREATE TABLE "user_roles" (
	"user_id" uuid NOT NULL,
	"role_name" text NOT NULL,
	CONSTRAINT "user_roles_user_id_role_name_pk" PRIMARY KEY("user_id","role_name")
);
--> statement-breakpoint
ALTER TABLE "revocations" DROP CONSTRAINT "revocations_of_session_or_user";--> statement-breakpoint
ALTER TABLE "revocations" ADD COLUMN "roles" text[];--> statement-breakpoint
ALTER TABLE "revocations" ADD COLUMN "is_superuser" boolean;--> statement-breakpoint
ALTER TABLE "user_roles" ADD CONSTRAINT "user_roles_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "user_roles" ADD CONSTRAINT "user_roles_role_name_roles_name_fk" FOREIGN KEY ("role_name") REFERENCES "public"."roles"("name") ON DELETE cascade ON UPDATE cascade;--> statement-breakpoint
CREATE INDEX "user_roles_role_idx" ON "user_roles" USING btree ("role_name");--> statement-breakpoint
ALTER TABLE "revocations" ADD CONSTRAINT "revocations_of_one_kind" CHECK (num_nonnulls("revocations"."session_id", "revocations"."min_version", "revocations"."roles") = 1
        and ("revocations"."roles" is null) = ("revocations"."is_superuser" is null));--> statement-breakpoint
INSERT INTO "roles" ("name", "description", "permissions", "built_in") VALUES
  ('anonymous', 'Everyone without a token', '{catalogue:read}', true),
  ('user', 'Everyone who registered', '{catalogue:read,movies:read,favorites:own,account:own}', true),
  ('subscribers', 'For films that only some may view', '{}', true),
  ('admin', 'Everything but what only superusers may', '{movies:read,catalogue:read,favorites:own,account:own,users:read,users:manage,roles:manage,restrictions:manage,movies:label:*}', true);
