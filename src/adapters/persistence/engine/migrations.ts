import { readMigrationFiles } from 'drizzle-orm/migrator';
import type { PostgresJsDatabase } from 'drizzle-orm/postgres-js';
import { migrate } from 'drizzle-orm/postgres-js/migrator';
import type { Database } from './drizzle-database.ts';
import type { StatementRunner } from './sql-runner.ts';

/** The schema belongs to a newer version of the service. */
export class SchemaNewerThanCode extends Error {
  override readonly name = 'SchemaNewerThanCode';

  constructor() {
    super(
      'The database was migrated by a newer version of Kinopolka than this one. Start that version (or a later one), or ' +
        'restore a backup made before the upgrade: nothing was changed.',
    );
  }
}

/** A migration is identified by its time in milliseconds since 1970. drizzle records applied ones in its own table. */
const IS_THERE = `select to_regclass('drizzle.__drizzle_migrations') is not null as found`;
const NEWEST = 'select created_at as made_at from drizzle.__drizzle_migrations order by created_at desc limit 1';

/** The caller holds the migration lock. @returns the number of applied migrations @throws SchemaNewerThanCode */
export async function applyMigrations(runner: StatementRunner, db: Database, folder: string): Promise<number> {
  const known = knownMigrations(folder);
  const newest = await newestApplied(runner);
  if (newest !== undefined && !known.includes(newest)) throw new SchemaNewerThanCode();
  const pending = laterThan(newest, known);
  // The migrator uses only methods that every drizzle database for PostgreSQL has.
  if (pending.length > 0) await migrate(db as unknown as PostgresJsDatabase, { migrationsFolder: folder });
  return pending.length;
}

/** Counts pending migrations of the folder, which is read once; 0 for a schema of a newer version. */
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
