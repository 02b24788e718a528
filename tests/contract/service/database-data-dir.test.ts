import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDatabase } from '../../../src/adapters/persistence/engine/database.ts';
import {
  DataDirInUse,
  DataDirUnusable,
  lockDataDir,
} from '../../../src/adapters/persistence/engine/pglite/data-dir-lock.ts';

const migrationsFolder = 'drizzle';

let parent: string;
let dataDir: string;

beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'kinopolka-data-'));
  dataDir = join(parent, 'data');
});
afterEach(() => {
  rmSync(parent, { recursive: true, force: true });
});

/** `tests/e2e/service/embedded.test.ts` tests that it belongs to one process, and to the next one after a kill. */
describe('a data directory', () => {
  it('is readable only for its owner', async () => {
    const unlock = await lockDataDir(dataDir);
    expect(statSync(dataDir).mode & 0o777).toBe(0o700);
    unlock();
  });

  it('is not opened twice by one process, and is free again after it was closed', async () => {
    const unlock = await lockDataDir(dataDir);
    await expect(lockDataDir(dataDir)).rejects.toThrow(DataDirInUse);
    await expect(lockDataDir(dataDir)).rejects.toThrow(`process ${process.pid} on `);
    unlock();
    const again = await lockDataDir(dataDir);
    again();
    expect(readdirSync(dataDir)).toEqual(['kinopolka.lock']);
  });

  it('is locked even if the holder is unknown', async () => {
    const unlock = await lockDataDir(dataDir);
    writeFileSync(join(dataDir, 'kinopolka.lock.json'), '{"pid":');
    await expect(lockDataDir(dataDir)).rejects.toThrow('in use by another process');
    unlock();
  });

  it('is not locked by a failed start', async () => {
    await lockDataDir(dataDir).then((unlock) => unlock());
    writeFileSync(join(dataDir, 'pglite'), 'no folder');
    await expect(openDatabase({ dataDir, migrationsFolder })).rejects.toThrow();
    const unlock = await lockDataDir(dataDir);
    unlock();
  });

  it('that cannot be created is reported with its setting and the reason, and has no holder', async () => {
    writeFileSync(dataDir, 'a file');
    await expect(lockDataDir(dataDir)).rejects.toThrow(DataDirUnusable);
    await expect(lockDataDir(dataDir)).rejects.toThrow(/^DATA_DIR \/.+ cannot be used: (EEXIST|ENOTDIR)/);
    await expect(lockDataDir(join(dataDir, 'in a file'))).rejects.toThrow(DataDirUnusable);
    expect(existsSync(join(parent, 'kinopolka.lock'))).toBe(false);
  });
});
