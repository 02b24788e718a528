import { describe, expect, it, vi } from 'vitest';
import { Overload } from '../../../src/adapters/http/server/overload.ts';

const PATIENCE = { mostMs: 100, toleratedMs: 2_000 };

/** Somebody has waited so long, looked at 20 times a second. Waiting is all right up to 100 ms. */
function after(...waitsMs: readonly number[]): Overload {
  let nowMs = 0;
  const overload = new Overload(
    () => 0,
    PATIENCE,
    () => nowMs,
  );
  for (const waitMs of waitsMs) {
    nowMs += 50;
    overload.observe(waitMs);
  }
  overload.stop();
  return overload;
}

function times(count: number, waitMs: number): number[] {
  return Array.from({ length: count }, () => waitMs);
}

describe('Overload', () => {
  it.each([
    ['when nobody waits', times(100, 0)],
    ['when all wait as long as they may', times(100, 100)],
    ['in the first two seconds of a burst', times(40, 3_000)],
    ['when waits are long again and again, with breaks', times(5, 0).flatMap((none) => [none, ...times(35, 900)])],
    ['once it is over', [...times(100, 500), 100]],
  ])('lets everything in %s', (_, waitsMs) => {
    expect(after(...waitsMs)).toMatchObject({ isOn: false, excess: 0 });
  });

  it.each([
    [101, 1 / 101],
    [200, 0.5],
    [1_000, 0.9],
  ])('lets in what can be done in time while all have waited %d ms for longer than two seconds', (waitMs, excess) => {
    const overload = after(...times(41, waitMs));
    expect(overload.isOn).toBe(true);
    expect(overload.excess).toBeCloseTo(excess, 10);
  });

  it('looks by itself', () => {
    vi.useFakeTimers();
    let waitMs = 200;
    const overload = new Overload(() => waitMs, PATIENCE);
    vi.advanceTimersByTime(2_100);
    expect(overload.excess).toBe(0.5);
    waitMs = 0;
    vi.advanceTimersByTime(50);
    expect(overload.excess).toBe(0);
    overload.stop();
    expect(vi.getTimerCount()).toBe(0);
    vi.useRealTimers();
  });
});
