import { describe, expect, it } from 'vitest';
import {
  CALL_PURPOSES,
  isBackground,
  quotaDay,
  callsFor,
  backgroundCallsLeft,
  secondsUntilNextQuotaDay,
  shareFor,
  backgroundShare,
} from '../../../src/domain/films/quota-day.ts';

const at = (time: string) => new Date(`2026-11-20T${time}Z`);

describe('the day of calls', () => {
  it.each([
    ['00:00:00.000', '2026-11-20', 86_400],
    ['12:00:00.000', '2026-11-20', 43_200],
    ['23:59:59.001', '2026-11-20', 1],
    ['23:59:59.999', '2026-11-20', 1],
  ])('at %s UTC is %s and lasts for %i s more', (time, day, seconds) => {
    expect([quotaDay(at(time)), secondsUntilNextQuotaDay(at(time))]).toEqual([day, seconds]);
  });

  it.each([
    ['00:00:00', 0.1],
    ['02:24:00', 0.1],
    ['06:00:00', 0.25],
    ['12:00:00', 0.5],
    ['21:36:00', 0.9],
  ])('at %s lets background calls use %d of it', (time, share) => {
    expect(backgroundShare(at(time))).toBeCloseTo(share, 9);
  });

  it.each([
    ['00:00:00', 0.6],
    ['12:00:00', 0.8],
    ['18:00:00', 0.9],
    ['23:59:59', 0.999_995],
  ])('at %s lets newcomers use %d of it, and users all', (time, share) => {
    expect(shareFor('newcomer', at(time))).toBeCloseTo(share, 5);
    expect(shareFor('asked', at(time))).toBe(1);
    const used = Math.floor(500 * share);
    expect(callsFor('newcomer', { limit: 500, used: used + 1 }, at(time))).toBe(0);
    expect(callsFor('asked', { limit: 500, used }, at(time))).toBe(500 - used);
  });

  it.each([
    ['00:00:00', 0.25, 0.3],
    ['06:00:00', 0.25, 0.3],
    ['09:36:00', 0.4, 0.4],
    ['12:00:00', 0.5, 0.5],
  ])(
    'at %s lets calls that improve an answer use %d of it, and those that fill the catalogue %d',
    (time, improving, warming) => {
      expect(shareFor('improving', at(time))).toBeCloseTo(improving, 9);
      expect(shareFor('warming', at(time))).toBeCloseTo(warming, 9);
    },
  );

  it('has two purposes of background calls', () => {
    expect(CALL_PURPOSES.filter(isBackground)).toEqual(['warming', 'extra']);
  });

  it.each([
    [500, 0, 125],
    [500, 124, 1],
    [500, 125, 0],
    [500, 600, 0],
    [5, 0, 1],
    [1, 0, 0],
    [0, 0, 0],
  ])('of %i calls, %i of them used, has %i for those at six in the morning', (limit, used, left) => {
    expect(backgroundCallsLeft({ limit, used }, at('06:00:00'))).toBe(left);
  });
});
