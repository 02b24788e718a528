import { readMigrationFiles } from 'drizzle-orm/migrator';
import type { PostgresJsDatabase } from 'drizzle-orm/postgres-js';
import { migrate } from 'drizzle-orm/postgres-js/migrator';
import type { Database } from './drizzle-database.ts';
import type { StatementRunner } from './sql-runner.ts';

/** Somebody went back to an older version of the service. */
export class SchemaNewerThanCode extends Error {
  override readonly name = 'SchemaNewerThanCode';

  constructor() {
    super(
      'The database was migrated by a newer version of Kinopolka than this one. Start that version (or a later one), or ' +
        'restore a backup made before the upgrade: nothing was changed.',
    );
  }
}

/** Times of a migration, in milliseconds since 1970, are its identity. drizzle keeps them in a table of its own. */
const IS_THERE = `select to_regclass('drizzle.__drizzle_migrations') is not null as found`;
const NEWEST = 'select created_at as made_at from drizzle.__drizzle_migrations order by created_at desc limit 1';

/** The caller sees to it that nobody else migrates meanwhile. @returns how many were applied @throws SchemaNewerThanCode */
export async function applyMigrations(runner: StatementRunner, db: Database, folder: string): Promise<number> {
  const known = knownMigrations(folder);
  const newest = await newestApplied(runner);
  if (newest !== undefined && !known.includes(newest)) throw new SchemaNewerThanCode();
  const pending = laterThan(newest, known);
  // The migrator needs nothing of PostgresJsDatabase that is not in every database of drizzle for PostgreSQL.
  if (pending.length > 0) await migrate(db as unknown as PostgresJsDatabase, { migrationsFolder: folder });
  return pending.length;
}

/** Counts those in the folder, which is read once, that were not applied; none where a newer version has been. */
export function pendingCounter(runner: StatementRunner, folder: string): () => Promise<number> {
  let known: readonly number[] | undefined;
  return async () => laterThan(await newestApplied(runner), (known ??= knownMigrations(folder))).length;
}

function knownMigrations(folder: string): number[] {
  return readMigrationFiles({ migrationsFolder: folder }).map((migration) => migration.folderMillis);
}

function laterThan(newest: number | undefined, known: readonly number[]): number[] {
  return known.filter((madeAt) => newest === undefined || madeAt > newest);
}

async function newestApplied(runner: StatementRunner): Promise<number | undefined> {
  const [table] = (await runner.run(IS_THERE)) as { found: boolean }[];
  if (!table?.found) return undefined;
  const [newest] = (await runner.run(NEWEST)) as { made_at: string | number }[];
  return newest && Number(newest.made_at);
}
