import type { StatementRunner } from '../sql-runner.ts';

/**
 * Maximum size of the log that a start after a killed process has to replay, apart from what is written between two
 * calls. PGlite replays about 50 MB a second and answers nothing meanwhile.
 */
const MAX_BYTES = 32 * 1024 * 1024;

const SINCE_CHECKPOINT = 'select (pg_current_wal_lsn() - redo_lsn)::float8 as bytes from pg_control_checkpoint()';

/**
 * Makes a checkpoint when the write-ahead log has grown by {@link MAX_BYTES}. PostgreSQL deletes the log before the last
 * checkpoint, but a process of its own makes the checkpoints, and PGlite has no such process. Without this, the log
 * grows for as long as the service runs: updating one row again and again would fill the disk.
 */
export async function boundLog(statements: StatementRunner): Promise<void> {
  const [row] = (await statements.run(SINCE_CHECKPOINT)) as { readonly bytes: number }[];
  if (row !== undefined && row.bytes > MAX_BYTES) await statements.run('checkpoint');
}
