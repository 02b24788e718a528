import { open, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { StatementRunner } from '../sql-runner.ts';

/**
 * Maximum size of the log that a start after a killed process has to replay, apart from what is written between two
 * calls. PGlite replays about 50 MB a second and answers nothing meanwhile.
 */
const MAX_BYTES = 32 * 1024 * 1024;

/** A file that was changed within this time may be changed again and have the same time of change. */
const SAME_TIME_MS = 1_000;

const SINCE_CHECKPOINT = 'select (pg_current_wal_lsn() - redo_lsn)::float8 as bytes from pg_control_checkpoint()';

/**
 * Bounds the write-ahead log of PGlite. PostgreSQL deletes the log before the last checkpoint, but a process of its own
 * makes the checkpoints, and PGlite has no such process. Without this, the log grows for as long as the service runs:
 * updating one row again and again would fill the disk.
 */
export class WriteAheadLog {
  /** When the files were changed that are on the disk. */
  private flushed: ReadonlyMap<string, number> = new Map();

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
   * soon, because the log that could repeat them after a power failure is gone. A file was changed if its time of change
   * is another one: an earlier time as well, because somebody may set the clock back.
   */
  private async flush(folder: string): Promise<void> {
    const flushed = new Map<string, number>();
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    for (const entry of entries) {
      if (!entry.isFile()) continue;
      const path = join(entry.parentPath, entry.name);
      const changedMs = await flushFile(path, this.flushed.get(path));
      if (changedMs !== undefined && Date.now() - changedMs > SAME_TIME_MS) flushed.set(path, changedMs);
    }
    this.flushed = flushed;
  }
}

/**
 * Writes the file to the disk unless it was changed at `flushedMs`. @returns when it was changed, or `undefined` if
 * PGlite has deleted it meanwhile
 */
async function flushFile(path: string, flushedMs: number | undefined): Promise<number | undefined> {
  try {
    const { mtimeMs } = await stat(path);
    if (mtimeMs === flushedMs) return mtimeMs;
    await using file = await open(path, 'r+');
    await file.datasync();
    return mtimeMs;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return undefined;
  }
}
