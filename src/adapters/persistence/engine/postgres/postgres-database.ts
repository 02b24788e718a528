import type { AsService } from '../../../../application/shared/ports/as-service.ts';
import type { Metrics } from '../../../../application/shared/ports/metrics.ts';
import type { MigrationOptions, OpenDatabase } from '../drizzle-database.ts';
import { drizzleOver } from '../drizzle-database.ts';
import { measured } from '../measured-runner.ts';
import { pendingCounter } from '../migrations.ts';
import type { Codecs, SqlRunner, WhoseStatement } from '../sql-runner.ts';
import { forNobody, ofNobody } from '../sql-runner.ts';
import { translatingErrors } from '../storage-errors.ts';
import { readConnectionUrl } from './connection-url.ts';
import { migrateUnderLock } from './migration-lock.ts';
import { checkPooler } from './pooler-check.ts';
import { PostgresListener } from './postgres-listener.ts';
import { PostgresPool } from './postgres-pool.ts';

/**
 * `directUrl`: an address without a pooler, for work that needs a session, when `url` leads to a pooler in transaction
 * mode. `preparesStatements`: by default true without a pooler, and false behind one.
 */
export type PostgresOptions = {
  readonly url: string;
  readonly directUrl?: string;
  readonly preparesStatements?: boolean;
  readonly poolSize?: number;
  readonly migrationsFolder: string;
  readonly metrics?: Metrics;
  readonly whose?: WhoseStatement;
  readonly asService?: AsService;
};

const DEFAULT_POOL_SIZE = 10;
const WAIT_FOR_CONNECTION_MS = 3_000;
/** A little less than the 6 s that a request may wait for the database, so that its answer arrives in time. */
const TOTAL_MS = 5_500;
const CHECK_MS = 2_000;

const PARAMETERS = {
  // JIT compilation takes longer than our statements: a look-up of twenty rows of an import took 7 ms without it, and
  // 60 ms with it.
  jit: 'off',
  statement_timeout: '5000',
  lock_timeout: '2000',
  idle_in_transaction_session_timeout: '10000',
};

/** Distinguishes the listener from the pool in `pg_stat_activity`. */
const LISTENER_PARAMETERS = { ...PARAMETERS, application_name: 'kinopolka listener' };

export function openPostgres(options: PostgresOptions): OpenDatabase {
  const { url, directUrl, poolSize = DEFAULT_POOL_SIZE, migrationsFolder, metrics } = options;
  const { whose = ofNobody, asService = forNobody } = options;
  const isPooled = directUrl !== undefined;
  const namesStatements = options.preparesStatements ?? !isPooled;
  const codecs: Codecs = { parsers: {}, serializers: {} };
  const limits = { size: poolSize, waitMs: WAIT_FOR_CONNECTION_MS, totalMs: TOTAL_MS };
  const pool = new PostgresPool({
    target: readConnectionUrl(url),
    scope: isPooled ? 'transaction' : 'session',
    parameters: PARAMETERS,
    namesStatements,
    codecs,
    whose,
    ...limits,
  });
  const direct = {
    target: readConnectionUrl(directUrl ?? url),
    scope: 'session',
    namesStatements: true,
    codecs,
  } as const;
  const runner = measured(pool, metrics);
  const countPending = pendingCounter(pool, migrationsFolder);
  return {
    engine: 'postgresql',
    whose,
    asService,
    db: drizzleOver(runner, codecs),
    // Statements without a name cannot be pipelined: postgres.js first asks the server for the types of their values.
    reads: drizzleOver(namesStatements ? measured(readsOf(pool), metrics) : runner, codecs),
    query: (text, values) =>
      translatingErrors(async () => (await runner.run(text, values, { prepare: true })) as Record<string, unknown>[]),
    check: () => translatingErrors(async () => void (await pool.lend((one) => one.run('select 1'), CHECK_MS))),
    migrate: (how: MigrationOptions = {}) =>
      translatingErrors(async () => {
        const applied = await migrateUnderLock(direct, migrationsFolder, how);
        if (isPooled) await checkPooler(pool, countPending, how);
        return applied;
      }),
    pendingMigrations: () => translatingErrors(countPending),
    pool: () => pool.state,
    isFullFor: (owner) => pool.isFullFor(owner),
    listen: async (channel, listener) => {
      const heard = new PostgresListener({ ...direct, parameters: LISTENER_PARAMETERS }, channel, listener);
      return () => heard.stop();
    },
    upkeep: async () => undefined,
    close: () => pool.close(),
  };
}

function readsOf(pool: PostgresPool): SqlRunner {
  return {
    run: (text, values, how) => pool.read(text, values, how),
    transaction: (work) => pool.transaction(work),
  };
}
