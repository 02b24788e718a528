import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { nextPause, pollWhileVisible } from '../../../web/src/imports/polling.ts';

const page = new EventTarget() as EventTarget & { visibilityState: string };

beforeEach(() => {
  vi.useFakeTimers();
  page.visibilityState = 'visible';
  vi.stubGlobal('document', page);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function show(visibilityState: string): void {
  page.visibilityState = visibilityState;
  page.dispatchEvent(new Event('visibilitychange'));
}

it('polls less and less often while nothing changes, and often again after a change', async () => {
  const asked: number[] = [];
  let answer = 'one';
  const stop = pollWhileVisible(async () => {
    asked.push(Date.now());
    return answer;
  });
  const pauses = () => asked.slice(1).map((at, index) => Math.round(at - (asked[index] ?? 0)));
  await vi.advanceTimersByTimeAsync(10_000);
  expect(pauses()).toEqual([1000, 1600, 2560]);
  answer = 'two';
  await vi.advanceTimersByTimeAsync(1500);
  expect(pauses()).toEqual([1000, 1600, 2560, 4096, 1000]);
  stop();
  const count = asked.length;
  await vi.advanceTimersByTimeAsync(60_000);
  expect(asked).toHaveLength(count);
});

it('does not poll while the page is hidden, and polls at once when it is shown again', async () => {
  let asked = 0;
  const stop = pollWhileVisible(async () => {
    asked += 1;
    return '';
  });
  show('hidden');
  await vi.advanceTimersByTimeAsync(60_000);
  expect(asked).toBe(0);
  show('visible');
  await vi.advanceTimersByTimeAsync(0);
  expect(asked).toBe(1);
  stop();
});

it('waits at most 15 seconds', () => {
  expect(nextPause(14_000, false)).toBe(15_000);
});
