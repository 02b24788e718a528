ALTER TABLE "movie_documents" ADD COLUMN "shape" smallint DEFAULT 1 NOT NULL;--> statement-breakpoint
CREATE INDEX "movie_documents_shape_idx" ON "movie_documents" USING btree ("shape");
