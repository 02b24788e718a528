import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { Turnstile } from '../../../src/adapters/http/server/turnstile.ts';

const PER_TURN = 16;
const CROWD = 128;

function turnstileWith(count: number): { turnstile: Turnstile; begun: number[]; clock: { nowMs: number } } {
  const clock = { nowMs: 1_000 };
  const turnstile = new Turnstile(() => clock.nowMs);
  const begun: number[] = [];
  for (let index = 0; index < count; index++) turnstile.pass(() => void begun.push(index));
  return { turnstile, begun, clock };
}

describe('Turnstile', () => {
  it('lets a few begin at once', () => {
    const { begun } = turnstileWith(PER_TURN);
    expect(begun).toEqual(Array.from({ length: PER_TURN }, (_, index) => index));
  });

  it('lets as many begin in each turn, in the order they came', async () => {
    const { begun } = turnstileWith(3 * PER_TURN + 1);
    const afterTurns = [];
    for (let turn = 0; turn < 5; turn++) {
      afterTurns.push(begun.length);
      await nextTurn();
    }
    expect(afterTurns).toEqual([PER_TURN, 2 * PER_TURN, 3 * PER_TURN, 3 * PER_TURN + 1, 3 * PER_TURN + 1]);
    expect(begun).toEqual(begun.toSorted((a, b) => a - b));
  });

  it('lets nobody overtake those who wait', async () => {
    const { turnstile, begun } = turnstileWith(PER_TURN + 1);
    turnstile.pass(() => void begun.push(-1));
    expect(begun).toHaveLength(PER_TURN);
    await nextTurn();
    expect(begun.slice(PER_TURN)).toEqual([PER_TURN, -1]);
  });

  it('lets somebody begin at once again when nobody waits any more', async () => {
    const { turnstile, begun } = turnstileWith(PER_TURN + 1);
    for (let turn = 0; turn < 3; turn++) await nextTurn();
    turnstile.pass(() => void begun.push(-1));
    expect(begun).toHaveLength(PER_TURN + 2);
  });

  it('knows how long the first of a crowd has waited', async () => {
    const { turnstile, clock } = turnstileWith(PER_TURN + CROWD);
    clock.nowMs += 70;
    expect(turnstile.crowdWaitMs).toBe(0);
    turnstile.pass(() => undefined);
    expect(turnstile.crowdWaitMs).toBe(70);
    await nextTurn();
    expect(turnstile.crowdWaitMs).toBe(0);
  });
});
