import { setImmediate as nextTurnOfLoop } from 'node:timers/promises';

/**
 * Runs work one after the other, and lets the event loop run in between. PGlite answers a statement within one turn of
 * the loop: while hundreds of statements waited, the loop did not turn, and no request was answered, not even probes.
 */
export class YieldingLock {
  private last: Promise<unknown> = Promise.resolve();

  async run<T>(work: () => Promise<T>): Promise<T> {
    const before = this.last;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.last = promise;
    await before;
    try {
      return await work();
    } finally {
      await nextTurnOfLoop();
      resolve();
    }
  }
}

/** Lets the event loop run after a statement of the holder of the lock. */
export async function thenYield<T>(statement: Promise<T>): Promise<T> {
  const answer = await statement;
  await nextTurnOfLoop();
  return answer;
}
