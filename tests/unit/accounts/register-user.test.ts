import { beforeEach, describe, expect, it } from 'vitest';
import type { Registration } from '../../../src/application/accounts/account-opening.ts';
import { AccountOpening } from '../../../src/application/accounts/account-opening.ts';
import type { PasswordHasher } from '../../../src/application/accounts/ports/password-hasher.ts';
import { RegisterUser } from '../../../src/application/accounts/register-user.ts';
import { TooManyRequests } from '../../../src/application/shared/ports/rate-limiter.ts';
import { ServerBusy } from '../../../src/application/shared/server-busy.ts';
import { EmailTaken, UsernameTaken } from '../../../src/domain/accounts/user.ts';
import type { FieldFault } from '../../../src/domain/shared/errors.ts';
import { anonymous } from '../../builders/actor.ts';
import { limitsWith } from '../../builders/catalog.ts';
import { aClient, clientAt } from '../../builders/session.ts';
import { CountingPasswordHasher } from '../../fakes/counting-password-hasher.ts';
import { FixedClock } from '../../fakes/fixed-clock.ts';
import { InMemoryAccessRules } from '../../fakes/in-memory-access-rules.ts';
import { InMemoryLoginHistory } from '../../fakes/in-memory-login-history.ts';
import { InMemoryRateLimiter } from '../../fakes/in-memory-rate-limiter.ts';
import { InMemoryUserRepository } from '../../fakes/in-memory-user-repository.ts';
import { ListedCommonPasswords } from '../../fakes/listed-common-passwords.ts';
import { NumberedIds } from '../../fakes/numbered-ids.ts';
import { PlainPasswordHasher } from '../../fakes/plain-password-hasher.ts';

const firstId = '00000000-0000-7000-8000-000000000001';
const password = 'correct horse';

describe('RegisterUser', () => {
  let limiter: InMemoryRateLimiter;
  let users: InMemoryUserRepository;
  let hasher: CountingPasswordHasher;

  beforeEach(() => {
    const limits = {
      register: { limit: 20, windowSeconds: 60 },
      'register-network': { limit: 1, windowSeconds: 60 },
    };
    limiter = new InMemoryRateLimiter(new FixedClock(), limitsWith(limits));
    users = new InMemoryUserRepository();
    hasher = new CountingPasswordHasher(new PlainPasswordHasher());
  });

  function registerUser(passwordHasher: PasswordHasher = hasher): RegisterUser {
    const commonPasswords = new ListedCommonPasswords(['Password1', '12345']);
    const accounts = new AccountOpening(users, passwordHasher, commonPasswords, new FixedClock(), new NumberedIds());
    return new RegisterUser(accounts, new InMemoryAccessRules(), limiter);
  }

  async function register(...registrations: readonly Registration[]): Promise<void> {
    const useCase = registerUser();
    for (const registration of registrations) await useCase.execute(anonymous, { ...registration, client: aClient });
  }

  async function faultsOf(registration: Registration): Promise<FieldFault[]> {
    const refusal: unknown = await register(registration).catch((error: unknown) => error);
    expect(refusal).toMatchObject({ code: 'validation-failed' });
    return (refusal as { faults: FieldFault[] }).faults;
  }

  it('creates an account and returns it to its owner', async () => {
    const { profile, limit } = await registerUser().execute(anonymous, {
      client: aClient,
      username: 'alice',
      email: 'alice@example.org',
      password,
      name: 'Алиса',
      surname: 'Liddell',
      favoriteGenreId: 6,
    });
    const user = {
      id: firstId,
      username: 'alice',
      email: 'alice@example.org',
      name: 'Алиса',
      surname: 'Liddell',
      favoriteGenreId: 6,
      isActive: true,
      isSuperuser: false,
      tokenVersion: 0,
      roles: [],
      createdAt: new Date('2026-11-20T12:00:00.000Z'),
    };
    expect(profile).toEqual({
      user,
      permissions: ['account:own', 'catalogue:read', 'favorites:own', 'movies:read'],
    });
    expect(limit).toMatchObject({ policy: 'register', limit: 20, windowSeconds: 60, remaining: 19, resetSeconds: 60 });
    expect(await users.find(firstId)).toEqual(user);
  });

  it.each([
    ['a user name', { username: 'alice' }, { username: 'alice', email: null }],
    ['an e-mail address', { email: 'alice@example.org' }, { username: null, email: 'alice@example.org' }],
  ])('accepts only %s, and stores nothing else', async (_, given, names) => {
    const {
      profile: { user },
    } = await registerUser().execute(anonymous, { client: aClient, ...given, password });
    expect(user).toMatchObject({ ...names, name: null, surname: null, favoriteGenreId: null });
    expect(await users.find(firstId)).toEqual(user);
  });

  it('stores the names in their canonical form', async () => {
    await register({ username: 'ＡＬＩＣＥ', email: 'Alice@Почта.РФ', password });
    expect(await users.find(firstId)).toMatchObject({
      username: 'alice',
      email: 'alice@xn--80a1acny.xn--p1ai',
    });
  });

  it('stores the hash of exactly the received password', async () => {
    await register({ username: 'alice', password: ' Correct  hörse ' });
    const { passwordHash } = (await users.findCredentials({ username: 'alice' })) ?? {};
    expect(await hasher.verify(passwordHash, ' Correct  hörse ')).toEqual({ matches: true, outdated: false });
    expect(await hasher.verify(passwordHash, 'Correct  hörse')).toEqual({ matches: false, outdated: false });
  });

  describe('refuses', () => {
    it('with every fault at once', async () => {
      expect(await faultsOf({ username: 'a!', email: 'alice@', password: '12345' })).toEqual([
        { field: 'username', code: 'too-short', limit: 3 },
        { field: 'email', code: 'invalid-format' },
        { field: 'password', code: 'too-short', limit: 8 },
        { field: 'password', code: 'password-common' },
      ]);
    });

    it('a registration without any name', async () => {
      expect(await faultsOf({ password: 'kinopolka' })).toEqual([
        { field: 'username', code: 'required' },
        { field: 'password', code: 'password-is-service-name' },
      ]);
    });

    it('an empty name, which is not the same as none', async () => {
      expect(await faultsOf({ username: '', email: '', password })).toEqual([
        { field: 'username', code: 'too-short', limit: 3 },
        { field: 'email', code: 'invalid-format' },
      ]);
    });

    it.each([
      ['user name', 'WONDERLAND!'],
      ['e-mail address', 'alice.l@example.org'],
      ['local part of the address', '1alice.l1'],
    ])('a password that is the %s', async (_, login) => {
      expect(await faultsOf({ username: 'Wonderland', email: 'Alice.L@Example.ORG', password: login })).toEqual([
        { field: 'password', code: 'password-is-login' },
      ]);
    });

    it('before it has hashed or stored anything', async () => {
      await faultsOf({ username: 'alice', email: 'alice@example.org', password: 'PASSWORD1' });
      expect(hasher.work).toEqual({ hashes: 0, verifications: 0 });
      expect(await users.find(firstId)).toBeUndefined();
    });
  });

  describe('of a name that is taken', () => {
    it.each([
      ['a user name', { username: 'COPA-bob', email: 'new@example.org' }, new UsernameTaken()],
      ['a user name by its look-alike', { username: 'сора-ьоь', email: 'new@example.org' }, new UsernameTaken()],
      ['an e-mail address', { username: 'new', email: 'Bob@Example.ORG' }, new EmailTaken()],
    ])('reports it: %s', async (_, names, refusal) => {
      const useCase = registerUser();
      const bob = await useCase.execute(anonymous, {
        client: aClient,
        username: 'copa-bob',
        email: 'bob@example.org',
        password,
      });
      await expect(useCase.execute(anonymous, { client: aClient, ...names, password })).rejects.toThrow(refusal);
      expect(await users.find(firstId)).toEqual(bob.profile.user);
    });

    it('stores nothing, so that the other name stays free', async () => {
      await register({ username: 'bob', email: 'bob@example.org', password });
      await expect(register({ username: 'alice', email: 'bob@example.org', password })).rejects.toThrow(EmailTaken);
      expect(await users.findCredentials({ username: 'alice' })).toBeUndefined();
    });

    it('accepts one of twenty racing registrations', async () => {
      const useCase = registerUser();
      const outcomes = await Promise.allSettled(
        Array.from({ length: 20 }, () => useCase.execute(anonymous, { client: aClient, username: 'alice', password })),
      );
      expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      const refusals = outcomes.flatMap((outcome) =>
        outcome.status === 'rejected' ? [outcome.reason as unknown] : [],
      );
      expect(refusals).toEqual(Array.from({ length: 19 }, () => new UsernameTaken()));
    });
  });

  it('makes the address familiar to the account, and is in no list of log-ins', async () => {
    await register({ username: 'alice', email: 'alice@example.org', password });
    const history = new InMemoryLoginHistory(users);
    for (const name of [{ username: 'alice' }, { email: 'alice@example.org' }])
      expect(await history.isFamiliar(name, aClient.address.block)).toBe(true);
    expect(await history.isFamiliar({ username: 'alice' }, '198.51.100.1')).toBe(false);
    expect(await history.list(firstId, { page: 1, perPage: 10 })).toEqual({ items: [], total: 0 });
  });

  describe('is limited by address', () => {
    const left = async () => (await limiter.consume('register', aClient.address.block)).remaining + 1;

    it('for every request that reveals whether a name is taken', async () => {
      await register({ username: 'alice', password });
      await expect(register({ username: 'alice', password })).rejects.toThrow(UsernameTaken);
      expect(await left()).toBe(18);
    });

    it('but not for one that is refused before, or fails', async () => {
      await faultsOf({ username: 'a!', password });
      const busy = { hash: () => Promise.reject(new ServerBusy()), verify: hasher.verify.bind(hasher) };
      const registering = registerUser(busy).execute(anonymous, { username: 'alice', password, client: aClient });
      await expect(registering).rejects.toThrow(ServerBusy);
      expect(await left()).toBe(20);
    });

    it('and by IPv6 network, whose refusal costs its address nothing', async () => {
      await limiter.consume('register-network', '2001:db8:5::/48');
      const client = clientAt('2001:db8:5:1::1');
      const registering = registerUser().execute(anonymous, { username: 'alice', password, client });
      await expect(registering).rejects.toMatchObject({ state: { policy: 'register-network' } });
      expect((await limiter.consume('register', client.address.block)).remaining).toBe(19);
    });

    it('before a password is hashed', async () => {
      for (let time = 0; time < 20; time += 1) await limiter.consume('register', aClient.address.block);
      await expect(register({ username: 'alice', password })).rejects.toThrow(TooManyRequests);
      expect(hasher.work.hashes).toBe(0);
    });
  });

  it('stores nothing when the server is too busy to hash', async () => {
    const busy: PasswordHasher = {
      hash: async () => {
        throw new ServerBusy({ retryAfterSeconds: 1 });
      },
      verify: (passwordHash, text) => hasher.verify(passwordHash, text),
    };
    await expect(
      registerUser(busy).execute(anonymous, { client: aClient, username: 'alice', password }),
    ).rejects.toThrow(ServerBusy);
    expect(await users.findCredentials({ username: 'alice' })).toBeUndefined();
  });
});
