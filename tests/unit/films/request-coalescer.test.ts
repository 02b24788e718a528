import { beforeEach, describe, expect, it } from 'vitest';
import { RequestCoalescer } from '../../../src/application/shared/request-coalescer.ts';

describe('RequestCoalescer', () => {
  let flights: RequestCoalescer<string>;
  /** Started work, oldest first. A test ends it. */
  let begun: PromiseWithResolvers<string>[];

  beforeEach(() => {
    flights = new RequestCoalescer();
    begun = [];
  });

  function work(): Promise<string> {
    const flight = Promise.withResolvers<string>();
    begun.push(flight);
    return flight.promise;
  }

  it('runs equal work once while it is under way', async () => {
    const asked = [flights.run('a', work), flights.run('a', work), flights.run('a', work)];
    begun[0]?.resolve('done');
    expect(await Promise.all(asked)).toEqual(['done', 'done', 'done']);
    expect(begun).toHaveLength(1);
  });

  it('returns a failure to all waiting callers', async () => {
    const failure = new Error('no answer');
    const asked = [flights.run('a', work), flights.run('a', work)];
    begun[0]?.reject(failure);
    expect(await Promise.allSettled(asked)).toEqual([
      { status: 'rejected', reason: failure },
      { status: 'rejected', reason: failure },
    ]);
    expect(begun).toHaveLength(1);
  });

  it('runs work of different keys separately', async () => {
    const asked = [flights.run('a', work), flights.run('b', work)];
    begun[0]?.resolve('done with a');
    begun[1]?.resolve('done with b');
    expect(await Promise.all(asked)).toEqual(['done with a', 'done with b']);
  });

  it('runs the work again after a success', async () => {
    const first = flights.run('a', work);
    begun[0]?.resolve('done');
    await first;
    const second = flights.run('a', work);
    begun[1]?.resolve('done again');
    expect(await second).toBe('done again');
  });

  it('runs the work again after a failure', async () => {
    const first = flights.run('a', work);
    begun[0]?.reject(new Error('no answer'));
    await expect(first).rejects.toThrow('no answer');
    const second = flights.run('a', work);
    begun[1]?.resolve('done');
    expect(await second).toBe('done');
  });
});
