import { defineConfig } from 'drizzle-kit';

/** Only for `npx drizzle-kit generate` while developing; the service applies the files of `drizzle/` itself. */
export default defineConfig({
  dialect: 'postgresql',
  schema: './src/adapters/persistence/**/*-tables.ts',
  out: './drizzle',
});
