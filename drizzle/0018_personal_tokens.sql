CREATE TABLE "personal_tokens" (
	"user_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"name" text NOT NULL,
	"permissions" text[] NOT NULL,
	"hash" text NOT NULL,
	"hint" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"last_used_at" timestamp (3) with time zone,
	CONSTRAINT "personal_tokens_user_id_id_pk" PRIMARY KEY("user_id","id")
);
--> statement-breakpoint
ALTER TABLE "revocations" DROP CONSTRAINT "revocations_of_one_kind";--> statement-breakpoint
ALTER TABLE "imports" ADD COLUMN "scope" text[];--> statement-breakpoint
ALTER TABLE "revocations" ADD COLUMN "personal_tokens" boolean;--> statement-breakpoint
ALTER TABLE "personal_tokens" ADD CONSTRAINT "personal_tokens_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "personal_tokens_hash_idx" ON "personal_tokens" USING btree ("hash");--> statement-breakpoint
CREATE INDEX "personal_tokens_expiry_idx" ON "personal_tokens" USING btree ("expires_at");--> statement-breakpoint
ALTER TABLE "revocations" ADD CONSTRAINT "revocations_of_one_kind" CHECK (num_nonnulls("session_id", "before_session_id", "min_version", "roles", "personal_tokens") = 1
        and ("roles" is null) = ("is_superuser" is null));
