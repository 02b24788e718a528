import { beforeEach, describe, expect, it } from 'vitest';
import type { ApiQuota, PlannedCall } from '../../../src/application/films/ports/api-quota.ts';
import {
  FilmSourceKeyRefused,
  FilmSourceQuotaSpent,
  FilmSourceRateLimited,
} from '../../../src/application/films/ports/film-source.ts';
import { roundsOn } from '../../support/rounds.ts';

const morning = new Date('2026-11-20T06:00:00.000Z');
const secondsLater = (seconds: number) => new Date(morning.getTime() + seconds * 1000);

const asked: PlannedCall = { isSearch: false, purpose: 'asked', withinMs: 4000 };
const search: PlannedCall = { ...asked, isSearch: true };
const votes: PlannedCall = { ...asked, isVotes: true };
const extra: PlannedCall = { ...asked, purpose: 'extra' };

const spent = { code: FilmSourceQuotaSpent.code };

/** `open` returns the unused quota of an account, and the same quota again for the same name. */
export function apiQuotaContract(
  adapter: string,
  open: (account: { limit: number; name?: string }) => Promise<ApiQuota>,
): void {
  describe(`ApiQuota: ${adapter}`, () => {
    let budget: ApiQuota;
    beforeEach(async () => {
      budget = await open({ limit: 500 });
    });

    async function wait(call: PlannedCall, now: Date, on = budget): Promise<number> {
      return (await on.book(call, now)).getTime() - now.getTime();
    }

    /** Uses this many calls, one each minute in the hours before. */
    async function spend(count: number, on = budget): Promise<void> {
      for (let call = 0; call < count; call++) await on.book(asked, secondsLater((call - count) * 60));
    }

    it('allows the first call at once and counts it', async () => {
      expect(await budget.quota(morning)).toEqual({ limit: 500, used: 0 });
      expect(await wait(asked, morning)).toBe(0);
      expect(await budget.quota(morning)).toEqual({ limit: 500, used: 1 });
    });

    it('spreads calls evenly, fewer than 20 in any second', async () => {
      const waits = [];
      for (let call = 0; call < 40; call++) waits.push(await wait(asked, morning));
      expect(waits).toEqual(waits.map((_, index) => index * 60));
    });

    it('spreads searches further, fewer than 5 in any second, with other calls in between', async () => {
      const waits = [];
      for (const call of [search, asked, search, asked, search]) waits.push(await wait(call, morning));
      expect(waits).toEqual([0, 60, 250, 310, 500]);
    });

    it('spreads votes furthest, fewer than 2 in any second, with other calls in between', async () => {
      const waits = [];
      for (const call of [votes, asked, votes, asked, votes]) waits.push(await wait(call, morning));
      expect(waits).toEqual([0, 60, 550, 610, 1100]);
    });

    it('limits votes and searches separately', async () => {
      const waits = [];
      for (const call of [search, votes, search, votes, search, votes]) waits.push(await wait(call, morning));
      expect(waits).toEqual([0, 60, 250, 610, 670, 1160]);
    });

    it('refuses votes whose turn would come too late, says when it comes, and allows other calls', async () => {
      const waits = [];
      for (let call = 0; call < 8; call++) waits.push(await wait(votes, morning));
      expect(waits).toEqual([0, 550, 1100, 1650, 2200, 2750, 3300, 3850]);
      const impatient = { withinMs: 0, isSearch: false, purpose: 'asked' } as const;
      await expect(budget.book({ ...votes, withinMs: 4399 }, morning)).rejects.toMatchObject({
        code: FilmSourceRateLimited.code,
        retryAfterSeconds: 5,
      });
      expect((await budget.quota(morning)).used).toBe(8);
      expect(await wait({ ...votes, withinMs: 4400 }, morning)).toBe(4400);
      expect(await wait(impatient, secondsLater(4.46))).toBe(0);
      await expect(budget.book({ ...impatient, isVotes: true }, secondsLater(4.52))).rejects.toMatchObject({
        code: FilmSourceRateLimited.code,
        retryAfterSeconds: 1,
      });
    });

    it.each(roundsOn(adapter, 3))('gives each of ten racing calls for votes a turn of its own (round %i)', async () => {
      const patient = { ...votes, withinMs: 10_000 };
      const waits = await Promise.all(Array.from({ length: 10 }, () => wait(patient, morning)));
      const sorted = waits.toSorted((a, b) => a - b);
      expect(sorted).toEqual(sorted.map((_, index) => index * 550));
    });

    it.each(roundsOn(adapter, 3))('gives each of thirty racing calls a turn of its own (round %i)', async () => {
      const waits = await Promise.all(Array.from({ length: 30 }, () => wait(asked, morning)));
      const sorted = waits.toSorted((a, b) => a - b);
      expect(sorted).toEqual(sorted.map((_, index) => index * 60));
      expect((await budget.quota(morning)).used).toBe(30);
    });

    it('refuses a call whose turn would come too late, and does not count it', async () => {
      for (let call = 0; call < 67; call++) await budget.book(asked, morning);
      await expect(budget.book(asked, morning)).rejects.toMatchObject({
        code: FilmSourceRateLimited.code,
        retryAfterSeconds: 5,
      });
      expect((await budget.quota(morning)).used).toBe(67);
      expect(await wait(asked, secondsLater(1))).toBe(3020);
    });

    it('refuses calls when the quota is spent, until the next day', async () => {
      const small = await open({ limit: 3 });
      await spend(3, small);
      await expect(small.book(asked, morning)).rejects.toMatchObject({
        code: FilmSourceQuotaSpent.code,
        retryAfterSeconds: 18 * 3600,
      });
      expect(await small.quota(morning)).toEqual({ limit: 3, used: 3 });
      expect(await wait(asked, new Date('2026-11-21T00:00:00.000Z'), small)).toBe(0);
      expect(await small.quota(new Date('2026-11-21T00:00:00.000Z'))).toEqual({ limit: 3, used: 1 });
    });

    it.each(roundsOn(adapter, 3))('allows only the quota of forty racing calls (round %i)', async () => {
      const small = await open({ limit: 7 });
      const outcomes = await Promise.allSettled(Array.from({ length: 40 }, () => small.book(asked, morning)));
      expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(7);
      expect((await small.quota(morning)).used).toBe(7);
    });

    it('does not begin a day again for an instance whose clock is slow', async () => {
      await budget.book(asked, new Date('2026-11-20T00:00:01.000Z'));
      await budget.book(asked, new Date('2026-11-19T23:59:59.000Z'));
      expect((await budget.quota(morning)).used).toBe(2);
    });

    it('reserves the rest of the calls for waiting users', async () => {
      const small = await open({ limit: 20 });
      await spend(4, small);
      await small.book(extra, secondsLater(1));
      await expect(small.book(extra, secondsLater(2))).rejects.toMatchObject(spent);
      expect(await wait(asked, secondsLater(2), small)).toBe(0);
    });

    it('reserves a part of the calls of the rest of the day from newcomers, whoever has used the others', async () => {
      const small = await open({ limit: 10 });
      const newcomer: PlannedCall = { ...asked, purpose: 'newcomer' };
      const noon = new Date('2026-11-20T12:00:00.000Z');
      await small.learn({ limit: 10, used: 7 }, noon);
      expect(await wait(newcomer, noon, small)).toBe(0);
      const later = new Date(noon.getTime() + 1000);
      await expect(small.book(newcomer, later)).rejects.toMatchObject({
        code: FilmSourceQuotaSpent.code,
        retryAfterSeconds: 600,
      });
      for (let call = 0; call < 2; call += 1) await small.book(asked, later);
      expect(await small.quota(later)).toEqual({ limit: 10, used: 10 });
      expect(
        await open({ limit: 10 }).then((fresh) => wait(newcomer, new Date('2026-11-20T23:59:00.000Z'), fresh)),
      ).toBe(0);
    });

    it('gives extra calls in the evening the calls that users have not used', async () => {
      const small = await open({ limit: 20 });
      await spend(10, small);
      await expect(small.book(extra, new Date('2026-11-20T12:00:00.000Z'))).rejects.toMatchObject(spent);
      expect(await wait(extra, new Date('2026-11-20T18:00:00.000Z'), small)).toBe(0);
    });

    it('takes back a call that was not made', async () => {
      await spend(2);
      await budget.release(morning);
      expect((await budget.quota(morning)).used).toBe(1);
      for (const _ of [1, 2]) await budget.release(morning);
      expect((await budget.quota(morning)).used).toBe(0);
      await budget.book(asked, morning);
      await budget.release(new Date('2026-11-21T00:00:00.000Z'));
      expect((await budget.quota(morning)).used).toBe(1);
    });

    it('stops for the rest of the day when the source says that the quota is spent', async () => {
      await spend(2);
      await budget.heed(new FilmSourceQuotaSpent({ retryAfterSeconds: 5 }), morning);
      await expect(budget.book(asked, new Date('2026-11-20T23:59:59.000Z'))).rejects.toMatchObject(spent);
      expect(await budget.quota(morning)).toEqual({ limit: 500, used: 500 });
      expect(await wait(asked, new Date('2026-11-21T00:00:00.000Z'))).toBe(0);
    });

    it('waits for the pause that the source requests, or refuses if it is too long', async () => {
      await budget.book(asked, morning);
      await budget.heed(new FilmSourceRateLimited({ retryAfterSeconds: 2 }), morning);
      expect(await wait(asked, morning)).toBe(2000);
      await budget.heed(new FilmSourceRateLimited({ retryAfterSeconds: 60 }), morning);
      await expect(budget.book(search, secondsLater(10))).rejects.toMatchObject({
        code: FilmSourceRateLimited.code,
        retryAfterSeconds: 50,
      });
      expect(await wait(search, secondsLater(60))).toBe(0);
    });

    it('stops for a while after the key was refused', async () => {
      await budget.book(asked, morning);
      await budget.heed(new FilmSourceKeyRefused({ retryAfterSeconds: 60 }), morning);
      await expect(budget.book(asked, secondsLater(20))).rejects.toMatchObject({
        code: FilmSourceKeyRefused.code,
        retryAfterSeconds: 40,
      });
      expect(await wait(asked, secondsLater(60))).toBe(0);
    });

    it('uses the smaller of both limits and the larger of both counts', async () => {
      await spend(5);
      await budget.learn({ limit: 10_000, used: 2 }, morning);
      expect(await budget.quota(morning)).toEqual({ limit: 500, used: 5 });
      await budget.learn({ limit: 40, used: 38 }, morning);
      expect(await budget.quota(morning)).toEqual({ limit: 40, used: 38 });
      for (const seconds of [1, 2]) await budget.book(asked, secondsLater(seconds));
      await expect(budget.book(asked, secondsLater(3))).rejects.toMatchObject(spent);
    });

    it('learns of calls that were made before its first use', async () => {
      const fresh = await open({ limit: 500, name: 'fresh' });
      await fresh.learn({ limit: 500, used: 499 }, morning);
      await fresh.book(asked, morning);
      await expect(fresh.book(asked, secondsLater(1))).rejects.toMatchObject(spent);
    });

    it('counts every account separately, and keeps the counts when it is opened again', async () => {
      const one = await open({ limit: 5, name: 'one' });
      await spend(4, one);
      expect((await (await open({ limit: 5, name: 'other' })).quota(morning)).used).toBe(0);
      expect((await (await open({ limit: 5, name: 'one' })).quota(morning)).used).toBe(4);
    });
  });
}
