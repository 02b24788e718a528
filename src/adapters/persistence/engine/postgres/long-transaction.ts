import type { StatementRunner } from '../sql-runner.ts';
import { PostgresConnection } from './postgres-connection.ts';

/**
 * Whoever waits for the tables of a transaction whose process was killed waits until the server has noticed it. A
 * transaction whose machine is gone ends when the server hears nothing for a minute.
 */
const LIMITS = ['statement_timeout = 0', "lock_timeout = '60s'", "idle_in_transaction_session_timeout = '60s'"];

/** Runs one transaction on a connection of its own, without the time limits of requests. */
export async function longTransaction<T>(url: string, work: (inside: StatementRunner) => Promise<T>): Promise<T> {
  const connection = await PostgresConnection.open({ url, parameters: {}, codecs: { parsers: {}, serializers: {} } });
  try {
    return await connection.transaction(async (inside) => {
      for (const limit of LIMITS) await inside.run(`set local ${limit}`);
      return work(inside);
    });
  } finally {
    await connection.close();
  }
}
