import { setImmediate as nextTurnOfLoop } from 'node:timers/promises';

/**
 * One after the other, and the event loop turns in between. PGlite answers a statement within the same turn: as long as
 * others waited for it, hundreds of them one after the other, the loop did not turn, and nobody was heard, not even probes.
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

/** The same for a statement of somebody who has the lock. */
export async function thenYield<T>(statement: Promise<T>): Promise<T> {
  const answer = await statement;
  await nextTurnOfLoop();
  return answer;
}
