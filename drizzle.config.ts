import { defineConfig } from 'drizzle-kit';

/** Only for `npx drizzle-kit generate` while developing; the service applies the files of `drizzle/` itself. */
export default defineConfig({
  dialect: 'postgresql',
  schema: ['schema.ts', 'shelf-schema.ts', 'shield-schema.ts', 'import-schema.ts', 'title-index.ts'].map(
    (name) => `./src/adapters/persistence/drizzle/${name}`,
  ),
  out: './drizzle',
});
