ALTER TABLE "revocations" DROP CONSTRAINT "revocations_of_one_kind";--> statement-breakpoint
DROP INDEX "revocations_user_idx";--> statement-breakpoint
ALTER TABLE "revocations" ADD COLUMN "transaction_id" "xid8" DEFAULT pg_current_xact_id() NOT NULL;--> statement-breakpoint
ALTER TABLE "revocations" ADD COLUMN "before_session_id" uuid;--> statement-breakpoint
CREATE INDEX "revocations_transaction_idx" ON "revocations" USING btree ("transaction_id");--> statement-breakpoint
CREATE INDEX "revocations_user_idx" ON "revocations" USING btree ("user_id","session_id");--> statement-breakpoint
ALTER TABLE "revocations" ADD CONSTRAINT "revocations_of_one_kind" CHECK (num_nonnulls("revocations"."session_id", "revocations"."before_session_id", "revocations"."min_version", "revocations"."roles") = 1
        and ("revocations"."roles" is null) = ("revocations"."is_superuser" is null));