import { setTimeout as pause } from 'node:timers/promises';
import { StorageUnavailable } from '../../../../application/shared/ports/storage.ts';
import { given } from '../../../../domain/shared/given.ts';
import type { MigrationLog, MigrationOptions } from '../drizzle-database.ts';
import { drizzleOver } from '../drizzle-database.ts';
import { applyMigrations } from '../migrations.ts';
import type { ConnectionOptions } from './postgres-connection.ts';
import { PostgresConnection } from './postgres-connection.ts';

/** Building an index on a large table has no time limit. Every limit is set, because the role may have its own. */
const PARAMETERS = {
  application_name: 'kinopolka migration',
  statement_timeout: '0',
  lock_timeout: '60000',
  idle_in_transaction_session_timeout: '0',
};

/** An arbitrary number that no other advisory lock of this database uses. */
const LOCK = 4_815_162_342;
const ASK_EVERY_MS = 200;
const LONGEST_WAIT_MS = 60_000;
const RETRY_AFTER_SECONDS = 5;

const TAKE = `select pg_try_advisory_lock(${LOCK}) as is_taken`;
const HOLDER = `select activity.pid, host(client_addr) as address from pg_locks join pg_stat_activity as activity using (pid)
  where locktype = 'advisory' and granted and (classid::bigint << 32) + objid::bigint = ${LOCK} and
    pg_locks.database = (select oid from pg_database where datname = current_database())`;

/**
 * The lock belongs to the session: it is held from the first read to the last write, and released even when the process
 * dies. `stopping` ends the wait, or the running migration, which is then undone.
 */
export async function migrateUnderLock(
  options: Omit<ConnectionOptions, 'parameters'>,
  folder: string,
  { stopping, log }: MigrationOptions,
): Promise<number> {
  stopping?.throwIfAborted();
  const connection = await PostgresConnection.open({ ...options, parameters: PARAMETERS });
  let pid: number | undefined;
  const stop = () => void cut(connection, options, pid);
  try {
    // A signal that was aborted while the connection opened calls no listener.
    stopping?.throwIfAborted();
    stopping?.addEventListener('abort', stop);
    const [session] = await connection.run('select pg_backend_pid() as pid');
    pid = Number(session?.['pid']);
    await waitForLock(connection, log, stopping);
    return await applyMigrations(connection, drizzleOver(connection, options.codecs), { folder, ...given({ log }) });
  } catch (error) {
    stopping?.throwIfAborted();
    throw error;
  } finally {
    stopping?.removeEventListener('abort', stop);
    await connection.close();
  }
}

/** Polls, because a session that waits inside the server can be stopped only from another session. */
async function waitForLock(
  connection: PostgresConnection,
  log: MigrationLog | undefined,
  stopping: AbortSignal | undefined,
): Promise<void> {
  const endsAt = performance.now() + LONGEST_WAIT_MS;
  for (let isFirst = true; ; isFirst = false) {
    const [answer] = await connection.run(TAKE);
    if (answer?.['is_taken'] === true) return;
    if (isFirst) log?.info(`waiting for another instance that migrates the database (${await holderOf(connection)})`);
    if (performance.now() > endsAt) throw stillHeld(await holderOf(connection));
    await pause(ASK_EVERY_MS, undefined, { ...(stopping && { signal: stopping }) });
  }
}

/** Only a superuser sees the address of another role's session. */
async function holderOf(connection: PostgresConnection): Promise<string> {
  const [holder] = await connection.run(HOLDER);
  if (holder === undefined) return 'just ended';
  return `process ${String(holder['pid'])} of PostgreSQL${holder['address'] ? `, from ${String(holder['address'])}` : ''}`;
}

function stillHeld(holder: string): StorageUnavailable {
  const cause = new Error(`another instance has been migrating it for ${LONGEST_WAIT_MS / 1000} s (${holder})`);
  return new StorageUnavailable({ cause, retryAfterSeconds: RETRY_AFTER_SECONDS });
}

/**
 * Also cancels the running statement. Otherwise the server would notice the closed connection, and release the locks,
 * only at the end of the statement.
 */
async function cut(
  connection: PostgresConnection,
  options: Omit<ConnectionOptions, 'parameters'>,
  pid: number | undefined,
): Promise<void> {
  connection.giveUp(new Error('told to stop'));
  if (pid === undefined) return;
  try {
    const other = await PostgresConnection.open({ ...options, parameters: {} });
    try {
      await other.run('select pg_cancel_backend($1)', [pid]);
    } finally {
      await other.close();
    }
  } catch {
    // The connection is closed in any case.
  }
}
