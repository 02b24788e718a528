import { defineConfig } from 'drizzle-kit';

/** Only for `npx drizzle-kit generate` while developing; the service applies the files of `drizzle/` itself. */
export default defineConfig({
  dialect: 'postgresql',
  schema: [
    'films/films-tables.ts',
    'shelf/shelf-tables.ts',
    'films/upstream-tables.ts',
    'imports/imports-tables.ts',
    'films/title-index.ts',
  ].map((name) => `./src/adapters/persistence/${name}`),
  out: './drizzle',
});
