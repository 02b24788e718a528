import type { Metrics } from '../../../../application/shared/ports/metrics.ts';
import { drizzleOver } from '../drizzle-database.ts';
import type { OpenDatabase } from '../drizzle-database.ts';
import { measured } from '../measured-runner.ts';
import { applyMigrations, pendingCounter } from '../migrations.ts';
import type { Codecs } from '../sql-runner.ts';
import { translatingErrors } from '../storage-errors.ts';
import { WORD_SIMILARITY_THRESHOLD } from '../word-similarity.ts';
import { PostgresConnection } from './postgres-connection.ts';
import { PostgresListener } from './postgres-listener.ts';
import { PostgresPool } from './postgres-pool.ts';

export type PostgresOptions = {
  readonly url: string;
  readonly poolSize?: number;
  readonly migrationsFolder: string;
  readonly metrics?: Metrics;
};

const DEFAULT_POOL_SIZE = 10;
const WAIT_FOR_CONNECTION_MS = 3_000;
/** A little less than the 6 s that a request may wait for the database, so that its answer arrives in time. */
const TOTAL_MS = 5_500;
const CHECK_MS = 2_000;

const SESSION_PARAMETERS = {
  // JIT compilation takes longer than our statements: a look-up of twenty rows of an import took 7 ms without and 60 ms
  // with it.
  jit: 'off',
  statement_timeout: 5_000,
  lock_timeout: 2_000,
  idle_in_transaction_session_timeout: 10_000,
  'pg_trgm.word_similarity_threshold': WORD_SIMILARITY_THRESHOLD,
};

/** Distinguishes the listener from the pool in `pg_stat_activity`. */
const LISTENER_PARAMETERS = { ...SESSION_PARAMETERS, application_name: 'kinopolka listener' };

/** Building an index on a large table has no time limit; waiting for another instance that migrates has one. */
const MIGRATION_PARAMETERS = { statement_timeout: 0, lock_timeout: 60_000, idle_in_transaction_session_timeout: 0 };
/** Any number that no other advisory lock of this database uses. */
const MIGRATION_LOCK = 4_815_162_342;

export function openPostgres(options: PostgresOptions): OpenDatabase {
  const { url, poolSize = DEFAULT_POOL_SIZE, migrationsFolder, metrics } = options;
  const codecs: Codecs = { parsers: {}, serializers: {} };
  const limits = { size: poolSize, waitMs: WAIT_FOR_CONNECTION_MS, totalMs: TOTAL_MS };
  const pool = new PostgresPool({ url, parameters: SESSION_PARAMETERS, codecs, ...limits });
  const runner = measured(pool, metrics);
  const countPending = pendingCounter(pool, migrationsFolder);
  return {
    engine: 'postgresql',
    db: drizzleOver(runner, codecs),
    query: (text, values) =>
      translatingErrors(async () => (await runner.run(text, values, { prepare: true })) as Record<string, unknown>[]),
    check: () => translatingErrors(async () => void (await pool.lend((one) => one.run('select 1'), CHECK_MS))),
    migrate: () => translatingErrors(() => migrateUnderLock(url, codecs, migrationsFolder)),
    pendingMigrations: () => translatingErrors(countPending),
    pool: () => pool.state,
    listen: async (channel, listener) => {
      const heard = new PostgresListener({ url, parameters: LISTENER_PARAMETERS, codecs }, channel, listener);
      return () => heard.stop();
    },
    close: () => pool.close(),
  };
}

/**
 * The lock belongs to the session: it is held from the first read to the last write, and released even when the process
 * dies.
 */
async function migrateUnderLock(url: string, codecs: Codecs, folder: string): Promise<number> {
  const connection = await PostgresConnection.open({ url, parameters: MIGRATION_PARAMETERS, codecs });
  try {
    await connection.run(`select pg_advisory_lock(${MIGRATION_LOCK})`);
    return await applyMigrations(connection, drizzleOver(connection, codecs), folder);
  } finally {
    await connection.close();
  }
}
