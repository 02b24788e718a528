import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core';
import { drizzle } from 'drizzle-orm/postgres-js';
import type { Sql } from 'postgres';
import type { Owner } from '../../../application/shared/fair-queue.ts';
import type { AsService } from '../../../application/shared/ports/as-service.ts';
import type { Storage } from '../../../application/shared/ports/storage.ts';
import type { Codecs, QueryOptions, SqlRunner, StatementRunner, WhoseStatement } from './sql-runner.ts';

/** The database that repositories use, the same on PGlite and PostgreSQL. */
export type Database = PgDatabase<PgQueryResultHKT>;

export type Transaction = Parameters<Parameters<Database['transaction']>[0]>[0];

export type ChannelListener = {
  readonly onMessage: (payload: string) => void;
  readonly onConnected: () => Promise<void>;
  readonly onLost: () => void;
};

/** Connections by state, of at most `max`; `pending`: callers waiting for one. */
export type PoolState = {
  readonly used: number;
  readonly idle: number;
  readonly opening: number;
  readonly max: number;
  readonly pending: number;
  readonly longestWaitMs: number;
};

export type MigrationLog = { readonly info: (line: string) => unknown; readonly warn: (line: string) => unknown };

/**
 * `stopping`: ends the wait for other instances, and undoes the running migration. `log`: receives messages about steps
 * that take long.
 */
export type MigrationOptions = {
  readonly stopping?: AbortSignal;
  readonly log?: MigrationLog;
};

export type OpenDatabase = Storage & {
  readonly engine: 'pglite' | 'postgresql';
  readonly db: Database;

  /**
   * The same for short statements that only read, such as one row by its key. Several share a connection; one that
   * waits too long there is sent again on another connection. On PGlite, which runs one statement at a time, it is
   * `db`.
   */
  readonly reads: Database;

  readonly whose: WhoseStatement;
  readonly asService: AsService;

  /**
   * Runs one of a few fixed statements with `$1`, `$2` … for the values, for libraries with their own SQL. @returns its
   * rows; eight-byte integers and times may be text
   * @throws StorageUnavailable; any other error of the driver
   */
  query(text: string, values: unknown[]): Promise<Record<string, unknown>[]>;

  /**
   * Migrates the schema; several processes may do so at once. @returns the number of applied migrations
   * @throws SchemaNewerThanCode, SchemaUnusable, StorageUnavailable; the reason of `stopping`
   */
  migrate(how?: MigrationOptions): Promise<number>;

  /** @returns the number of pending migrations of this version @throws StorageUnavailable */
  pendingMigrations(): Promise<number>;

  /** `undefined` for the embedded database, which has a single connection. */
  pool(): PoolState | undefined;

  /** Whether the owner already has more than its share of the statements that wait for a connection. */
  isFullFor(owner: Owner): boolean;

  /**
   * Receives messages of a channel sent with `pg_notify`, also by other processes. Reconnects automatically:
   * `onConnected` runs each time listening has started (rows written before must be read), `onLost` each time it was
   * interrupted.
   * @returns a function that stops listening
   */
  listen(channel: string, listener: ChannelListener): Promise<() => Promise<void>>;

  /**
   * Work that PostgreSQL does in processes of its own, and that the embedded database needs somebody to start. Call it
   * every few seconds. Does nothing on PostgreSQL. @throws StorageUnavailable
   */
  upkeep(): Promise<void>;

  /** Waits briefly for running statements. */
  close(): Promise<void>;
};

/**
 * drizzle on any engine that runs SQL, through its postgres.js driver, which uses only `unsafe`, `begin` and `options`
 * of the client. Its PGlite driver would load PGlite into every process, and returns different results from `execute`.
 */
export function drizzleOver(runner: SqlRunner, codecs: Codecs): Database {
  return drizzle(clientFor(runner, codecs));
}

function clientFor(runner: SqlRunner, codecs: Codecs): Sql {
  return {
    ...statementsFor(runner, codecs),
    begin: <T>(work: (inside: Sql) => Promise<T>) =>
      runner.transaction((inside) => work(statementsFor(inside, codecs) as unknown as Sql)),
  } as unknown as Sql;
}

function statementsFor(runner: StatementRunner, options: Codecs) {
  return {
    options,
    unsafe(text: string, values: readonly unknown[], how?: QueryOptions) {
      let rowsAs: NonNullable<QueryOptions['rowsAs']> = 'objects';
      // One turn later: only then is it known whether `values` was called.
      const rows = Promise.resolve().then(() => runner.run(text, values, { ...how, rowsAs }));
      const asArrays = () => {
        rowsAs = 'arrays';
        return rows;
      };
      return Object.assign(rows, { values: asArrays });
    },
  };
}
