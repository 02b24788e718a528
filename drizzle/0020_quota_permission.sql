UPDATE "roles" SET "permissions" = CASE
    WHEN 'movies:label:*' = ANY ("permissions")
      THEN array_remove("permissions", 'movies:label:*') || ARRAY['quota:read', 'movies:label:*']
    ELSE array_append("permissions", 'quota:read')
  END
  WHERE "name" = 'admin' AND NOT 'quota:read' = ANY ("permissions");
