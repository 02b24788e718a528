import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Query } from '../../../src/adapters/rate-limiting/database-rate-limiter.ts';
import { DatabaseRateLimiter } from '../../../src/adapters/rate-limiting/database-rate-limiter.ts';
import type { TakenPoint } from '../../../src/application/shared/ports/rate-limiter.ts';
import { TooManyRequests } from '../../../src/application/shared/ports/rate-limiter.ts';
import type { TestDatabase } from '../../support/database.ts';
import { onEachEngine } from '../../support/database.ts';
import { limits } from './rate-limiter.contract.ts';

const noon = new Date('2026-11-20T12:00:00.000Z');
const aPoint: TakenPoint = {
  ...{ policy: 'register', key: 'alice', ...limits.register },
  ...{ remaining: 1, resetSeconds: 60, windowEndMs: noon.getTime() + 60_000 },
};

let database: TestDatabase;
let statements: string[];
const opened: DatabaseRateLimiter[] = [];

const counted: Query = (text, values) => {
  statements.push(text);
  return database.query(text, values);
};
const openLimiter = (query: Query = counted): DatabaseRateLimiter => {
  const limiter = new DatabaseRateLimiter(query, limits);
  opened.push(limiter);
  return limiter;
};
const storedRows = async () => {
  const rows = await database.query('SELECT * FROM rate_limits ORDER BY key', []);
  return rows.map(({ key, points, expire }) => ({ key, points, expire: Number(expire) }));
};
const passSeconds = (seconds: number) => vi.setSystemTime(Date.now() + seconds * 1000);
const countStatements = async (work: () => Promise<unknown>): Promise<number> => {
  const before = statements.length;
  await work();
  return statements.length - before;
};
const useUp = async (limiter: DatabaseRateLimiter, key: string): Promise<void> => {
  for (let call = 0; call <= limits.register.limit; call += 1) {
    await limiter.consume('register', key).catch(() => undefined);
  }
};
const refusedCall = (limiter: DatabaseRateLimiter, key: string) => async () => {
  await expect(limiter.consume('register', key)).rejects.toThrow(TooManyRequests);
};

beforeEach(() => {
  statements = [];
  vi.useFakeTimers({ toFake: ['Date', 'setInterval', 'clearInterval'], now: noon });
});
afterEach(() => {
  for (const limiter of opened.splice(0)) limiter.close();
  vi.useRealTimers();
});

onEachEngine((engine, open) => {
  describe(`DatabaseRateLimiter, ${engine}`, () => {
    beforeEach(async () => {
      database = await open();
    });

    it('runs one statement per call', async () => {
      const limiter = openLimiter();
      const taken: TakenPoint[] = [];
      const take = async () => taken.push(await limiter.consume('register', 'alice'));
      expect(await countStatements(take)).toBe(1);
      expect(await countStatements(() => limiter.refund(taken[0]!))).toBe(1);
      expect(await countStatements(() => limiter.reset('register', 'alice'))).toBe(1);
    });

    it('runs no statement for a key known to be used up, and asks again after five seconds', async () => {
      const limiter = openLimiter();
      await useUp(limiter, 'alice');
      expect(await countStatements(refusedCall(limiter, 'alice'))).toBe(0);
      passSeconds(4.9);
      expect(await countStatements(refusedCall(limiter, 'alice'))).toBe(0);
      passSeconds(0.2);
      expect(await countStatements(refusedCall(limiter, 'alice'))).toBe(2);
      expect(await countStatements(refusedCall(limiter, 'alice'))).toBe(0);
    });

    it('refuses a key known to be used up without a statement', async () => {
      const limiter = openLimiter();
      await useUp(limiter, 'alice');
      const before = statements.length;
      expect(() => limiter.refuseIfUsedUp('register', 'alice')).toThrow(TooManyRequests);
      expect(statements).toHaveLength(before);
    });

    it('counts over all instances', async () => {
      const [first, second] = [openLimiter(), openLimiter()];
      await first.consume('register', 'alice');
      await second.consume('register', 'alice');
      await refusedCall(first, 'alice')();
      await refusedCall(second, 'alice')();
    });

    it.each(['refund', 'reset'] as const)('notices the %s of another instance within five seconds', async (method) => {
      const [first, second] = [openLimiter(), openLimiter()];
      const point = await first.consume('register', 'alice');
      await useUp(first, 'alice');
      await (method === 'refund' ? second.refund(point) : second.reset('register', 'alice'));
      passSeconds(5);
      expect(await first.consume('register', 'alice')).toMatchObject({ policy: 'register' });
    });

    it('stores no more points than the limit, and the end of the window in milliseconds', async () => {
      const limiter = openLimiter();
      const calls = Array.from({ length: 30 }, () => limiter.consume('register', 'alice'));
      await Promise.allSettled(calls);
      expect(await storedRows()).toEqual([{ key: 'register:alice', points: 2, expire: noon.getTime() + 60_000 }]);
    });

    it('takes no point of the next window for a call refused in the last one, and does not block it', async () => {
      const atTheTurn: Query = async (text, values) => {
        if (text.startsWith('SELECT') && Date.now() < noon.getTime() + 60_000) {
          passSeconds(60);
          await openLimiter().consume('register', 'alice');
        }
        return counted(text, values);
      };
      const limiter = openLimiter(atTheTurn);
      await useUp(limiter, 'alice');
      expect(await storedRows()).toMatchObject([{ points: 1, expire: noon.getTime() + 120_000 }]);
      expect(await limiter.consume('register', 'alice')).toMatchObject({ remaining: 0 });
    });

    it('changes nothing when a call is refused', async () => {
      const limiter = openLimiter();
      await useUp(limiter, 'alice');
      const before = await storedRows();
      passSeconds(10);
      await refusedCall(limiter, 'alice')();
      expect(await storedRows()).toEqual(before);
    });

    it('refuses if the limit was lowered below the count', async () => {
      const limiter = openLimiter();
      for (let call = 0; call < 3; call += 1) await limiter.consume('login-account', 'alice');
      const lowered = new DatabaseRateLimiter(counted, {
        ...limits,
        'login-account': { limit: 1, windowSeconds: 900 },
      });
      opened.push(lowered);
      await expect(lowered.consume('login-account', 'alice')).rejects.toMatchObject({
        state: { limit: 1, remaining: 0 },
      });
    });

    it('stores keys that are long or unusual as digests of bounded length', async () => {
      const limiter = openLimiter();
      for (const key of ['алиса', 'x'.repeat(10_000), "'", 'a\0b']) await limiter.consume('login-account-address', key);
      const rows = await storedRows();
      expect(rows).toHaveLength(4);
      for (const { key } of rows) {
        expect(key).toMatch(/^login-account-address:#[A-Za-z0-9_-]{43}$/);
      }
    });

    it('stores plain keys as they are', async () => {
      const limiter = openLimiter();
      await limiter.consume('search', 'alice@192.0.2.1:x-._');
      expect(await storedRows()).toMatchObject([{ key: 'search:alice@192.0.2.1:x-._' }]);
    });

    it.each(['consume', 'refund', 'reset'] as const)('passes on errors of the database from %s', async (method) => {
      const fault = new Error('gone');
      const limiter = openLimiter(() => Promise.reject(fault));
      const calls = {
        consume: () => limiter.consume('register', 'alice'),
        refund: () => limiter.refund(aPoint),
        reset: () => limiter.reset('register', 'alice'),
      };
      await expect(calls[method]()).rejects.toBe(fault);
    });

    it('deletes rows an hour after their window, every five minutes until it is closed', async () => {
      const limiter = openLimiter();
      await limiter.consume('register', 'early');
      passSeconds(3600);
      await limiter.consume('register', 'late');
      await vi.advanceTimersByTimeAsync(5 * 60_000);
      await vi.waitFor(async () => {
        expect(await storedRows()).toMatchObject([{ key: 'register:late' }]);
      });
    });

    it('leaves no timer behind when it is closed', () => {
      vi.useFakeTimers();
      openLimiter().close();
      expect(vi.getTimerCount()).toBe(0);
    });

    it('continues after a failed deletion', async () => {
      let cleanings = 0;
      openLimiter(() => {
        cleanings += 1;
        return Promise.reject(new Error('gone'));
      });
      await vi.advanceTimersByTimeAsync(15 * 60_000);
      expect(cleanings).toBe(3);
    });
  });
});
