import { sql } from 'drizzle-orm';
import type { MigrationMeta } from 'drizzle-orm/migrator';
import { readMigrationFiles } from 'drizzle-orm/migrator';
import { lookup } from '../../../domain/shared/lookup.ts';
import type { Database, MigrationLog } from './drizzle-database.ts';
import type { StatementRunner } from './sql-runner.ts';
import { codeOf, driverError } from './storage-errors.ts';

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

/** Our schema cannot be created in this database by this role. The message says what to do, and what was changed. */
export class SchemaUnusable extends Error {
  override readonly name = 'SchemaUnusable';
}

/**
 * Applied migrations are recorded beside our tables: a role may own no more than one schema, and a database may hold
 * several installations. A migration is identified by its time in milliseconds since 1970. Earlier versions recorded it in a
 * schema of its own.
 */
const RECORDS = `select quote_ident(current_schema()) as schema,
  to_regclass(quote_ident(current_schema()) || '.__drizzle_migrations') is not null as is_recorded,
  to_regclass(quote_ident(current_schema()) || '.favorite_movies') is not null
    and to_regclass('drizzle.__drizzle_migrations') is not null as is_recorded_apart`;

/** The table in which applied migrations are recorded. */
type Records = { readonly table: string; areThere: boolean };

/** A migration that takes longer is logged. */
const TOLD_AFTER_MS = 1_000;

const COLUMNS = '(id serial primary key, hash text not null, created_at bigint)';

/** Removed from the statements of migrations, so that they apply to the first schema of the search path. */
const SCHEMA_IN_FILES = '"public".';

/**
 * Each migration is a transaction of its own, so that running instances wait only for the locks of one. An interrupted
 * start keeps the finished migrations, and the next start applies the rest. The caller holds the migration lock.
 * @returns the number of applied migrations @throws SchemaNewerThanCode, SchemaUnusable
 */
export async function applyMigrations(
  runner: StatementRunner,
  db: Database,
  { folder, log }: { readonly folder: string; readonly log?: MigrationLog },
): Promise<number> {
  const records = await recordsOf(runner);
  const newest = await newestApplied(runner, records);
  const files = readMigrationFiles({ migrationsFolder: folder });
  if (newest !== undefined && !files.some(({ folderMillis }) => folderMillis === newest))
    throw new SchemaNewerThanCode();
  const pending = files.filter(({ folderMillis }) => newest === undefined || folderMillis > newest);
  if (pending.length === 0) return 0;
  const line = `migrating the database: ${pending.length} of ${files.length} migrations`;
  const timer = setTimeout(() => void log?.info(line), TOLD_AFTER_MS);
  try {
    for (const [at, migration] of pending.entries()) {
      const done = at === 0 ? 'nothing was changed' : `${at} of ${pending.length} migrations were applied`;
      await refusalsExplained(() => applyOne(db, records, migration), done);
      records.areThere = true;
    }
  } finally {
    clearTimeout(timer);
  }
  return pending.length;
}

async function applyOne(
  db: Database,
  { table, areThere }: Records,
  { sql: statements, hash, folderMillis }: MigrationMeta,
): Promise<void> {
  await db.transaction(async (tx) => {
    if (!areThere) await tx.execute(sql.raw(`create table ${table} ${COLUMNS}`));
    for (const statement of statements) await tx.execute(sql.raw(statement.replaceAll(SCHEMA_IN_FILES, '')));
    await tx.execute(sql`insert into ${sql.raw(table)} (hash, created_at) values (${hash}, ${folderMillis})`);
  });
}

/** Counts pending migrations of the folder, which is read once; 0 for a schema of a newer version. */
export function pendingCounter(runner: StatementRunner, folder: string): () => Promise<number> {
  let known: readonly number[] | undefined;
  return async () => {
    known ??= readMigrationFiles({ migrationsFolder: folder }).map(({ folderMillis }) => folderMillis);
    const newest = await newestApplied(runner, await recordsOf(runner));
    return known.filter((madeAt) => newest === undefined || madeAt > newest).length;
  };
}

async function recordsOf(runner: StatementRunner): Promise<Records> {
  const [found] = (await runner.run(RECORDS)) as {
    schema: string | null;
    is_recorded: boolean | null;
    is_recorded_apart: boolean | null;
  }[];
  const { schema = null, is_recorded: isRecorded, is_recorded_apart: isRecordedApart } = found ?? {};
  if (schema === null)
    throw new SchemaUnusable(
      'The search path of the database names no schema that exists. Create one: nothing was changed.',
    );
  if (isRecorded !== true && isRecordedApart === true) return { table: 'drizzle.__drizzle_migrations', areThere: true };
  return { table: `${schema}.__drizzle_migrations`, areThere: isRecorded === true };
}

async function newestApplied(runner: StatementRunner, { table, areThere }: Records): Promise<number | undefined> {
  if (!areThere) return undefined;
  const newest = `select created_at as made_at from ${table} order by created_at desc limit 1`;
  const [row] = (await runner.run(newest)) as { made_at: string | number }[];
  return row && Number(row.made_at);
}

const NEEDED_RIGHTS = 'Make the role of DATABASE_URL the owner of the database, or of a schema in its search path';

/** SQLSTATEs: PostgreSQL, "Error Codes". */
const REFUSALS: Readonly<Record<string, (reason: string) => string>> = {
  '42P07': (reason) =>
    `The database has tables of another program (${reason}). Use another database, or another schema with ` +
    'options=-csearch_path=NAME in DATABASE_URL',
  '42501': (reason) =>
    reason.includes('extension')
      ? `The extension pg_trgm is missing (${reason}). Run “create extension pg_trgm” in the database as a superuser`
      : `The role may not create tables (${reason}). ${NEEDED_RIGHTS}`,
  // A newer PostgreSQL says that it does not support the extension. An older one says that a file of the extension is
  // missing.
  '0A000': (reason) =>
    reason.includes('extension')
      ? withoutExtension(reason)
      : `PostgreSQL does not support what a migration needs (${reason}). Use version 14 or newer`,
  '58P01': (reason) => withoutExtension(reason),
};

function withoutExtension(reason: string): string {
  return `PostgreSQL lacks the extension pg_trgm (${reason}). Install the contrib package of its version`;
}

/** `done`: says what was changed before the failure. */
async function refusalsExplained<T>(work: () => Promise<T>, done: string): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const cause = driverError(error);
    const explain = lookup(REFUSALS, codeOf(cause));
    throw explain === undefined
      ? error
      : new SchemaUnusable(`${explain((cause as Error).message)}: ${done}.`, { cause });
  }
}
