import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDatabase } from '../../../src/adapters/persistence/engine/database.ts';
import {
  DataDirInUse,
  DataDirUnusable,
  lockDataDir,
} from '../../../src/adapters/persistence/engine/pglite/data-dir-lock.ts';
import { startPglite } from '../../../src/adapters/persistence/engine/pglite/pglite-database.ts';
import { pgliteSnapshot } from '../../support/pglite-snapshot.ts';

const migrationsFolder = 'drizzle';

let parent: string;
let dataDir: string;
let holder: ChildProcess | undefined;

beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'kinopolka-data-'));
  dataDir = join(parent, 'data');
});
afterEach(async () => {
  await kill();
  rmSync(parent, { recursive: true, force: true });
});

/** As after a first start, but without its long wait. */
async function fillDataDir(): Promise<void> {
  const folder = join(dataDir, 'pglite');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const pglite = await startPglite(folder, await pgliteSnapshot(migrationsFolder));
  await pglite.close();
}

/** Another process that has written a row and keeps the directory. */
async function startHolder(): Promise<void> {
  const program = fileURLToPath(new URL('../../support/pglite-holder.ts', import.meta.url));
  const flags = ['--experimental-transform-types', '--no-warnings'];
  const stdio = ['ignore', 'pipe', 'inherit'] as const;
  holder = spawn(process.execPath, [...flags, program, dataDir], { stdio: [...stdio] });
  await once(holder.stdout!, 'data');
}

async function kill(): Promise<void> {
  if (holder?.exitCode !== null || holder.signalCode !== null) return;
  const ended = once(holder, 'exit');
  holder.kill('SIGKILL');
  await ended;
}

describe('a data directory', () => {
  it('belongs to one process, and to the next when that is killed, with all it had written', async () => {
    await fillDataDir();
    await startHolder();
    const refused = openDatabase({ dataDir, migrationsFolder });
    await expect(refused).rejects.toThrow(DataDirInUse);
    await expect(refused).rejects.toThrow(`process ${holder?.pid} on `);
    const pid = holder?.pid;
    await kill();
    const database = await openDatabase({ dataDir, migrationsFolder });
    expect(await database.migrate()).toBe(0);
    expect(await database.query(`select name, holder from leases`, [])).toEqual([
      { name: 'written', holder: String(pid) },
    ]);
    await database.close();
  }, 60_000);

  it('is open to nobody but its owner', async () => {
    const unlock = await lockDataDir(dataDir);
    expect(statSync(dataDir).mode & 0o777).toBe(0o700);
    unlock();
  });

  it('is not opened twice by one process either, and is free again once it is closed', async () => {
    const unlock = await lockDataDir(dataDir);
    await expect(lockDataDir(dataDir)).rejects.toThrow(`process ${process.pid} on `);
    unlock();
    const again = await lockDataDir(dataDir);
    again();
    expect(readdirSync(dataDir)).toEqual(['kinopolka.lock']);
  });

  it('is locked also when nobody can say by whom', async () => {
    const unlock = await lockDataDir(dataDir);
    writeFileSync(join(dataDir, 'kinopolka.lock.json'), '{"pid":');
    await expect(lockDataDir(dataDir)).rejects.toThrow('in use by another process');
    unlock();
  });

  it('is not held by a start that failed', async () => {
    await lockDataDir(dataDir).then((unlock) => unlock());
    writeFileSync(join(dataDir, 'pglite'), 'no folder');
    await expect(openDatabase({ dataDir, migrationsFolder })).rejects.toThrow();
    const unlock = await lockDataDir(dataDir);
    unlock();
  });

  it('that cannot be made is named with its setting and why, and has no holder', async () => {
    writeFileSync(dataDir, 'a file');
    await expect(lockDataDir(dataDir)).rejects.toThrow(DataDirUnusable);
    await expect(lockDataDir(dataDir)).rejects.toThrow(/^DATA_DIR \/.+ cannot be used: (EEXIST|ENOTDIR)/);
    await expect(lockDataDir(join(dataDir, 'in a file'))).rejects.toThrow(DataDirUnusable);
    expect(existsSync(join(parent, 'kinopolka.lock'))).toBe(false);
  });
});
