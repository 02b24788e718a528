import { defineConfig } from 'drizzle-kit';

/** Only for `npx drizzle-kit generate` while developing; the service applies the files of `drizzle/` itself. */
export default defineConfig({
  dialect: 'postgresql',
  schema: [
    'drizzle/schema.ts',
    'shelf/shelf-schema.ts',
    'films/upstream-schema.ts',
    'imports/import-schema.ts',
    'films/title-index.ts',
  ].map((name) => `./src/adapters/persistence/${name}`),
  out: './drizzle',
});
