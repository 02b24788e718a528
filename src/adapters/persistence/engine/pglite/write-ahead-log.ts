import { open, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { StatementRunner } from '../sql-runner.ts';

/**
 * Maximum size of the log that a start after a killed process has to replay, apart from what is written between two
 * calls. PGlite replays about 50 MB a second and answers nothing meanwhile.
 */
const MAX_BYTES = 32 * 1024 * 1024;

const SINCE_CHECKPOINT = 'select (pg_current_wal_lsn() - redo_lsn)::float8 as bytes from pg_control_checkpoint()';

/**
 * Bounds the write-ahead log of PGlite. PostgreSQL deletes the log before the last checkpoint, but a process of its own
 * makes the checkpoints, and PGlite has no such process. Without this, the log grows for as long as the service runs:
 * updating one row again and again would fill the disk.
 */
export class WriteAheadLog {
  private flushedMs = Date.now();

  /** `folder`: where the files are; `undefined` for a database in memory. */
  constructor(
    private readonly statements: StatementRunner,
    private readonly folder: string | undefined,
  ) {}

  /** Makes a checkpoint when the log has grown by {@link MAX_BYTES}. */
  async bound(): Promise<void> {
    const [row] = (await this.statements.run(SINCE_CHECKPOINT)) as { readonly bytes: number }[];
    if (row === undefined || row.bytes <= MAX_BYTES) return;
    await this.statements.run('checkpoint');
    if (this.folder !== undefined) await this.flush(this.folder);
  }

  /**
   * PGlite leaves it to the operating system when its writes reach the disk. After a checkpoint they have to reach it
   * soon, because the log that could repeat them after a power failure is gone.
   */
  private async flush(folder: string): Promise<void> {
    const startedMs = Date.now();
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    for (const entry of entries)
      if (entry.isFile()) await flushFile(join(entry.parentPath, entry.name), this.flushedMs);
    this.flushedMs = startedMs;
  }
}

/** Writes the file to the disk if it was changed since `sinceMs`. PGlite may delete it meanwhile. */
async function flushFile(path: string, sinceMs: number): Promise<void> {
  try {
    if ((await stat(path)).mtimeMs < sinceMs) return;
    await using file = await open(path, 'r+');
    await file.datasync();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}
