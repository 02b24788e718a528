import { describe, expect, it } from 'vitest';
import { UploadQueue } from '../../../src/adapters/http/input/upload-queue.ts';
import { ServerBusy } from '../../../src/application/shared/server-busy.ts';

const isWaiting = async (entered: Promise<unknown>) =>
  (await Promise.race([entered, Promise.resolve('waiting')])) === 'waiting';

describe('UploadQueue', () => {
  it('reads two files of one address and four of all, and lets the others wait', async () => {
    const queue = new UploadQueue();
    const leave = await Promise.all(['a', 'a', 'b', 'c'].map((from) => queue.enter(from)));
    const [third, other] = [queue.enter('a'), queue.enter('d')];
    expect([await isWaiting(third), await isWaiting(other)]).toEqual([true, true]);
    leave[2]!();
    expect(await isWaiting(third)).toBe(true);
    (await other)();
    leave[0]!();
    (await third)();
    for (const each of leave) each();
    for (const from of ['a', 'a', 'b', 'b']) await queue.enter(from);
  });

  it('makes room once, however often somebody leaves', async () => {
    const queue = new UploadQueue();
    const [leave] = await Promise.all(['a', 'a'].map((from) => queue.enter(from)));
    leave!();
    leave!();
    await queue.enter('a');
    const next = queue.enter('a');
    expect(await isWaiting(next)).toBe(true);
    leave!();
    expect(await isWaiting(next)).toBe(true);
  });

  it('refuses who has waited for too long, and leaves the place to the next', async () => {
    const queue = new UploadQueue(5);
    const leave = await queue.enter('a');
    await queue.enter('a');
    await expect(queue.enter('a')).rejects.toThrow(new ServerBusy({ retryAfterSeconds: 5 }));
    leave();
    await queue.enter('a');
  });

  it('refuses at once when too many of one address, or too many at all, wait', async () => {
    const queue = new UploadQueue();
    const enter = (from: string, times: number) => Array.from({ length: times }, () => queue.enter(from));
    await Promise.all([...enter('a', 2), ...enter('b', 2)]);
    const waiting = [...enter('a', 24), ...enter('b', 24)];
    await expect(queue.enter('a')).rejects.toThrow(new ServerBusy({ retryAfterSeconds: 5 }));
    await expect(queue.enter('c')).rejects.toThrow(new ServerBusy({ retryAfterSeconds: 5 }));
    expect(await isWaiting(Promise.race(waiting))).toBe(true);
    for (const each of waiting) each.catch(() => undefined);
  });
});
