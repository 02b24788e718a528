import { beforeEach, describe, expect, it } from 'vitest';
import type { LoginAttempt } from '../../src/application/login-guard.ts';
import { LoginGuard } from '../../src/application/login-guard.ts';
import { TooManyRequests } from '../../src/application/ports/rate-limiter.ts';
import { limitsWith } from '../builders/catalog.ts';
import { FixedClock } from '../fakes/fixed-clock.ts';
import { InMemoryRateLimiter } from '../fakes/in-memory-rate-limiter.ts';

const unlimited = { limit: 1000, windowSeconds: 900 };
const alice: LoginAttempt = { account: 'alice', address: '203.0.113.7', isFamiliar: false };

describe('LoginGuard', () => {
  let clock: FixedClock;

  beforeEach(() => {
    clock = new FixedClock();
  });

  /** Limits of so many attempts in 15 minutes. */
  function guardWith(limits: { accountAddress?: number; address?: number; account?: number }): LoginGuard {
    const { accountAddress = 1000, address = 1000, account = 1000 } = limits;
    const limiter = new InMemoryRateLimiter(clock, {
      ...limitsWith({}),
      'login-account-address': { limit: accountAddress, windowSeconds: 900 },
      'login-address': { limit: address, windowSeconds: 900 },
      'login-account': { limit: account, windowSeconds: 900 },
      'login-refusal': { limit: 10, windowSeconds: 900 },
      register: unlimited,
      search: unlimited,
      kinopoisk: unlimited,
      import: unlimited,
    });
    return new LoginGuard(limiter);
  }

  /** What the guard says to attempts made one after the other: the policy that refuses, or `enters`. */
  async function outcomes(guard: LoginGuard, attempts: readonly LoginAttempt[]): Promise<string[]> {
    const outcome: string[] = [];
    for (const attempt of attempts) {
      outcome.push(
        await guard.enter(attempt).then(
          () => 'enters',
          (error: unknown) => (error instanceof TooManyRequests ? error.state.policy : 'fails'),
        ),
      );
    }
    return outcome;
  }

  it('tells what the address has left', async () => {
    const guard = guardWith({ address: 100, accountAddress: 10 });
    await guard.enter({ ...alice, account: 'bob' });
    expect(await guard.enter(alice)).toEqual({
      policy: 'login-address',
      limit: 100,
      windowSeconds: 900,
      remaining: 98,
      resetSeconds: 900,
    });
  });

  it('refuses an account at an address after its failures there, and tells when to come back', async () => {
    const guard = guardWith({ accountAddress: 2 });
    await outcomes(guard, [alice, alice]);
    clock.advanceSeconds(60);
    await expect(guard.enter(alice)).rejects.toMatchObject({
      code: 'too-many-requests',
      retryAfterSeconds: 840,
      state: { policy: 'login-account-address', limit: 2, windowSeconds: 900, remaining: 0, resetSeconds: 840 },
    });
    clock.advanceSeconds(840);
    expect(await outcomes(guard, [alice])).toEqual(['enters']);
  });

  it('refuses a familiar address after its own failures, too', async () => {
    const guard = guardWith({ accountAddress: 2 });
    const familiar = { ...alice, isFamiliar: true };
    expect(await outcomes(guard, [familiar, familiar, familiar])).toEqual([
      'enters',
      'enters',
      'login-account-address',
    ]);
  });

  it('does not hold failures against other accounts, nor against other addresses', async () => {
    const guard = guardWith({ accountAddress: 1 });
    const attempts = [alice, { ...alice, account: 'bob' }, { ...alice, address: '203.0.113.8' }];
    expect(await outcomes(guard, attempts)).toEqual(['enters', 'enters', 'enters']);
  });

  it('lets parallel attempts not outrun the limit', async () => {
    const guard = guardWith({ accountAddress: 10 });
    const settled = await Promise.allSettled(Array.from({ length: 20 }, () => guard.enter(alice)));
    expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(10);
  });

  it('refuses an address that tries one account after the other', async () => {
    const guard = guardWith({ address: 2 });
    const attempts = ['alice', 'bob', 'carol'].map((account) => ({ ...alice, account }));
    expect(await outcomes(guard, attempts)).toEqual(['enters', 'enters', 'login-address']);
  });

  it.each([
    ['an account at an address', { accountAddress: 1 }, 'login-account-address'],
    ['an address', { address: 1 }, 'login-address'],
  ])('counts a network of IPv6 as one address for %s', async (_, limits, refusal) => {
    const guard = guardWith(limits);
    const attempts = ['2001:db8:0:1::1', '2001:db8:0:1:ffff::2', '2001:db8:0:2::1'].map((address) => ({
      ...alice,
      address,
    }));
    expect(await outcomes(guard, attempts)).toEqual(['enters', refusal, 'enters']);
  });

  describe('with an attempt that it refuses', () => {
    const [bob, carol, dave] = ['bob', 'carol', 'dave'].map((account) => ({ ...alice, account })) as [
      LoginAttempt,
      LoginAttempt,
      LoginAttempt,
    ];

    it('uses up nothing of the address when the account has failed too often there', async () => {
      const guard = guardWith({ accountAddress: 1, address: 3 });
      expect(await outcomes(guard, [alice, alice, alice, bob, carol, dave])).toEqual([
        'enters',
        'login-account-address',
        'login-account-address',
        'enters',
        'enters',
        'login-address',
      ]);
    });

    it('uses up nothing of the address when the account has failed too often elsewhere', async () => {
      const guard = guardWith({ account: 1, address: 2 });
      const elsewhere = { ...alice, address: '198.51.100.1' };
      expect(await outcomes(guard, [elsewhere, alice, alice, bob, carol, dave])).toEqual([
        'enters',
        'login-account',
        'login-account',
        'enters',
        'enters',
        'login-address',
      ]);
    });

    it('holds nothing against the account when the address has failed too often', async () => {
      const guard = guardWith({ account: 1, address: 1 });
      const elsewhere = { ...alice, address: '198.51.100.1' };
      expect(await outcomes(guard, [bob, alice, elsewhere])).toEqual(['enters', 'login-address', 'enters']);
    });
  });

  describe('of an account that many addresses try', () => {
    const strangers = ['198.51.100.1', '198.51.100.2', '198.51.100.3'].map((address) => ({ ...alice, address }));

    it('refuses the next stranger', async () => {
      const guard = guardWith({ account: 2 });
      expect(await outcomes(guard, strangers)).toEqual(['enters', 'enters', 'login-account']);
    });

    it('does not slow an address that the owner has logged in from', async () => {
      const guard = guardWith({ account: 2 });
      await outcomes(guard, strangers);
      expect(await outcomes(guard, [{ ...alice, isFamiliar: true }])).toEqual(['enters']);
    });

    it('does not count what a familiar address fails', async () => {
      const guard = guardWith({ account: 1 });
      const familiar = { ...alice, isFamiliar: true };
      expect(await outcomes(guard, [familiar, familiar, ...strangers])).toEqual([
        'enters',
        'enters',
        'enters',
        'login-account',
        'login-account',
      ]);
    });
  });

  describe('after a success', () => {
    it('starts the counts of the account anew', async () => {
      const guard = guardWith({ accountAddress: 2, account: 2 });
      await outcomes(guard, [alice]);
      await guard.succeeded(alice, await guard.enter(alice));
      expect(await outcomes(guard, [alice, alice, alice])).toEqual(['enters', 'enters', 'login-account-address']);
    });

    it('gives the address back the one attempt, and keeps its failures', async () => {
      const guard = guardWith({ address: 2 });
      const bob = { ...alice, account: 'bob' };
      await outcomes(guard, [bob]);
      expect(await guard.succeeded(alice, await guard.enter(alice))).toMatchObject({ limit: 2, remaining: 1 });
      expect(await outcomes(guard, [alice, alice])).toEqual(['enters', 'login-address']);
    });

    it('keeps the failures of the account at other addresses', async () => {
      const guard = guardWith({ accountAddress: 1 });
      const elsewhere = { ...alice, address: '198.51.100.1' };
      await outcomes(guard, [elsewhere]);
      await guard.succeeded(alice, await guard.enter(alice));
      expect(await outcomes(guard, [elsewhere])).toEqual(['login-account-address']);
    });
  });
});
