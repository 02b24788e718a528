ALTER TABLE "sessions" ADD COLUMN "client_id" text DEFAULT 'kinopolka' NOT NULL;--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "scope" text[];--> statement-breakpoint
UPDATE "roles" SET "permissions" = array_append("permissions", 'tokens:introspect')
  WHERE "name" = 'admin' AND NOT 'tokens:introspect' = ANY ("permissions");
