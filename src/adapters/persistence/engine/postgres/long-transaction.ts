import type { StatementRunner } from '../sql-runner.ts';
import { readConnectionUrl } from './connection-url.ts';
import { PostgresConnection } from './postgres-connection.ts';

/**
 * If the process is killed, its locks stay until the server notices. If its machine is gone, the server ends the
 * transaction after 60 s.
 */
const PARAMETERS = {
  statement_timeout: '0',
  lock_timeout: '60000',
  idle_in_transaction_session_timeout: '60000',
};

/**
 * Runs one transaction on a connection of its own, without the time limits of requests. `url` must not lead to a
 * pooler.
 */
export async function longTransaction<T>(url: string, work: (inside: StatementRunner) => Promise<T>): Promise<T> {
  const connection = await PostgresConnection.open({
    target: readConnectionUrl(url),
    scope: 'session',
    parameters: PARAMETERS,
    namesStatements: false,
    codecs: { parsers: {}, serializers: {} },
  });
  try {
    return await connection.transaction(work);
  } finally {
    await connection.close();
  }
}
