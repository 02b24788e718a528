import { beforeEach, describe, expect, it } from 'vitest';
import { ReadThroughCache } from '../../../src/adapters/persistence/engine/read-through-cache.ts';

describe('ReadThroughCache', () => {
  let address: string;
  let cache: ReadThroughCache<object>;
  /** The running reads, oldest first. A test resolves them. */
  let reads: PromiseWithResolvers<object>[];

  beforeEach(() => {
    address = '192.0.2.1';
    cache = new ReadThroughCache({ maxSize: 10, whose: () => ({ address, person: address }) });
    reads = [];
  });

  const get = () =>
    cache.get('a list', () => {
      const read = Promise.withResolvers<object>();
      reads.push(read);
      return read.promise;
    });
  const [old, fresh] = [{ of: 'before' }, { of: 'after' }];

  it('shares a read among callers of one address only, and its answer with everybody', async () => {
    const first = [get(), get()];
    address = '192.0.2.2';
    const other = get();
    expect(reads).toHaveLength(2);
    reads[1]!.resolve(fresh);
    expect(await other).toBe(fresh);
    address = '192.0.2.3';
    expect(await get()).toBe(fresh);
    reads[0]!.resolve(old);
    expect(await Promise.all(first)).toEqual([old, old]);
  });

  it('neither joins nor caches a read that began before a change', async () => {
    const before = get();
    cache.clear();
    const after = get();
    expect(reads).toHaveLength(2);
    reads[1]!.resolve(fresh);
    expect(await after).toBe(fresh);
    reads[0]!.resolve(old);
    expect(await before).toBe(old);
    expect(await get()).toBe(fresh);
  });
});
