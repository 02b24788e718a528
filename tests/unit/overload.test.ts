import { describe, expect, it } from 'vitest';
import { Overload } from '../../src/adapters/http/overload.ts';

/** An event loop that comes so late to its samples, one after the other. */
function after(...lagsMs: readonly number[]): Overload {
  let nowMs = 0;
  const overload = new Overload(() => nowMs);
  for (const lagMs of lagsMs) {
    nowMs += 50 + lagMs;
    overload.observe(lagMs);
  }
  return overload;
}

describe('Overload', () => {
  it.each([
    ['an event loop that is on time', [0, 5, 20]],
    ['one long pause, as a thousand requests at once make', [0, 3_000, 0]],
    ['a short time of being late', [0, 300, 300, 300]],
    ['being late again and again, but in time in between', [900, 50, 900, 50, 900, 50, 900]],
    ['what is over', [200, 200, 200, 200, 200, 200, 200, 100]],
  ])('lets all requests in after %s', (_, lagsMs) => {
    expect(after(...lagsMs)).toMatchObject({ isOn: false, excess: 0 });
  });

  it.each([
    [101, 1 / 101],
    [200, 0.5],
    [1_000, 0.9],
  ])('lets in what can be served in time once the event loop is late by %d ms for long', (lagMs, excess) => {
    const overload = after(...Array.from({ length: 10 }, () => lagMs));
    expect(overload.isOn).toBe(true);
    expect(overload.excess).toBeCloseTo(excess, 10);
  });

  it('looks by itself how late the event loop is', async () => {
    const overload = new Overload();
    await expect
      .poll(
        () => {
          const untilMs = performance.now() + 250;
          while (performance.now() < untilMs);
          return overload.excess;
        },
        { interval: 0, timeout: 10_000 },
      )
      .toBeGreaterThan(0.2);
  });
});
