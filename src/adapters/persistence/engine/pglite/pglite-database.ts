import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { PGlite } from '@electric-sql/pglite';
import type { AsService } from '../../../../application/shared/ports/as-service.ts';
import type { Metrics } from '../../../../application/shared/ports/metrics.ts';
import { given } from '../../../../domain/shared/given.ts';
import { drizzleOver } from '../drizzle-database.ts';
import type { MigrationOptions, OpenDatabase } from '../drizzle-database.ts';
import { measured } from '../measured-runner.ts';
import { applyMigrations, pendingCounter } from '../migrations.ts';
import { ConnectionFault } from '../postgres/connection-fault.ts';
import type { Codecs, SqlRunner, StatementRunner, WhoseStatement } from '../sql-runner.ts';
import { forNobody, ofNobody } from '../sql-runner.ts';
import { translatingErrors } from '../storage-errors.ts';
import { Autovacuum } from './autovacuum.ts';
import { DataDirUnusable, lockDataDir } from './data-dir-lock.ts';
import type { FreeBytes } from './free-space.ts';
import { FreeSpace, freeBytesOf, missingSpace, spareBytes } from './free-space.ts';
import { WriteAheadLog } from './write-ahead-log.ts';
import { thenYield, YieldingLock } from './yielding-lock.ts';

export const IN_MEMORY = 'memory://';

export type PgliteOptions = {
  readonly dataDir?: string;
  readonly migrationsFolder: string;
  readonly metrics?: Metrics;
  readonly whose?: WhoseStatement;
  readonly asService?: AsService;
  /** Of the disk of `dataDir`, by default asked of the operating system. */
  readonly freeBytes?: FreeBytes;
  readonly onPanic?: OnPanic;
};

/**
 * Called when PostgreSQL cannot continue, for example because its log cannot be written. PostgreSQL would end its
 * processes then, but PGlite runs in an endless loop if this returns.
 */
export type OnPanic = (message: string) => never;

/** The beginning of a line of PostgreSQL's log. Text from outside is never there: further lines are indented. */
const PANIC = /^(?:\d{4}-\d\d-\d\d [\d:.]+ \S+ \[\d+\] )?(PANIC: .*)/;

/**
 * PGlite with the extensions of our schema; `snapshot` is the result of another instance's `dumpDataDir`. PGlite is
 * loaded only here, so a process on PostgreSQL does not load it.
 */
export async function startPglite(folder: string, snapshot?: Blob, onPanic: OnPanic = fail): Promise<PGlite> {
  const [{ PGlite: Pglite }, { pg_trgm }] = await Promise.all([
    import('@electric-sql/pglite'),
    import('@electric-sql/pglite/contrib/pg_trgm'),
  ]);
  const onStderr = (line: string): boolean => {
    const [, message] = PANIC.exec(line) ?? [];
    return message === undefined || onPanic(message);
  };
  return Pglite.create(folder, { extensions: { pg_trgm }, onStderr, ...(snapshot && { loadDataDir: snapshot }) });
}

function fail(message: string): never {
  throw new Error(message);
}

/**
 * PostgreSQL in this process. @throws DataDirInUse, because two processes on the same files would destroy them;
 * DataDirUnusable, also if its disk is nearly full
 */
export async function openPglite({ dataDir, ...options }: PgliteOptions): Promise<OpenDatabase> {
  if (dataDir === undefined) return databaseOn(await startPglite(IN_MEMORY), options);
  const unlock = await lockDataDir(dataDir);
  try {
    const folder = join(dataDir, 'pglite');
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const { freeBytes = freeBytesOf(folder) } = options;
    const missing = missingSpace(freeBytes);
    if (missing) throw new DataDirUnusable(dataDir, missing);
    // PostgreSQL deletes the files of interrupted sorts in a process that PGlite does not have.
    await rm(join(folder, 'base', 'pgsql_tmp'), { recursive: true, force: true });
    return await databaseOn(await startPglite(folder, undefined, options.onPanic), {
      ...options,
      folder,
      freeBytes,
      onClose: unlock,
    });
  } catch (error) {
    unlock();
    throw error;
  }
}

/**
 * `pglite` comes from `startPglite`. `folder`: where its files are. Closing the database closes it and then calls
 * `onClose`.
 */
export async function databaseOn(
  pglite: PGlite,
  {
    migrationsFolder,
    metrics,
    whose = ofNobody,
    asService = forNobody,
    folder,
    freeBytes = () => undefined,
    onClose = () => undefined,
  }: Omit<PgliteOptions, 'dataDir'> & { readonly folder?: string; readonly onClose?: () => void },
): Promise<OpenDatabase> {
  // Statistics of 3,000 rows instead of 30,000: the event loop stands still while they are collected.
  await pglite.exec(`set timezone = 'UTC'; set default_statistics_target = 10`);
  const codecs: Codecs = { parsers: {}, serializers: {} };
  const lock = new YieldingLock(whose);
  const alone = statementsOn(pglite, pglite, codecs);
  const space = new FreeSpace(freeBytes, (isReadOnly) =>
    alone.run(`set default_transaction_read_only = ${isReadOnly}`),
  );
  const statements: SqlRunner = {
    run: (...statement) => lock.run(() => space.guard(() => alone.run(...statement))),
    transaction: (work) =>
      lock.run(() =>
        space.guard(async () => {
          refuseWhenClosed(pglite);
          return pglite.transaction((inside) => work(yielding(statementsOn(pglite, inside, codecs))));
        }),
      ),
  };
  const runner = measured(statements, metrics);
  const writeAheadLog = new WriteAheadLog(statements, folder);
  const autovacuum = new Autovacuum(
    statements,
    () => lock.isQuiet(),
    () => spareBytes(freeBytes),
  );
  const countPending = pendingCounter(statements, migrationsFolder);
  const db = drizzleOver(runner, codecs);
  return {
    engine: 'pglite',
    whose,
    asService,
    db,
    reads: db,
    query: (text, values) =>
      translatingErrors(async () => (await runner.run(text, values)) as Record<string, unknown>[]),
    check: () => translatingErrors(async () => void (await statements.run('select 1'))),
    migrate: ({ log }: MigrationOptions = {}) =>
      translatingErrors(() =>
        applyMigrations(statements, drizzleOver(statements, codecs), { folder: migrationsFolder, ...given({ log }) }),
      ),
    pendingMigrations: () => translatingErrors(countPending),
    pool: () => undefined,
    isFullFor: () => false,
    listen: async (channel, { onMessage, onConnected }) => {
      const stop = await pglite.listen(channel, onMessage);
      await onConnected();
      return () => stop();
    },
    upkeep: () =>
      translatingErrors(async () => {
        await writeAheadLog.bound();
        await autovacuum.vacuumOne();
      }),
    async close() {
      await pglite.close();
      onClose();
    },
  };
}

function statementsOn(pglite: PGlite, inside: Pick<PGlite, 'query'>, codecs: Codecs): StatementRunner {
  return {
    async run(text, values = [], how = {}) {
      refuseWhenClosed(pglite);
      const rowMode = how.rowsAs === 'arrays' ? 'array' : 'object';
      const { rows } = await inside.query(text, [...values], { rowMode, parsers: codecs.parsers });
      return rows;
    },
  };
}

function yielding(inside: StatementRunner): StatementRunner {
  return { run: (...statement) => thenYield(inside.run(...statement)) };
}

function refuseWhenClosed(pglite: PGlite): void {
  if (pglite.closed) throw new ConnectionFault('the database is closed');
}
