import { describe, expect, it } from 'vitest';
import { RevocationCache } from '../../../src/adapters/persistence/sessions/revocation-cache.ts';
import { uuid } from '../../builders/user.ts';

const WINDOW_MS = 1_000;
const [alice, bob] = [uuid(1), uuid(2)];

function tokenOf(userId: string, n: number) {
  return { userId, sessionId: uuid(1_000_000 + n), version: 0, roles: ['user'], isSuperuser: false };
}

describe('RevocationCache', () => {
  it('finds one of many ended sessions about as quickly as one of few', () => {
    const few = new RevocationCache(WINDOW_MS);
    const many = new RevocationCache(WINDOW_MS);
    for (let n = 0; n < 50_000; n += 1) {
      const { sessionId } = tokenOf(alice, n);
      if (n < 10) few.remember({ userId: alice, sessionId }, 0);
      many.remember({ userId: alice, sessionId }, 0);
    }
    const timeOf = (cache: RevocationCache): number => {
      const [known, unknown] = [tokenOf(alice, 5), tokenOf(alice, 99_999)];
      const startedAt = performance.now();
      for (let n = 0; n < 100_000; n += 1) {
        if (cache.standingOf(known, 1) || !cache.standingOf(unknown, 1)) throw new Error('wrong');
      }
      return performance.now() - startedAt;
    };
    timeOf(few);
    // A scan would take thousands of times as long. The factor of ten allows for a busy machine.
    expect(timeOf(many)).toBeLessThan(10 * timeOf(few) + 500);
  });

  it('drops entries older than any token, even without new ones', () => {
    const cache = new RevocationCache(WINDOW_MS);
    for (let n = 0; n < 100; n += 1) {
      const { sessionId } = tokenOf(alice, n);
      cache.remember({ userId: alice, sessionId }, n * 100);
    }
    expect(cache.size).toEqual({ sessions: 10, users: 1 });
    cache.remember({ userId: bob, minVersion: 1, exceptSessionId: null }, 9_900);
    expect(cache.size).toEqual({ sessions: 10, users: 2 });
    cache.standingOf(tokenOf(uuid(3), 1), 9_900 + WINDOW_MS);
    expect(cache.size).toEqual({ sessions: 0, users: 0 });
  });

  it('does not grow with revocations that cover known ones', () => {
    const cache = new RevocationCache(WINDOW_MS);
    for (let n = 1; n <= 1_000; n += 1) {
      cache.remember({ userId: alice, beforeSessionId: uuid(n) }, n / 10);
      cache.remember({ userId: alice, minVersion: n, exceptSessionId: uuid(n % 20) }, n / 10);
      cache.remember({ userId: alice, roles: ['user', `role-${n}`], isSuperuser: false, number: n }, n / 10);
    }
    expect(cache.size).toEqual({ sessions: 0, users: 1 });
    expect(cache.standingOf({ ...tokenOf(alice, 1), version: 999 }, 100)).toBeUndefined();
    expect(cache.standingOf({ ...tokenOf(alice, 1), version: 1_000 }, 100)?.roles).toEqual(['user', 'role-1000']);
  });

  it('uses the later change of roles, in any order of arrival', () => {
    const cache = new RevocationCache(WINDOW_MS);
    cache.remember({ userId: alice, roles: ['user', 'admin'], isSuperuser: true, number: 2 }, 0);
    cache.remember({ userId: alice, roles: ['user'], isSuperuser: false, number: 1 }, 0);
    expect(cache.standingOf(tokenOf(alice, 1), 1)).toEqual({ roles: ['user', 'admin'], isSuperuser: true });
    expect(cache.standingOf(tokenOf(bob, 1), 1)).toEqual({ roles: ['user'], isSuperuser: false });
  });

  it('treats names that objects inherit like any other user id', () => {
    const cache = new RevocationCache(WINDOW_MS);
    for (const userId of ['__proto__', 'constructor', 'toString']) {
      expect(cache.standingOf({ ...tokenOf(userId, 1) }, 1)).toEqual({ roles: ['user'], isSuperuser: false });
      cache.remember({ userId, minVersion: 1, exceptSessionId: null }, 1);
      expect(cache.standingOf({ ...tokenOf(userId, 1) }, 1)).toBeUndefined();
    }
    expect(cache.standingOf(tokenOf(alice, 1), 1)).toBeDefined();
  });
});
