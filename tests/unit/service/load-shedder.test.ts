import { describe, expect, it, vi } from 'vitest';
import { LoadShedder } from '../../../src/adapters/http/server/load-shedder.ts';

const PATIENCE = { targetMs: 100, intervalMs: 2_000 };

/** A load shedder after these waits, measured 20 times a second. The target is 100 ms. */
function after(...waitsMs: readonly number[]): LoadShedder {
  let nowMs = 0;
  const shedder = new LoadShedder(
    () => 0,
    PATIENCE,
    () => nowMs,
  );
  for (const waitMs of waitsMs) {
    nowMs += 50;
    shedder.observe(waitMs);
  }
  shedder.stop();
  return shedder;
}

function times(count: number, waitMs: number): number[] {
  return Array.from({ length: count }, () => waitMs);
}

describe('LoadShedder', () => {
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
  ])('accepts the share that can be served in time after two seconds with waits of %d ms', (waitMs, excess) => {
    const shedder = after(...times(41, waitMs));
    expect(shedder.isOn).toBe(true);
    expect(shedder.excess).toBeCloseTo(excess, 10);
  });

  it.each([
    ['refuses what has waited longer than half a second while it sheds', 41, 501, true],
    ['serves what has waited half a second', 41, 500, false],
    ['serves what has waited longer while it does not shed yet', 40, 501, false],
  ])('%s', (_, looks, waitedMs, isLate) => {
    expect(after(...times(looks, 500)).isLate(waitedMs)).toBe(isLate);
  });

  it('checks periodically by itself', () => {
    vi.useFakeTimers();
    let waitMs = 200;
    const shedder = new LoadShedder(() => waitMs, PATIENCE);
    vi.advanceTimersByTime(2_100);
    expect(shedder.excess).toBe(0.5);
    waitMs = 0;
    vi.advanceTimersByTime(50);
    expect(shedder.excess).toBe(0);
    shedder.stop();
    expect(vi.getTimerCount()).toBe(0);
    vi.useRealTimers();
  });
});
