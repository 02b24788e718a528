import { describe, expect, it } from 'vitest';
import { inParts } from '../../../src/application/shared/in-parts.ts';
import { FixedClock } from '../../fakes/fixed-clock.ts';

/** Parts of ten rows, each of which takes a second. */
function tens(clock: FixedClock, rows: number) {
  let left = rows;
  return async () => {
    const part = Math.min(left, 10);
    left -= part;
    clock.advanceSeconds(1);
    return part;
  };
}

describe('inParts', () => {
  const going = { aborted: false };

  it('continues until nothing is left', async () => {
    const clock = new FixedClock();
    expect(await inParts(clock, going, tens(clock, 45))).toBe(45);
  });

  it('leaves the rest to the next run if it takes too long', async () => {
    const clock = new FixedClock();
    const part = tens(clock, 1_000_000);
    expect(await inParts(clock, going, part)).toBe(200);
    expect(await inParts(clock, going, part)).toBe(200);
  });

  it('ends between two parts when the service stops', async () => {
    const clock = new FixedClock();
    const startedMs = clock.monotonicMs();
    const stopping = {
      get aborted() {
        return clock.monotonicMs() - startedMs >= 3000;
      },
    };
    expect(await inParts(clock, stopping, tens(clock, 1_000_000))).toBe(30);
    expect(await inParts(clock, { aborted: true }, tens(clock, 1_000_000))).toBe(10);
  });
});
