import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { BackgroundWork } from '../../../src/bootstrap/background-work.ts';

describe('BackgroundWork', () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  it('repeats its work, never twice at the same time, and continues after a fault', async () => {
    const faults: unknown[] = [];
    const background = new BackgroundWork((fault) => faults.push(fault));
    let [runs, atOnce, most] = [0, 0, 0];
    background.repeat(1, async () => {
      runs += 1;
      atOnce += 1;
      most = Math.max(most, atOnce);
      await pause(5);
      atOnce -= 1;
      if (runs === 2) throw new Error('boom');
    });
    await expect.poll(() => runs).toBeGreaterThan(3);
    await background.stop();
    expect([most, faults]).toEqual([1, [new Error('boom')]]);
  });

  it('reports a fault once, and again after a success in between', async () => {
    const faults: unknown[] = [];
    const background = new BackgroundWork((fault) => faults.push(fault));
    const outcomes = ['first', 'second', '', 'third', 'fourth', ''];
    background.repeat(1, async () => {
      const fault = outcomes.shift();
      if (fault) throw new Error(fault);
    });
    await expect.poll(() => outcomes).toEqual([]);
    await background.stop();
    expect(faults).toEqual([new Error('first'), new Error('third')]);
  });

  it('stops a run, waits for it, and starts none afterwards', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    const background = new BackgroundWork(() => undefined);
    const told: string[] = [];
    background.repeat(1, async (stopping) => {
      told.push('begun');
      while (!stopping.aborted) await pause(1);
      told.push('ended');
    });
    await vi.advanceTimersByTimeAsync(1);
    expect(told).toEqual(['begun']);
    await background.stop();
    expect(told).toEqual(['begun', 'ended']);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(told).toHaveLength(2);
  });
});
