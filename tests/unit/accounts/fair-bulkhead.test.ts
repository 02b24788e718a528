import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { FairBulkhead, QueueFull } from '../../../src/adapters/security/fair-bulkhead.ts';

const caller = (name: string) => ({ address: name, person: name });

/** A queue in which one piece of work runs at a time. A test ends each piece, in the order in which they started. */
function queueOf(maxQueue: number) {
  const queue = new FairBulkhead({ concurrency: 1, maxQueue });
  const begun: string[] = [];
  const ends: (() => void)[] = [];
  const outcomes: Record<string, string> = {};
  const put = (name: string, from: string) => {
    const work = () => {
      begun.push(name);
      const end = Promise.withResolvers<undefined>();
      ends.push(() => end.resolve(undefined));
      return end.promise;
    };
    return queue.run(caller(from), work).then(
      () => (outcomes[name] = 'done'),
      (error: unknown) => (outcomes[name] = error instanceof QueueFull ? 'refused' : 'failed'),
    );
  };
  /** Ends the running work, one piece after the other, until none is left. */
  const finish = async () => {
    for (let end = ends.shift(); end; end = ends.shift()) {
      end();
      await turn();
    }
  };
  return { queue, begun, outcomes, put, finish };
}

describe('FairBulkhead', () => {
  it('lets callers take turns, each in the order of their calls', async () => {
    const { queue, begun, put, finish } = queueOf(10);
    for (const name of ['a1', 'a2', 'a3', 'a4', 'b1', 'b2', 'c1']) void put(name, name.charAt(0));
    expect({ running: queue.running, waiting: queue.waiting }).toEqual({ running: 1, waiting: 6 });
    await turn();
    await finish();
    expect(begun).toEqual(['a1', 'a2', 'b1', 'c1', 'a3', 'b2', 'a4']);
    expect({ running: queue.running, waiting: queue.waiting }).toEqual({ running: 0, waiting: 0 });
  });

  it('gives one caller all places as long as nobody else needs one', async () => {
    const { queue, outcomes, put, finish } = queueOf(3);
    for (const name of ['a1', 'a2', 'a3', 'a4', 'a5']) void put(name, 'a');
    await turn();
    expect(outcomes).toEqual({ a5: 'refused' });
    expect(queue.waiting).toBe(3);
    await finish();
    expect(outcomes).toEqual({ a1: 'done', a2: 'done', a3: 'done', a4: 'done', a5: 'refused' });
  });

  it('takes the newest place of the caller with the most for one with fewer', async () => {
    const { outcomes, begun, put, finish } = queueOf(3);
    for (const name of ['a1', 'a2', 'a3', 'a4', 'b1']) void put(name, name.charAt(0));
    await turn();
    expect(outcomes).toEqual({ a4: 'refused' });
    void put('b2', 'b');
    await turn();
    expect(outcomes).toEqual({ a4: 'refused', b2: 'refused' });
    await finish();
    expect(begun).toEqual(['a1', 'a2', 'b1', 'a3']);
  });

  it('refuses a further caller if each waiting one has one place', async () => {
    const { outcomes, put, finish } = queueOf(2);
    for (const name of ['a1', 'b1', 'c1', 'd1']) void put(name, name.charAt(0));
    await turn();
    expect(outcomes).toEqual({ d1: 'refused' });
    await finish();
    expect(Object.values(outcomes).filter((outcome) => outcome === 'done')).toHaveLength(3);
  });

  it('continues after work that fails, and passes the failure on', async () => {
    const queue = new FairBulkhead({ concurrency: 1, maxQueue: 2 });
    const failing = queue.run(caller('a'), () => Promise.reject(new Error('broken')));
    const next = queue.run(caller('a'), async () => 'next');
    await expect(failing).rejects.toThrow('broken');
    expect(await next).toBe('next');
    expect({ running: queue.running, waiting: queue.waiting }).toEqual({ running: 0, waiting: 0 });
  });

  it('never exceeds its concurrency in a thousand calls of ten callers', async () => {
    const queue = new FairBulkhead({ concurrency: 2, maxQueue: 1000 });
    let [running, most, done] = [0, 0, 0];
    const work = async () => {
      running += 1;
      most = Math.max(most, running);
      await turn();
      running -= 1;
      done += 1;
    };
    await Promise.all(Array.from({ length: 1000 }, (_, n) => queue.run(caller(String(n % 10)), work)));
    expect({ most, done, running: queue.running, waiting: queue.waiting }).toEqual({
      most: 2,
      done: 1000,
      running: 0,
      waiting: 0,
    });
  });
});
