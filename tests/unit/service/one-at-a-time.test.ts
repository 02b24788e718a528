import { afterEach, describe, expect, it, vi } from 'vitest';
import { OneAtATime } from '../../../src/adapters/persistence/engine/one-at-a-time.ts';
import { StorageUnavailable } from '../../../src/application/shared/ports/storage.ts';

afterEach(() => {
  vi.useRealTimers();
});

describe('OneAtATime', () => {
  it('runs work of one key one after the other, in order, and of two keys at the same time', async () => {
    const line = new OneAtATime();
    const begun: string[] = [];
    const ends: (() => void)[] = [];
    const run = (key: string, name: string) =>
      line.run(key, async () => {
        begun.push(name);
        const { promise, resolve } = Promise.withResolvers<void>();
        ends.push(resolve);
        await promise;
        return name;
      });
    const all = [run('a', 'a1'), run('a', 'a2'), run('b', 'b1'), run('a', 'a3')];
    await vi.waitFor(() => expect(begun).toEqual(['a1', 'b1']));
    for (const count of [3, 4, 4]) {
      ends.shift()?.();
      ends.shift()?.();
      await vi.waitFor(() => expect(begun).toHaveLength(count));
    }
    expect(begun).toEqual(['a1', 'b1', 'a2', 'a3']);
    expect(await Promise.all(all)).toEqual(['a1', 'a2', 'b1', 'a3']);
  });

  it('continues after work that fails', async () => {
    const line = new OneAtATime();
    const failing = line.run('a', () => Promise.reject(new Error('on purpose')));
    const next = line.run('a', async () => 'done');
    await expect(failing).rejects.toThrow('on purpose');
    expect(await next).toBe('done');
    expect(await line.run('a', async () => 'again')).toBe('again');
  });

  it('refuses a call that has waited for two seconds, or finds 64 waiting, and keeps nothing of it', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const line = new OneAtATime();
    const { promise, resolve } = Promise.withResolvers<void>();
    const first = line.run('a', () => promise);
    const waiting = Array.from({ length: 64 }, () => line.run('a', async () => undefined));
    await expect(line.run('a', async () => undefined)).rejects.toBeInstanceOf(StorageUnavailable);
    const settled = Promise.allSettled(waiting);
    await vi.advanceTimersByTimeAsync(2_000);
    const reasons = (await settled).map((outcome) => outcome.status === 'rejected' && (outcome.reason as unknown));
    expect(reasons.filter((reason) => reason instanceof StorageUnavailable)).toHaveLength(64);
    resolve();
    await first;
    expect(await line.run('a', async () => 'done')).toBe('done');
  });
});
