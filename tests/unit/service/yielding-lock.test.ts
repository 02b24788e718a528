import { describe, expect, it } from 'vitest';
import { thenYield, YieldingLock } from '../../../src/adapters/persistence/engine/pglite/yielding-lock.ts';

/** How often the event loop turned until `work` was done. */
async function turnsOfLoop(work: Promise<unknown>): Promise<number> {
  let turns = 0;
  let isDone = false;
  const count = () => {
    turns += 1;
    if (!isDone) setImmediate(count);
  };
  setImmediate(count);
  await work;
  isDone = true;
  return turns;
}

describe('YieldingLock', () => {
  it('lets the event loop turn between statements that wait for one another', async () => {
    const lock = new YieldingLock();
    const statements = Array.from({ length: 50 }, () => lock.run(async () => undefined));
    expect(await turnsOfLoop(Promise.all(statements))).toBeGreaterThanOrEqual(49);
  });

  it('runs one after the other, in their order, also after one that failed', async () => {
    const lock = new YieldingLock();
    const events: string[] = [];
    const statement = (name: string) =>
      lock.run(async () => {
        events.push(`${name} begins`);
        await new Promise(setImmediate);
        events.push(`${name} ends`);
        if (name === 'a') throw new Error('refused');
      });
    const answers = await Promise.allSettled(['a', 'b'].map(statement));
    expect(events).toEqual(['a begins', 'a ends', 'b begins', 'b ends']);
    expect(answers.map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
  });

  it('lets the event loop turn after a statement of somebody who has the lock', async () => {
    const statements = async () => {
      for (let statement = 0; statement < 20; statement++) await thenYield(Promise.resolve());
    };
    expect(await turnsOfLoop(statements())).toBeGreaterThanOrEqual(19);
  });
});
