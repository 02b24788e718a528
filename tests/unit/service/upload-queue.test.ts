import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Upload } from '../../../src/adapters/http/input/upload-queue.ts';
import { UploadQueue } from '../../../src/adapters/http/input/upload-queue.ts';
import { ServerBusy } from '../../../src/application/shared/server-busy.ts';

const isWaiting = async (entered: Promise<unknown>) =>
  (await Promise.race([entered, Promise.resolve('waiting')])) === 'waiting';

/** An upload that sends nothing. */
function anUpload(from: string, changes: Partial<Upload> = {}): Upload {
  return { from, receivedBytes: () => 0, isAwaited: () => true, cut: () => undefined, ...changes };
}

afterEach(() => {
  vi.useRealTimers();
});

describe('UploadQueue', () => {
  it('reads two files of one address and four of all, and makes the others wait', async () => {
    const queue = new UploadQueue();
    const leave = await Promise.all(['a', 'a', 'b', 'c'].map((from) => queue.enter(anUpload(from))));
    const [third, other] = [queue.enter(anUpload('a')), queue.enter(anUpload('d'))];
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

  it('refuses at once if too many uploads of one address, or of all, wait', async () => {
    const queue = new UploadQueue();
    const enter = (from: string, times: number) => Array.from({ length: times }, () => queue.enter(anUpload(from)));
    await Promise.all([...enter('a', 2), ...enter('b', 2)]);
    const waiting = [...enter('a', 24), ...enter('b', 24)];
    await expect(queue.enter(anUpload('a'))).rejects.toThrow(new ServerBusy({ retryAfterSeconds: 5 }));
    await expect(queue.enter(anUpload('c'))).rejects.toThrow(new ServerBusy({ retryAfterSeconds: 5 }));
    expect(await isWaiting(Promise.race(waiting))).toBe(true);
    for (const each of waiting) each.catch(() => undefined);
  });

  /** `upload` and three others take the four places, another one waits, and this many seconds pass. */
  async function crowd(upload: Partial<Upload>, seconds: number, isOneWaiting = true): Promise<void> {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] });
    const queue = new UploadQueue(60_000);
    for (const from of ['a', 'a', 'b', 'b']) await queue.enter(anUpload(from, upload));
    if (isOneWaiting) queue.enter(anUpload('c')).catch(() => undefined);
    await vi.advanceTimersByTimeAsync(seconds * 1_000);
  }

  it('cuts an upload that is too slow while others wait', async () => {
    const cut = vi.fn<() => void>();
    await crowd({ cut }, 3);
    expect(cut).toHaveBeenCalledTimes(4);
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
    for (const from of ['a', 'a', 'b', 'b']) leaves.push(await queue.enter({ ...slow, from }));
    const next = queue.enter(anUpload('c'));
    await vi.advanceTimersByTimeAsync(3_000);
    expect(await isWaiting(next)).toBe(false);
  });
});
