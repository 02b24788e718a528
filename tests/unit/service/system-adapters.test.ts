import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { SystemClock } from '../../../src/adapters/system/system-clock.ts';
import { UuidV7Generator } from '../../../src/adapters/system/uuid-v7-generator.ts';

async function nextMillisecond(): Promise<void> {
  const before = Date.now();
  while (Date.now() === before) await nextTurn();
}

describe('SystemClock', () => {
  it('returns the time, and never runs backwards', async () => {
    const clock = new SystemClock();
    expect(Math.abs(clock.now().getTime() - Date.now())).toBeLessThan(1000);
    const before = clock.monotonicMs();
    await nextMillisecond();
    expect(clock.monotonicMs()).toBeGreaterThan(before);
  });
});

describe('UuidV7Generator', () => {
  it('makes different lower-case UUIDs of version 7', () => {
    const ids = Array.from({ length: 1000 }, () => new UuidV7Generator().next());
    expect(new Set(ids).size).toBe(1000);
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it('makes ids that sort by the millisecond of their creation', async () => {
    const ids: string[] = [];
    for (let made = 0; made < 5; made += 1) {
      ids.push(new UuidV7Generator().next());
      await nextMillisecond();
    }
    expect(ids).toEqual(ids.toSorted());
  });
});
