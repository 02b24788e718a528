import { beforeEach, describe, expect, it, vi } from 'vitest';
import { clientAddress } from '../../../src/adapters/http/input/client-address.ts';
import type { LoginAttempt } from '../../../src/application/sessions/login-guard.ts';
import { LoginGuard, LOGINS_PER_POINT } from '../../../src/application/sessions/login-guard.ts';
import { TooManyRequests } from '../../../src/application/shared/ports/rate-limiter.ts';
import { StorageUnavailable } from '../../../src/application/shared/ports/storage.ts';
import { ServerBusy } from '../../../src/application/shared/server-busy.ts';
import { limitsWith } from '../../builders/catalog.ts';
import { FixedClock } from '../../fakes/fixed-clock.ts';
import { InMemoryRateLimiter } from '../../fakes/in-memory-rate-limiter.ts';

const alice: LoginAttempt = { account: 'alice', address: clientAddress('203.0.113.7'), isFamiliar: async () => false };
const familiarAlice = { ...alice, isFamiliar: async () => true };
const day = 86_400;
const at = (address: string): LoginAttempt => ({ ...alice, address: clientAddress(address) });

const otherAddress = clientAddress('203.0.113.99');

describe('LoginGuard', () => {
  let clock: FixedClock;
  let limiter: InMemoryRateLimiter;

  beforeEach(() => {
    clock = new FixedClock();
  });

  /** A guard with these limits in 15 minutes, and the limits of an account in a day. By default there is no reserve. */
  function guardWith(limits: {
    accountAddress?: number;
    address?: number;
    network?: number;
    account?: number;
    reserve?: number;
    reserveOfNetwork?: number;
    successes?: number;
    hundredsOfAddress?: number;
  }): LoginGuard {
    const { accountAddress = 1000, address = 1000, network = 1000, account = 1000 } = limits;
    const { reserve = 0, reserveOfNetwork = 1000, successes = 1000, hundredsOfAddress = 1000 } = limits;
    limiter = new InMemoryRateLimiter(
      clock,
      limitsWith({
        'login-account-address': { limit: accountAddress, windowSeconds: 900 },
        'login-address': { limit: address, windowSeconds: 900 },
        'login-network': { limit: network, windowSeconds: 900 },
        'login-account': { limit: account, windowSeconds: day },
        'login-reserve': { limit: reserve, windowSeconds: day },
        'login-reserve-network': { limit: reserveOfNetwork, windowSeconds: day },
        'login-success': { limit: successes, windowSeconds: 60 },
        'login-success-address': { limit: hundredsOfAddress, windowSeconds: day },
        'login-success-first': { limit: 1, windowSeconds: day },
        'login-refusal-address': { limit: 2, windowSeconds: 900 },
      }),
    );
    return new LoginGuard(limiter);
  }

  const fail = (guard: LoginGuard, attempt: LoginAttempt) =>
    guard.attempt(attempt, async (): Promise<string | undefined> => undefined);
  const succeed = (guard: LoginGuard, attempt: LoginAttempt) =>
    guard.attempt(attempt, async (): Promise<string | undefined> => 'verified');

  /** The results of wrong guesses, one after the other: the policy that refuses, or `enters`. */
  async function outcomes(guard: LoginGuard, attempts: readonly LoginAttempt[], guess = fail): Promise<string[]> {
    const outcome: string[] = [];
    for (const attempt of attempts) {
      outcome.push(
        await guess(guard, attempt).then(
          () => 'enters',
          (error: unknown) => (error instanceof TooManyRequests ? error.state.policy : 'fails'),
        ),
      );
    }
    return outcome;
  }

  it('returns the remaining attempts of the address', async () => {
    const guard = guardWith({ address: 100, accountAddress: 10 });
    await fail(guard, { ...alice, account: 'bob' });
    expect((await fail(guard, alice)).limit).toMatchObject({
      policy: 'login-address',
      limit: 100,
      windowSeconds: 900,
      remaining: 98,
      resetSeconds: 900,
    });
  });

  it('refuses an account at an address after its failures there, and says when to try again', async () => {
    const guard = guardWith({ accountAddress: 2 });
    await outcomes(guard, [alice, alice]);
    clock.advanceSeconds(60);
    await expect(fail(guard, alice)).rejects.toMatchObject({
      code: 'too-many-requests',
      retryAfterSeconds: 840,
      state: { policy: 'login-account-address', limit: 2, windowSeconds: 900, remaining: 0, resetSeconds: 840 },
    });
    clock.advanceSeconds(840);
    expect(await outcomes(guard, [alice])).toEqual(['enters']);
  });

  it('refuses a familiar address after its own failures, too', async () => {
    const guard = guardWith({ accountAddress: 2 });
    const familiar = familiarAlice;
    expect(await outcomes(guard, [familiar, familiar, familiar])).toEqual([
      'enters',
      'enters',
      'login-account-address',
    ]);
  });

  it.each([
    ['this account at this address', { accountAddress: 1 }, fail],
    ['this address', { address: 1 }, fail],
    ['successful log-ins of this account', { successes: 1 }, succeed],
  ] as const)('takes no point if those of %s are known to be used up', async (_what, limits, guess) => {
    const guard = guardWith(limits);
    await guess(guard, alice);
    const consume = vi.spyOn(limiter, 'consume');
    await expect(guess(guard, alice)).rejects.toThrow(TooManyRequests);
    expect(consume).not.toHaveBeenCalled();
  });

  it('does not count failures for other accounts or addresses', async () => {
    const guard = guardWith({ accountAddress: 1 });
    const attempts = [alice, { ...alice, account: 'bob' }, { ...alice, address: clientAddress('203.0.113.8') }];
    expect(await outcomes(guard, attempts)).toEqual(['enters', 'enters', 'enters']);
  });

  it('does not allow parallel attempts to exceed the limit', async () => {
    const guard = guardWith({ accountAddress: 10 });
    const settled = await Promise.allSettled(Array.from({ length: 20 }, () => fail(guard, alice)));
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
    const attempts = ['2001:db8:0:1::1', '2001:db8:0:1:ffff::2', '2001:db8:0:2::1'].map(at);
    expect(await outcomes(guard, attempts)).toEqual(['enters', refusal, 'enters']);
  });

  it('finds only some refusals of a /48 of IPv6 worth remembering, whatever names it tries', async () => {
    const guard = guardWith({});
    const worth: boolean[] = [];
    for (const block of [1, 2, 3]) {
      const { address } = at(`2001:db8:5:${block}::1`);
      worth.push(await guard.isWorthRemembering({ account: `invented ${block}`, address }));
    }
    worth.push(await guard.isWorthRemembering(alice));
    expect(worth).toEqual([true, true, false, true]);
  });

  describe('with an attempt that it refuses', () => {
    const [bob, carol, dave] = ['bob', 'carol', 'dave'].map((account) => ({ ...alice, account })) as [
      LoginAttempt,
      LoginAttempt,
      LoginAttempt,
    ];

    it('takes no point of the address if the account has failed too often there', async () => {
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

    it('takes no point of the address if the account has failed too often elsewhere', async () => {
      const guard = guardWith({ account: 1, address: 2 });
      const elsewhere = { ...alice, address: clientAddress('198.51.100.1') };
      expect(await outcomes(guard, [elsewhere, alice, alice, bob, carol, dave])).toEqual([
        'enters',
        'login-account',
        'login-account',
        'enters',
        'enters',
        'login-address',
      ]);
    });

    it('takes no point of the account if the address has failed too often', async () => {
      const guard = guardWith({ account: 1, address: 1 });
      const elsewhere = { ...alice, address: clientAddress('198.51.100.1') };
      expect(await outcomes(guard, [bob, alice, elsewhere])).toEqual(['enters', 'login-address', 'enters']);
    });
  });

  describe('for an account that many addresses try', () => {
    const strangers = ['198.51.100.1', '198.51.100.2', '198.51.100.3'].map(at);

    it('refuses the next unknown address', async () => {
      const guard = guardWith({ account: 2 });
      expect(await outcomes(guard, strangers)).toEqual(['enters', 'enters', 'login-account']);
    });

    it('does not limit an address from which the owner has logged in', async () => {
      const guard = guardWith({ account: 2 });
      await outcomes(guard, strangers);
      expect(await outcomes(guard, [familiarAlice])).toEqual(['enters']);
    });

    it('does not count failures of a familiar address', async () => {
      const guard = guardWith({ account: 1 });
      const familiar = familiarAlice;
      expect(await outcomes(guard, [familiar, ...strangers])).toEqual([
        'enters',
        'enters',
        'login-account',
        'login-account',
      ]);
    });
  });

  describe('when the failures of an account are used up', () => {
    const newcomers = ['2001:db8:0:1::1', '2001:db8:0:2::1', '2001:db8:0:3::1', '2001:db8:1::1'].map(at) as [
      LoginAttempt,
      LoginAttempt,
      LoginAttempt,
      LoginAttempt,
    ];

    async function attacked(limits: Parameters<typeof guardWith>[0]): Promise<LoginGuard> {
      const guard = guardWith({ account: 1, ...limits });
      await outcomes(guard, [{ ...alice, address: clientAddress('198.51.100.1') }]);
      return guard;
    }

    it('allows a new address a few attempts a day, whatever others tried', async () => {
      const guard = await attacked({ reserve: 2 });
      const [first, second] = newcomers;
      expect(await outcomes(guard, [first, first, first, second])).toEqual([
        'enters',
        'enters',
        'login-account',
        'enters',
      ]);
      clock.advanceSeconds(day);
      expect(await outcomes(guard, [first])).toEqual(['enters']);
    });

    it('stops an IPv6 network that tries from many addresses, but not another network', async () => {
      const guard = await attacked({ reserve: 1, reserveOfNetwork: 2 });
      expect(await outcomes(guard, newcomers)).toEqual(['enters', 'enters', 'login-account', 'enters']);
    });

    it('says when to try again: as soon as one of both is available', async () => {
      const guard = await attacked({ reserve: 1 });
      clock.advanceSeconds(day - 60);
      await fail(guard, alice);
      await expect(fail(guard, alice)).rejects.toMatchObject({ retryAfterSeconds: 60 });
    });

    it('takes no point for a correct password', async () => {
      const guard = await attacked({ reserve: 1 });
      const [first] = newcomers;
      expect(await outcomes(guard, [first, first, first], succeed)).toEqual(['enters', 'enters', 'enters']);
      expect(await outcomes(guard, [first, first])).toEqual(['enters', 'login-account']);
    });

    it('also limits a familiar address, after as many failures there', async () => {
      const guard = await attacked({ reserve: 1 });
      expect(await outcomes(guard, [familiarAlice, familiarAlice, familiarAlice])).toEqual([
        'enters',
        'enters',
        'login-account',
      ]);
      await expect(fail(guard, familiarAlice)).rejects.toBeInstanceOf(TooManyRequests);
    });
  });

  it('counts a /48 of IPv6 as one network, except for familiar addresses', async () => {
    const guard = guardWith({ network: 2 });
    const of = (account: string, address: string) => ({ ...at(address), account });
    const spread = [of('bob', '2001:db8:0:1::1'), of('carol', '2001:db8:0:2::1'), of('dave', '2001:db8:0:3::1')];
    expect(await outcomes(guard, spread)).toEqual(['enters', 'enters', 'login-network']);
    expect(await outcomes(guard, [{ ...familiarAlice, address: clientAddress('2001:db8:0:4::1') }])).toEqual([
      'enters',
    ]);
    // From then on, strangers in this network cause no counters, whatever address and name they use.
    const consume = vi.spyOn(limiter, 'consume');
    expect(await outcomes(guard, [of('erin', '2001:db8:0:5::1')])).toEqual(['login-network']);
    expect(consume).not.toHaveBeenCalled();
  });

  describe('with an attempt whose password was not checked', () => {
    it.each([new ServerBusy(), new StorageUnavailable(), new Error('a fault')])(
      'counts nothing: %s',
      async (failure) => {
        const guard = guardWith({ accountAddress: 1, address: 1, network: 1, account: 1, successes: 1 });
        const attempt = { ...alice, address: clientAddress('2001:db8::1') };
        for (let time = 0; time < 5; time += 1)
          await expect(guard.attempt(attempt, () => Promise.reject(failure))).rejects.toBe(failure);
        expect(await outcomes(guard, [attempt, attempt])).toEqual(['enters', 'login-address']);
      },
    );

    it('gives back no more than it took, even if many attempts are interrupted at once', async () => {
      const guard = guardWith({ accountAddress: 5 });
      await outcomes(guard, [alice, alice, alice]);
      const busy = () => guard.attempt(alice, () => Promise.reject(new ServerBusy()));
      await Promise.allSettled(Array.from({ length: 50 }, busy));
      expect(await outcomes(guard, [alice, alice, alice])).toEqual(['enters', 'enters', 'login-account-address']);
    });

    it('fails with the first error when the points cannot be given back', async () => {
      const guard = guardWith({});
      limiter.refund = () => Promise.reject(new StorageUnavailable());
      const failure = new ServerBusy();
      await expect(guard.attempt(alice, () => Promise.reject(failure))).rejects.toBe(failure);
    });
  });

  it('limits successful log-ins of an account, without counting wrong guesses', async () => {
    const guard = guardWith({ successes: 2 });
    await outcomes(guard, [alice, alice, alice]);
    expect(await outcomes(guard, [alice, alice, alice], succeed)).toEqual(['enters', 'enters', 'login-success']);
    clock.advanceSeconds(60);
    expect(await outcomes(guard, [alice], succeed)).toEqual(['enters']);
  });

  it('refuses no owner at a familiar address while strangers use up the successes of the account', async () => {
    const guard = guardWith({ successes: 1 });
    const stranger = { ...alice, address: otherAddress };
    expect(await outcomes(guard, [stranger, stranger], succeed)).toEqual(['enters', 'login-success']);
    const owner = { ...alice, isFamiliar: async () => true };
    expect(await outcomes(guard, [owner, owner], succeed)).toEqual(['enters', 'login-success']);
  });

  it('lets the history keep only so many successful log-ins of an address, and the first one of each account', async () => {
    const guard = guardWith({ hundredsOfAddress: 1 });
    for (let times = 0; times < LOGINS_PER_POINT; times += 1)
      expect(await guard.isSuccessWorthRemembering('mallory', alice.address)).toBe(true);
    for (const user of ['mallory', 'alice']) {
      expect(await guard.isSuccessWorthRemembering(user, alice.address)).toBe(true);
      expect(await guard.isSuccessWorthRemembering(user, alice.address)).toBe(false);
      expect(await guard.isSuccessWorthRemembering(user, otherAddress)).toBe(true);
    }
    expect(await outcomes(guard, [alice], succeed)).toEqual(['enters']);
    clock.advanceSeconds(day);
    expect(await guard.isSuccessWorthRemembering('mallory', alice.address)).toBe(true);
  });

  describe('after a success', () => {
    it('resets the counts of the account', async () => {
      const guard = guardWith({ accountAddress: 2, account: 3 });
      await outcomes(guard, [alice]);
      await succeed(guard, alice);
      expect(await outcomes(guard, [alice, alice, alice])).toEqual(['enters', 'enters', 'login-account-address']);
    });

    it('gives one point back to the address, and keeps its failures', async () => {
      const guard = guardWith({ address: 2 });
      const bob = { ...alice, account: 'bob' };
      await outcomes(guard, [bob]);
      expect((await succeed(guard, alice)).limit).toMatchObject({ limit: 2, remaining: 1 });
      expect(await outcomes(guard, [alice, alice])).toEqual(['enters', 'login-address']);
    });

    it('keeps the failures of the account at other addresses', async () => {
      const guard = guardWith({ accountAddress: 1 });
      const elsewhere = { ...alice, address: clientAddress('198.51.100.1') };
      await outcomes(guard, [elsewhere]);
      await succeed(guard, alice);
      expect(await outcomes(guard, [elsewhere])).toEqual(['login-account-address']);
    });
  });
});
