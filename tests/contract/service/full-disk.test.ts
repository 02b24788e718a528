import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { afterAll, expect, it } from 'vitest';
import type { OpenDatabase } from '../../../src/adapters/persistence/engine/database.ts';
import { DataDirUnusable } from '../../../src/adapters/persistence/engine/pglite/data-dir-lock.ts';
import { DiskNearlyFull, freeBytesOf } from '../../../src/adapters/persistence/engine/pglite/free-space.ts';
import { databaseOn, openPglite } from '../../../src/adapters/persistence/engine/pglite/pglite-database.ts';
import { inTransaction } from '../../../src/adapters/persistence/engine/storage-errors.ts';
import { StorageUnavailable } from '../../../src/application/shared/ports/storage.ts';
import { takePglite } from '../../support/pglite-pool.ts';

const ENOUGH = 1024 ** 3;
const FEW = 20 * 1024 ** 2;

const migrationsFolder = 'drizzle';
const insert = (key: string) => sql`insert into rate_limits (key, points) values (${key}, 1)`;

const folder = mkdtempSync(join(tmpdir(), 'kinopolka-full-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const keysIn = async (database: OpenDatabase) =>
  (await database.query('select key from rate_limits order by key', [])).map(({ key }) => key);

// On a full disk, PGlite once ran in an endless loop in which not even `/health/live` was answered.
it('the embedded database reads and refuses changes while its disk is nearly full', async () => {
  let free: number | undefined = ENOUGH;
  const database = await databaseOn(await takePglite(), { migrationsFolder, freeBytes: () => free });
  const changes = (name: string) => [
    () => database.query(`insert into rate_limits (key, points) values ($1, 1)`, [`${name} alone`]),
    () => inTransaction(database.db, (tx) => tx.execute(insert(`${name} together`))),
  ];
  for (const change of changes('before')) await change();

  free = FEW;
  const cause = new DiskNearlyFull(FEW);
  for (const change of changes('full')) {
    const refusal: unknown = await change().catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(StorageUnavailable);
    expect((refusal as StorageUnavailable).cause).toEqual(cause);
  }
  expect(cause.message).toBe('20 MB of the disk of DATA_DIR are free; changes need 256 MB');
  await database.check();
  await database.upkeep();
  expect(await keysIn(database)).toEqual(['before alone', 'before together']);

  // A file system that does not know its free space.
  free = undefined;
  for (const change of changes('after')) await change();
  expect(await keysIn(database)).toHaveLength(4);
});

it('does not start on a disk that is nearly full, and leaves its folder free', async () => {
  const dataDir = join(folder, 'data');
  const start = () => openPglite({ dataDir, migrationsFolder, freeBytes: () => FEW });
  for (const attempt of [start, start]) {
    await expect(attempt()).rejects.toThrow(DataDirUnusable);
    await expect(attempt()).rejects.toThrow(/^DATA_DIR \/.+ cannot be used: 20 MB of the disk/);
  }
});

it('asks the operating system for the free space of a folder', () => {
  expect(freeBytesOf(folder)()).toBeGreaterThan(0);
  expect(freeBytesOf(join(folder, 'missing'))()).toBeUndefined();
});
