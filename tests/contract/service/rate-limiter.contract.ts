import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type {
  LimitPolicy,
  LimitState,
  RateLimiter,
  TakenPoint,
} from '../../../src/application/shared/ports/rate-limiter.ts';
import { TooManyRequests } from '../../../src/application/shared/ports/rate-limiter.ts';
import { roundsOn } from '../../support/rounds.ts';

export type Limits = Record<LimitPolicy, Pick<LimitState, 'limit' | 'windowSeconds'>>;

export const limits: Limits = {
  'login-account-address': { limit: 10, windowSeconds: 900 },
  'login-address': { limit: 100, windowSeconds: 900 },
  'login-account': { limit: 3, windowSeconds: 900 },
  'login-network': { limit: 1000, windowSeconds: 900 },
  'login-reserve': { limit: 3, windowSeconds: 86_400 },
  'login-reserve-network': { limit: 30, windowSeconds: 86_400 },
  'login-success': { limit: 60, windowSeconds: 60 },
  'login-success-address': { limit: 300, windowSeconds: 86_400 },
  'login-success-first': { limit: 1, windowSeconds: 86_400 },
  'login-refusal': { limit: 10, windowSeconds: 900 },
  'login-refusal-address': { limit: 100, windowSeconds: 900 },
  register: { limit: 2, windowSeconds: 60 },
  'register-network': { limit: 20, windowSeconds: 60 },
  search: { limit: 1, windowSeconds: 60 },
  kinopoisk: { limit: 100, windowSeconds: 86_400 },
  'kinopoisk-address': { limit: 200, windowSeconds: 86_400 },
  'kinopoisk-newcomer': { limit: 50, windowSeconds: 86_400 },
  'kinopoisk-newcomers': { limit: 150, windowSeconds: 86_400 },
  'kinopoisk-guess': { limit: 20, windowSeconds: 86_400 },
  'kinopoisk-import': { limit: 200, windowSeconds: 86_400 },
  import: { limit: 20, windowSeconds: 3600 },
  'import-address': { limit: 20, windowSeconds: 3600 },
  stored: { limit: 128, windowSeconds: 86_400 },
  'stored-address': { limit: 256, windowSeconds: 86_400 },
};

const noon = new Date('2026-11-20T12:00:00.000Z');

/** `open` returns a limiter with the {@link limits} and no counts, which uses the time of `Date`. */
export function rateLimiterContract(adapter: string, open: () => Promise<RateLimiter>): void {
  describe(`RateLimiter: ${adapter}`, () => {
    let limiter: RateLimiter;

    beforeEach(async () => {
      vi.useFakeTimers({ toFake: ['Date'], now: noon });
      limiter = await open();
    });
    afterEach(() => {
      vi.useRealTimers();
    });

    const passSeconds = (seconds: number) => vi.setSystemTime(Date.now() + seconds * 1000);
    const consume = (policy: LimitPolicy, key: string) => limiter.consume(policy, key);
    /** @returns the last point */
    const useUp = async (policy: LimitPolicy, key: string): Promise<TakenPoint> => {
      for (let call = 1; call < limits[policy].limit; call += 1) await limiter.consume(policy, key);
      return limiter.consume(policy, key);
    };

    it('returns after each call how many are left and when all are available again', async () => {
      expect(await consume('register', '192.0.2.1')).toEqual({
        policy: 'register',
        key: '192.0.2.1',
        limit: 2,
        windowSeconds: 60,
        remaining: 1,
        resetSeconds: 60,
        windowEndMs: noon.getTime() + 60_000,
      });
      passSeconds(20.5);
      expect(await consume('register', '192.0.2.1')).toEqual({
        policy: 'register',
        key: '192.0.2.1',
        limit: 2,
        windowSeconds: 60,
        remaining: 0,
        resetSeconds: 40,
        windowEndMs: noon.getTime() + 60_000,
      });
    });

    it.each(['the first', 'a later'])('refuses %s call beyond the limit and says when to try again', async (which) => {
      await useUp('register', '192.0.2.1');
      passSeconds(20.5);
      if (which === 'a later') await consume('register', '192.0.2.1').catch(() => undefined);
      const refusal = await consume('register', '192.0.2.1').catch((error: unknown) => error);
      expect(refusal).toBeInstanceOf(TooManyRequests);
      expect(refusal).toMatchObject({
        retryAfterSeconds: 40,
        state: { policy: 'register', limit: 2, windowSeconds: 60, remaining: 0, resetSeconds: 40 },
      });
    });

    it('counts every key and every policy separately', async () => {
      await useUp('register', '192.0.2.1');
      expect(await consume('register', '192.0.2.2')).toMatchObject({ remaining: 1 });
      expect(await consume('login-account', '192.0.2.1')).toMatchObject({ remaining: 2 });
    });

    it('starts a new count when the window is over, which refused calls do not delay', async () => {
      await useUp('register', 'alice');
      passSeconds(59);
      await expect(consume('register', 'alice')).rejects.toThrow(TooManyRequests);
      passSeconds(1);
      expect(await consume('register', 'alice')).toMatchObject({ remaining: 1, resetSeconds: 60 });
    });

    it.each(roundsOn(adapter, 3))('allows ten of two hundred racing calls (round %i)', async (round) => {
      const calls = Array.from({ length: 200 }, () => consume('login-account-address', `round ${round}`));
      const outcomes = await Promise.allSettled(calls);
      const states = outcomes.filter((outcome) => outcome.status === 'fulfilled').map(({ value }) => value.remaining);
      const refusals = outcomes
        .filter((outcome) => outcome.status === 'rejected')
        .map(({ reason }) => reason as unknown);
      expect(states.toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
      expect(refusals).toHaveLength(190);
      expect(refusals.filter((refusal) => refusal instanceof TooManyRequests)).toHaveLength(190);
    });

    it.each(['refund', 'reset'] as const)(
      'refuses a used-up key without taking a point, until a %s',
      async (method) => {
        const ask = (key: string) => limiter.refuseIfUsedUp('register', key);
        const point = await useUp('register', 'alice');
        await expect(consume('register', 'alice')).rejects.toThrow(TooManyRequests);
        passSeconds(2);
        expect(() => ask('alice')).toThrow(
          expect.objectContaining({
            state: { policy: 'register', limit: 2, windowSeconds: 60, remaining: 0, resetSeconds: 58 },
          }),
        );
        expect(() => ask('bob')).not.toThrow();
        await (method === 'refund' ? limiter.refund(point) : limiter.reset('register', 'alice'));
        expect(() => ask('alice')).not.toThrow();
        expect(await consume('register', 'alice')).toMatchObject({ policy: 'register' });
      },
    );

    it('no longer refuses a used-up key after its window', async () => {
      await useUp('register', 'alice');
      await consume('register', 'alice').catch(() => undefined);
      passSeconds(60);
      expect(() => limiter.refuseIfUsedUp('register', 'alice')).not.toThrow();
    });

    it('allows one more call for each refund, however many were refused in between', async () => {
      const calls = Array.from({ length: 50 }, () => consume('login-account-address', 'alice'));
      const outcomes = await Promise.allSettled(calls);
      const taken = outcomes.filter((outcome) => outcome.status === 'fulfilled').map(({ value }) => value);
      expect(taken).toHaveLength(10);
      for (const point of taken.slice(0, 2)) await limiter.refund(point);
      expect(await consume('login-account-address', 'alice')).toMatchObject({ remaining: 1 });
      expect(await consume('login-account-address', 'alice')).toMatchObject({ remaining: 0 });
      await expect(consume('login-account-address', 'alice')).rejects.toThrow(TooManyRequests);
    });

    it('refunds the last point before anything is refused', async () => {
      await limiter.refund(await useUp('register', 'alice'));
      expect(await consume('register', 'alice')).toMatchObject({ remaining: 0 });
    });

    it('refunds no more than was taken', async () => {
      const point = await consume('register', 'alice');
      for (let time = 0; time < 3; time += 1) await limiter.refund(point);
      expect(await consume('register', 'alice')).toMatchObject({ remaining: 1 });
    });

    it.each(['before', 'after'])('does not refund a point of the last window %s the next one begins', async (when) => {
      const late = await useUp('register', 'alice');
      passSeconds(60);
      if (when === 'before') await limiter.refund(late);
      expect(await consume('register', 'alice')).toMatchObject({ remaining: 1, resetSeconds: 60 });
      if (when === 'after') await limiter.refund(late);
      expect(await consume('register', 'alice')).toMatchObject({ remaining: 0 });
      await expect(consume('register', 'alice')).rejects.toThrow(TooManyRequests);
    });

    it('still refuses the other keys when one is refunded or reset', async () => {
      const [ofAlice] = await Promise.all(['alice', 'bob', 'carol'].map((key) => useUp('register', key)));
      for (const key of ['alice', 'bob', 'carol'])
        await expect(consume('register', key)).rejects.toThrow(TooManyRequests);
      await limiter.refund(ofAlice!);
      await limiter.reset('register', 'bob');
      await expect(consume('register', 'carol')).rejects.toThrow(TooManyRequests);
      expect(await consume('register', 'alice')).toMatchObject({ remaining: 0 });
      expect(await consume('register', 'bob')).toMatchObject({ remaining: 1 });
    });

    it('starts a new count at a reset, even for a key that is used up or unknown', async () => {
      await useUp('register', 'alice');
      await expect(consume('register', 'alice')).rejects.toThrow(TooManyRequests);
      passSeconds(20);
      await limiter.reset('register', 'alice');
      await limiter.reset('register', 'nobody');
      const point = await consume('register', 'alice');
      expect(point).toMatchObject({ remaining: 1, resetSeconds: 60 });
      await limiter.reset('register', 'alice');
      await limiter.refund(point);
      expect(await consume('register', 'alice')).toMatchObject({ remaining: 1 });
    });

    it('distinguishes keys of any length and spelling', async () => {
      const long = 'x'.repeat(300);
      const keys = ['', ' ', 'алиса', 'a\0b', 'a', "'; --", '$1', long, `${long}y`, '2001:db8::/64', `alice|${long}`];
      const digests = [long, 'алиса'].map((key) => createHash('sha256').update(key).digest('base64url'));
      for (const key of [...keys, ...digests]) {
        expect(await consume('search', key), key).toMatchObject({ remaining: 0 });
      }
      for (const key of keys) await expect(consume('search', key), key).rejects.toThrow(TooManyRequests);
    });
  });
}
