ALTER TABLE "sessions" ADD COLUMN "client_id" text DEFAULT 'kinopolka' NOT NULL;--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "scope" text[];--> statement-breakpoint
UPDATE "roles" SET "permissions" = CASE
    WHEN 'movies:label:*' = ANY ("permissions")
      THEN array_remove("permissions", 'movies:label:*') || ARRAY['tokens:introspect', 'movies:label:*']
    ELSE array_append("permissions", 'tokens:introspect')
  END
  WHERE "name" = 'admin' AND NOT 'tokens:introspect' = ANY ("permissions");
