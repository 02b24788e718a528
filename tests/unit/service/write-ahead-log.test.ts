import { mkdtemp, open, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { WriteAheadLog } from '../../../src/adapters/persistence/engine/pglite/write-ahead-log.ts';

const GROWN = 64 * 1024 * 1024;
const HOUR_MS = 3_600_000;

/** A folder with two files, and the number of files that the log writes to the disk at a checkpoint. */
async function aFolder() {
  const folder = await mkdtemp(join(tmpdir(), 'write-ahead-log-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const write = async (name: string, changedAt: Date) => {
    await writeFile(join(folder, name), 'rows');
    await utimes(join(folder, name), changedAt, changedAt);
  };
  await using file = await open(folder);
  const datasync = vi.spyOn(Object.getPrototypeOf(file) as typeof file, 'datasync');
  onTestFinished(() => datasync.mockRestore());
  const log = new WriteAheadLog({ run: async () => [{ bytes: GROWN }] }, folder);
  const flushed = async () => {
    datasync.mockClear();
    await log.bound();
    return datasync.mock.calls.length;
  };
  return { write, flushed };
}

const hoursAgo = (hours: number) => new Date(Date.now() - hours * HOUR_MS);

it('after a checkpoint, changed files reach the disk, also after the clock was set back', async () => {
  const { write, flushed } = await aFolder();
  await write('a', hoursAgo(2));
  await write('b', hoursAgo(2));
  expect([await flushed(), await flushed()]).toEqual([2, 0]);
  await write('a', hoursAgo(3));
  expect([await flushed(), await flushed()]).toEqual([1, 0]);
  await write('b', hoursAgo(1));
  expect([await flushed(), await flushed()]).toEqual([1, 0]);
});

it('after a checkpoint, a file that may be changed again with the same time reaches the disk each time', async () => {
  const { write, flushed } = await aFolder();
  await write('a', hoursAgo(-1));
  expect([await flushed(), await flushed()]).toEqual([1, 1]);
});
