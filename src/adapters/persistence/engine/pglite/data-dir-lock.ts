import { rmSync } from 'node:fs';
import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';

/** Another process uses the data directory. */
export class DataDirInUse extends Error {
  override readonly name = 'DataDirInUse';

  constructor(dataDir: string, holder: string) {
    super(
      `The data directory ${resolve(dataDir)} is in use by ${holder}. The embedded database serves one process at a time: ` +
        'stop that one first, or set DATA_DIR to another folder.',
    );
  }
}

/** The data directory cannot be created, or is not writable. */
export class DataDirUnusable extends Error {
  override readonly name = 'DataDirUnusable';

  constructor(dataDir: string, cause: unknown) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    super(`DATA_DIR ${resolve(dataDir)} cannot be used: ${reason}`, { cause });
  }
}

type Holder = { readonly pid: number; readonly host: string; readonly since: string };

/** SQLite: "database is locked" (SQLITE_BUSY). */
const BUSY = 5;

/**
 * Locks the folder, which is created if missing, against other processes and a second start in this one. It is a lock
 * of the kernel on an SQLite file, because Node has no file locks. The kernel releases it when the process ends for any
 * reason, so no lock is left behind.
 * @returns a function that releases the lock @throws DataDirInUse, DataDirUnusable
 */
export async function lockDataDir(dataDir: string): Promise<() => void> {
  const holderFile = join(dataDir, 'kinopolka.lock.json');
  const lock = await openLockFile(dataDir);
  try {
    lock.exec('begin exclusive');
  } catch (error) {
    lock.close();
    if ((error as { errcode?: number }).errcode !== BUSY) throw error;
    throw new DataDirInUse(dataDir, await readHolder(holderFile));
  }
  await writeHolder(holderFile);
  return () => {
    rmSync(holderFile, { force: true });
    lock.close();
  };
}

async function openLockFile(dataDir: string): Promise<DatabaseSync> {
  const { DatabaseSync } = await import('node:sqlite');
  try {
    await makeFolder(resolve(dataDir));
    return new DatabaseSync(join(dataDir, 'kinopolka.lock'), { timeout: 0 });
  } catch (error) {
    throw new DataDirUnusable(dataDir, error);
  }
}

/**
 * Creates missing parents too. Node's `recursive` never returns where a file system cannot create folders, as in
 * `/proc` (Node.js 24).
 */
async function makeFolder(folder: string): Promise<void> {
  const make = () => mkdir(folder, { mode: 0o700 });
  try {
    await make();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST' && (await stat(folder)).isDirectory()) return;
    if (code !== 'ENOENT' || dirname(folder) === folder) throw error;
    await makeFolder(dirname(folder));
    await make();
  }
}

/** Writes a second file and renames it, so that nobody reads a partial file. */
async function writeHolder(file: string): Promise<void> {
  const holder: Holder = { pid: process.pid, host: hostname(), since: new Date().toISOString() };
  const draft = `${file}.${process.pid}`;
  await rm(draft, { force: true });
  await writeFile(draft, `${JSON.stringify(holder)}\n`, { mode: 0o600 });
  await rename(draft, file);
}

async function readHolder(file: string): Promise<string> {
  try {
    const { pid, host, since } = JSON.parse(await readFile(file, 'utf8')) as Holder;
    return `process ${pid} on ${host} since ${since}`;
  } catch {
    return 'another process';
  }
}
