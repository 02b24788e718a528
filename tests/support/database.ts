import { afterAll, inject } from 'vitest';
import { openDatabase } from '../../src/adapters/persistence/engine/database.ts';
import type { OpenDatabase } from '../../src/adapters/persistence/engine/database.ts';
import { databaseOn } from '../../src/adapters/persistence/engine/pglite/pglite-database.ts';
import type { WhoseStatement } from '../../src/adapters/persistence/engine/sql-runner.ts';
import type { AsService } from '../../src/application/shared/ports/as-service.ts';
import { given } from '../../src/domain/shared/given.ts';
import { takePglite } from './pglite-pool.ts';
import type { PostgresOfRun } from './postgres-server.ts';
import { createDatabase } from './postgres-server.ts';

export type Engine = OpenDatabase['engine'];

/** `url`: for further connections to the same database; PGlite has none. */
export type TestDatabase = OpenDatabase & {
  readonly url: string | undefined;
  /** Deletes all rows except those that the migrations inserted: genres and built-in roles. */
  empty(): Promise<void>;
};

const migrationsFolder = 'drizzle';

/** The engines that this machine has. */
export function availableEngines(): Engine[] {
  return inject('postgres') ? ['pglite', 'postgresql'] : ['pglite'];
}

/** The quicker of the available engines, for tests with many queries that do not depend on the engine. */
export function quickestEngine(): Engine {
  return inject('postgres') ? 'postgresql' : 'pglite';
}

/**
 * A new database with our schema, which contains only the rows of the migrations. It is dropped at the end of the run.
 * `poolSize`: number of connections to PostgreSQL; PGlite has one. `whose`: returns the owner of a statement;
 * `asService`: runs shared work.
 */
export async function openTestDatabase(
  engine: Engine,
  { poolSize, whose, asService }: { poolSize?: number } & Omit<Options, 'migrationsFolder'> = {},
): Promise<TestDatabase> {
  const options = { migrationsFolder, ...given({ whose, asService }) };
  return engine === 'pglite' ? openPgliteCopy(options) : openPostgresCopy({ ...options, ...given({ poolSize }) });
}

type Options = { readonly migrationsFolder: string; readonly whose?: WhoseStatement; readonly asService?: AsService };

async function openPgliteCopy(options: Options): Promise<TestDatabase> {
  const pglite = await takePglite();
  const database = await databaseOn(pglite, options);
  return { ...database, url: undefined, empty: () => empty(database) };
}

async function openPostgresCopy(options: Options & { poolSize?: number }): Promise<TestDatabase> {
  const url = await migratedDatabaseUrl();
  const database = await openDatabase({ ...options, url });
  return { ...database, url, empty: () => empty(database) };
}

/** A new database on PostgreSQL without any schema: for tests about migrations, which take a second. */
export async function emptyDatabaseUrl(): Promise<string> {
  return createDatabase(postgresOfRun());
}

/** A new database on PostgreSQL as the migrations leave it, or a copy of another template. */
export async function migratedDatabaseUrl(template?: string): Promise<string> {
  const postgres = postgresOfRun();
  return createDatabase(postgres, template ?? postgres.template);
}

function postgresOfRun(): PostgresOfRun {
  const postgres = inject('postgres');
  if (!postgres) throw new Error('this machine has no PostgreSQL: ask availableEngines first');
  return postgres;
}

async function empty(database: OpenDatabase): Promise<void> {
  await database.query('select kept.restore()', []);
}

/**
 * Settings that give a service a new migrated database: on PostgreSQL if there is one, else an embedded one in the
 * folder.
 */
export async function databaseSettings(folder: string, template?: string): Promise<Record<string, string>> {
  if (!inject('postgres')) return { DATA_DIR: folder };
  return { DATABASE_URL: await migratedDatabaseUrl(template), AUTH_SECRET: 'mT7wQz3LkV9xRb5YnC1hGd8JfPs2UaEo4iZy' };
}

/**
 * Runs a suite on each engine of this machine. `open` empties the one database that the file has on it, and returns it.
 */
export function onEachEngine(suite: (adapter: string, open: () => Promise<TestDatabase>) => void): void {
  for (const engine of availableEngines()) {
    let database: Promise<TestDatabase> | undefined;
    afterAll(async () => (await database)?.close());
    suite(`drizzle on ${engine === 'pglite' ? 'PGlite' : 'PostgreSQL'}`, async () => {
      database ??= openTestDatabase(engine);
      await (await database).empty();
      return database;
    });
  }
}
