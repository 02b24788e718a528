import type { ExtractTablesWithRelations } from 'drizzle-orm';
import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core';
import { drizzle } from 'drizzle-orm/postgres-js';
import type { Sql } from 'postgres';
import type { Storage } from '../../../application/shared/ports/storage.ts';
import * as schema from '../drizzle/schema.ts';
import type { Codecs, QueryOptions, SqlRunner, StatementRunner } from './sql-runner.ts';

/** What repositories work with, the same on PGlite and PostgreSQL. */
export type Database = PgDatabase<PgQueryResultHKT, typeof schema, ExtractTablesWithRelations<typeof schema>>;

export type Transaction = Parameters<Parameters<Database['transaction']>[0]>[0];

export type ChannelListener = {
  readonly onMessage: (payload: string) => void;
  readonly onConnected: () => Promise<void>;
  readonly onLost: () => void;
};

/** Connections by what they do, of at most `max`; `pending`: callers that wait for one. */
export type PoolState = {
  readonly used: number;
  readonly idle: number;
  readonly opening: number;
  readonly max: number;
  readonly pending: number;
  readonly longestWaitMs: number;
};

export type OpenDatabase = Storage & {
  readonly engine: 'pglite' | 'postgresql';
  readonly db: Database;

  /**
   * Runs one of a few fixed statements with `$1`, `$2` … for the values, for libraries that bring their own SQL. @returns its rows; eight-byte
   * integers and times may come as text
   * @throws StorageUnavailable; anything else as the driver threw it
   */
  query(text: string, values: unknown[]): Promise<Record<string, unknown>[]>;

  /**
   * Brings the schema up to date; several processes may do so at once. @returns how many migrations were applied
   * @throws SchemaNewerThanCode, StorageUnavailable
   */
  migrate(): Promise<number>;

  /** @returns how many migrations of this version the schema lacks @throws StorageUnavailable */
  pendingMigrations(): Promise<number>;

  /** `undefined` where there is one connection, in this process. */
  pool(): PoolState | undefined;

  /**
   * Hears what is sent to a channel with `pg_notify`, also by other processes. A lost connection is dialled again by itself:
   * `onConnected` runs each time the channel is heard from now on (rows written before have to be read), `onLost` when not.
   * @returns how to stop
   */
  listen(channel: string, listener: ChannelListener): Promise<() => Promise<void>>;

  /** Waits a moment for statements that still run. */
  close(): Promise<void>;
};

/**
 * drizzle on any engine that runs SQL, through its driver for postgres.js, of whose client it uses `unsafe`, `begin`
 * and `options`. Its driver for PGlite would load PGlite into every process, and answers `execute` differently.
 */
export function drizzleOver(runner: SqlRunner, codecs: Codecs): Database {
  return drizzle(clientFor(runner, codecs), { schema });
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
