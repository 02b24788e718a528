import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Upload } from '../../../src/adapters/http/input/upload-queue.ts';
import { UploadQueue } from '../../../src/adapters/http/input/upload-queue.ts';
import { ServerBusy } from '../../../src/application/shared/server-busy.ts';

/** The addresses of as many uploads as are read at the same time. */
const FULL = ['a', 'a', 'b', 'b', 'c', 'c', 'd', 'd'];

const isWaiting = async (entered: Promise<unknown>) =>
  (await Promise.race([entered, Promise.resolve('waiting')])) === 'waiting';

/** An upload that sends nothing. */
function anUpload(from: string, changes: Partial<Upload> = {}): Upload {
  return {
    from: { address: from, person: from },
    receivedBytes: () => 0,
    isAwaited: () => true,
    cut: () => undefined,
    ...changes,
  };
}

/** A slow upload is cut in the turn of the event loop after it was found to be slow. */
async function pass(seconds: number): Promise<void> {
  await vi.advanceTimersByTimeAsync(seconds * 1_000);
  await nextTurn();
}

afterEach(() => {
  vi.useRealTimers();
});

describe('UploadQueue', () => {
  it('reads two files of one address and eight of all, and lets the others wait', async () => {
    const queue = new UploadQueue();
    const leave = await Promise.all(
      ['a', 'a', 'b', 'c', 'd', 'd', 'e', 'e'].map((from) => queue.enter(anUpload(from))),
    );
    const [third, other] = [queue.enter(anUpload('a')), queue.enter(anUpload('f'))];
    expect([await isWaiting(third), await isWaiting(other)]).toEqual([true, true]);
    leave[2]!();
    expect(await isWaiting(third)).toBe(true);
    (await other)();
    leave[0]!();
    (await third)();
    for (const each of leave) each();
    for (const from of ['a', 'a', 'b', 'b']) await queue.enter(anUpload(from));
  });

  it('frees a place once, however often it is released', async () => {
    const queue = new UploadQueue();
    const [leave] = await Promise.all(['a', 'a'].map((from) => queue.enter(anUpload(from))));
    leave!();
    leave!();
    await queue.enter(anUpload('a'));
    const next = queue.enter(anUpload('a'));
    expect(await isWaiting(next)).toBe(true);
    leave!();
    expect(await isWaiting(next)).toBe(true);
  });

  it('refuses an upload that has waited too long, and gives the place to the next', async () => {
    const queue = new UploadQueue(5);
    const leave = await queue.enter(anUpload('a'));
    await queue.enter(anUpload('a'));
    await expect(queue.enter(anUpload('a'))).rejects.toThrow(new ServerBusy({ retryAfterSeconds: 5 }));
    leave();
    await queue.enter(anUpload('a'));
  });

  it('refuses at once when too many of one address wait, or all that wait have as many', async () => {
    const queue = new UploadQueue();
    const enter = (from: string, times: number) => Array.from({ length: times }, () => queue.enter(anUpload(from)));
    await Promise.all(['a', 'b', 'c', 'd'].flatMap((from) => enter(from, 2)));
    const waiting = [...enter('a', 24), ...enter('b', 23)];
    await expect(queue.enter(anUpload('a'))).rejects.toThrow(new ServerBusy({ retryAfterSeconds: 5 }));
    waiting.push(...enter('b', 1));
    expect(await isWaiting(Promise.race(waiting))).toBe(true);
    for (const each of waiting) each.catch(() => undefined);
  });

  it('takes the newest place of those who have the most for somebody else, who then comes next', async () => {
    const queue = new UploadQueue();
    const enter = (from: string, times: number) => Array.from({ length: times }, () => queue.enter(anUpload(from)));
    const [leave] = await Promise.all(['a', 'b', 'c', 'd'].flatMap((from) => enter(from, 2)));
    const waiting = [...enter('a', 24), ...enter('b', 24)];
    const other = queue.enter(anUpload('e'));
    await expect(waiting[23]).rejects.toThrow(new ServerBusy({ retryAfterSeconds: 5 }));
    leave!();
    await waiting[0];
    expect(await isWaiting(other)).toBe(true);
    (await waiting[0])!();
    await other;
    for (const each of waiting) each.catch(() => undefined);
  });

  /** All places are taken by uploads like `upload`, one more waits, and so many seconds pass. */
  async function crowd(upload: Partial<Upload>, seconds: number, isOneWaiting = true): Promise<void> {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] });
    const queue = new UploadQueue(60_000);
    for (const from of FULL) await queue.enter(anUpload(from, upload));
    if (isOneWaiting) queue.enter(anUpload('e')).catch(() => undefined);
    await pass(seconds);
  }

  it('cuts an upload that is too slow while others wait', async () => {
    const cut = vi.fn<() => void>();
    await crowd({ cut }, 3);
    expect(cut).toHaveBeenCalledTimes(FULL.length);
  });

  it('does not cut a slow upload if its place is of no use to those that wait', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] });
    const queue = new UploadQueue(60_000);
    const cut: string[] = [];
    const enter = (from: string) => queue.enter(anUpload(from, { cut: () => void cut.push(from) }));
    await Promise.all(['a', 'a', 'b'].map(enter));
    enter('a').catch(() => undefined);
    await pass(3);
    expect(cut).toEqual(['a', 'a']);
  });

  it('gives every upload a moment to begin', async () => {
    const cut = vi.fn<() => void>();
    await crowd({ cut }, 2);
    expect(cut).not.toHaveBeenCalled();
  });

  it('does not cut a fast upload, one that waits for the service, or one while nobody waits', async () => {
    const cut = vi.fn<() => void>();
    await crowd({ cut, receivedBytes: () => performance.now() * 65.536 }, 30);
    await crowd({ cut, isAwaited: () => false }, 30);
    await crowd({ cut }, 30, false);
    expect(cut).not.toHaveBeenCalled();
  });

  it('starts a waiting upload as soon as a slow one is cut', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] });
    const queue = new UploadQueue();
    const leaves: (() => void)[] = [];
    const slow = anUpload('a', { cut: () => leaves.shift()?.() });
    for (const from of FULL) leaves.push(await queue.enter({ ...slow, from: { address: from, person: from } }));
    const next = queue.enter(anUpload('e'));
    await pass(3);
    expect(await isWaiting(next)).toBe(false);
  });
});
