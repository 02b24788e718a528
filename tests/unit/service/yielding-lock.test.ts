import { describe, expect, it } from 'vitest';
import { thenYield, YieldingLock } from '../../../src/adapters/persistence/engine/pglite/yielding-lock.ts';
import type { Owner } from '../../../src/application/shared/fair-queue.ts';

const anna = { address: '192.0.2.1', person: 'anna' };
const boris = { address: '192.0.2.2', person: 'boris' };
const rules: Owner = { address: 'service changes', person: 'rules', work: 'shared' };

/** The number of turns of the event loop until `work` was done. */
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
  it('lets the event loop run between waiting statements', async () => {
    const lock = new YieldingLock(() => anna);
    const statements = Array.from({ length: 50 }, () => lock.run(async () => undefined));
    expect(await turnsOfLoop(Promise.all(statements))).toBeGreaterThanOrEqual(49);
  });

  it('runs work one after the other, in order, even after one that failed', async () => {
    const lock = new YieldingLock(() => anna);
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

  it('gives turns to addresses, however many statements one of them sends', async () => {
    let owner = anna;
    const lock = new YieldingLock(() => owner);
    const done: string[] = [];
    const send = () => {
      const { person } = owner;
      return lock.run(async () => void done.push(person));
    };
    const flood = Array.from({ length: 100 }, send);
    owner = boris;
    await Promise.all([...flood, send()]);
    expect(done.indexOf('boris')).toBeLessThan(3);
    expect(done).toHaveLength(101);
  });

  it('gives addresses equal time, so a request of many short statements waits for hardly any long one', async () => {
    let [owner, nowMs] = [anna, 0];
    const lock = new YieldingLock(
      () => owner,
      () => nowMs,
    );
    const events: string[] = [];
    const send = (from: typeof anna, tookMs: number) => {
      owner = from;
      return lock.run(async () => {
        nowMs += tookMs;
        events.push(from.person);
      });
    };
    const lists = Array.from({ length: 20 }, () => send(anna, 20));
    for (let statement = 0; statement < 40; statement++) await send(boris, 1);
    const before = events.slice(0, events.lastIndexOf('boris'));
    expect(before.filter((person) => person === 'anna')).toHaveLength(2);
    // Nobody waits for an address that asks for nothing.
    await Promise.all(lists);
    expect(events.slice(-18)).toEqual(Array.from({ length: 18 }, () => 'anna'));
  });

  it('gives an address no claim to the time in which it asked for nothing', async () => {
    let [owner, nowMs] = [anna, 0];
    const lock = new YieldingLock(
      () => owner,
      () => nowMs,
    );
    const events: string[] = [];
    const send = (from: typeof anna) => {
      owner = from;
      return lock.run(async () => {
        nowMs += 10;
        events.push(from.person);
      });
    };
    for (let statement = 0; statement < 20; statement++) await send(anna);
    await Promise.all(Array.from({ length: 4 }, () => [send(anna), send(boris)]).flat());
    expect(events.slice(20).map((person) => person[0])).toEqual(['b', 'a', 'b', 'a', 'b', 'a', 'b', 'a']);
  });

  it('lets shared work of the service wait for one statement at most, however long its own are', async () => {
    let [owner, nowMs] = [anna as Owner, 0];
    const lock = new YieldingLock(
      () => owner,
      () => nowMs,
    );
    const events: string[] = [];
    const send = (from: Owner, tookMs: number) => {
      owner = from;
      return lock.run(async () => {
        nowMs += tookMs;
        events.push(from.person);
      });
    };
    const flood = Array.from({ length: 20 }, () => send(anna, 1));
    for (let statement = 0; statement < 5; statement++) await send(rules, 10);
    expect(events.lastIndexOf('rules')).toBeLessThan(10);
    await Promise.all(flood);
  });

  it('makes an address wait after slow work for as long as it took, while others are active', async () => {
    let [owner, nowMs] = [boris, 0];
    const lock = new YieldingLock(
      () => owner,
      () => nowMs,
    );
    const events: string[] = [];
    const send = (tookMs: number) => {
      const { person } = owner;
      return lock.run(async () => {
        nowMs += tookMs;
        events.push(`${person} ${tookMs}`);
      });
    };
    await send(1);
    owner = anna;
    await send(100);
    // Waits, although the lock is free.
    const slow = send(100);
    owner = boris;
    for (let statement = 0; statement < 3; statement++) await send(1);
    expect(events).toEqual(['boris 1', 'anna 100', 'boris 1', 'boris 1', 'boris 1']);
    nowMs += 100;
    await slow;
    // Boris is no longer active, so nobody has to wait.
    nowMs += 1_000;
    owner = anna;
    await send(100);
    await send(100);
    expect(events.slice(5)).toEqual(['anna 100', 'anna 100', 'anna 100']);
  });

  it('lets the event loop run after a statement of the holder of the lock', async () => {
    const statements = async () => {
      for (let statement = 0; statement < 20; statement++) await thenYield(Promise.resolve());
    };
    expect(await turnsOfLoop(statements())).toBeGreaterThanOrEqual(19);
  });
});
