import { statfsSync } from 'node:fs';
import { codeOf, driverError } from '../storage-errors.ts';

/** More than one transaction and a checkpoint write, because the space is checked between transactions. */
const NEEDED_BYTES = 256 * 1024 * 1024;
const MEGABYTE = 1024 * 1024;

/** SQLSTATE of a change in a read-only transaction, and of a disk that is full. */
const READ_ONLY = '25006';
const DISK_FULL = '53100';

/** @returns the free bytes of the disk; `undefined` if unknown */
export type FreeBytes = () => number | undefined;

/** The disk of the embedded database is nearly full. */
export class DiskNearlyFull extends Error {
  override readonly name = 'DiskNearlyFull';
  readonly code = DISK_FULL;

  constructor(freeBytes: number) {
    super(
      `${Math.floor(freeBytes / MEGABYTE)} MB of the disk of DATA_DIR are free; changes need ${NEEDED_BYTES / MEGABYTE} MB`,
    );
  }
}

/**
 * Makes PGlite read-only while its disk is nearly full. If PGlite cannot add a file to its write-ahead log, it runs in
 * an endless loop: nobody is answered, not even a signal, and freeing space does not end it.
 */
export class FreeSpace {
  private missing: DiskNearlyFull | undefined;

  /** `setReadOnly`: makes the following transactions read-only, or ends this. */
  constructor(
    private readonly freeBytes: FreeBytes,
    private readonly setReadOnly: (isReadOnly: boolean) => Promise<unknown>,
  ) {}

  /** Checks the space, then runs a statement or a transaction. @throws DiskNearlyFull if it changes something */
  async guard<T>(work: () => Promise<T>): Promise<T> {
    const missing = missingSpace(this.freeBytes);
    if ((missing === undefined) !== (this.missing === undefined)) await this.setReadOnly(missing !== undefined);
    this.missing = missing;
    try {
      return await work();
    } catch (error) {
      throw this.missing !== undefined && codeOf(driverError(error)) === READ_ONLY ? this.missing : error;
    }
  }
}

/** @returns how much can be written before the database becomes read-only; 0 or less if it is */
export function spareBytes(freeBytes: FreeBytes): number {
  return (freeBytes() ?? Number.MAX_SAFE_INTEGER) - NEEDED_BYTES;
}

/** @returns the error to throw when too little is free */
export function missingSpace(freeBytes: FreeBytes): DiskNearlyFull | undefined {
  const free = freeBytes();
  return free === undefined || free >= NEEDED_BYTES ? undefined : new DiskNearlyFull(free);
}

/** The free bytes of the disk of a folder. Some network file systems do not know them, and report no blocks at all. */
export function freeBytesOf(folder: string): FreeBytes {
  return () => {
    try {
      const { blocks, bavail, bsize } = statfsSync(folder);
      return blocks === 0 ? undefined : bavail * bsize;
    } catch {
      return undefined;
    }
  };
}
