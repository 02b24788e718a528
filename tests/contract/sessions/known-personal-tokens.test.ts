import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DatabaseAccessRules } from '../../../src/adapters/persistence/access/database-access-rules.ts';
import { DrizzleRoleRepository } from '../../../src/adapters/persistence/access/drizzle-role-repository.ts';
import { DrizzleUserRepository } from '../../../src/adapters/persistence/accounts/drizzle-user-repository.ts';
import { CachingPersonalTokens } from '../../../src/adapters/persistence/sessions/caching-personal-tokens.ts';
import { DatabaseRevocationList } from '../../../src/adapters/persistence/sessions/database-revocation-list.ts';
import { DrizzlePersonalTokenRepository } from '../../../src/adapters/persistence/sessions/drizzle-personal-token-repository.ts';
import { DrizzleSessionRepository } from '../../../src/adapters/persistence/sessions/drizzle-session-repository.ts';
import type { PersonalTokenLookup } from '../../../src/application/sessions/ports/personal-token-repository.ts';
import { aPersonalToken } from '../../builders/personal-token.ts';
import { aSession } from '../../builders/session.ts';
import { aUser, uuid } from '../../builders/user.ts';
import { until } from '../../support/counted-database.ts';
import { onEachEngine } from '../../support/database.ts';
import type { TestDatabase } from '../../support/database.ts';

const alice = uuid(1);
const session = aSession();
const [token, other] = [aPersonalToken(), aPersonalToken({ id: uuid(7002) })];

/** The cache of personal tokens of an instance, with the number of its queries. */
class Instance {
  asked = 0;
  readonly list: DatabaseRevocationList;
  readonly tokens: DrizzlePersonalTokenRepository;
  readonly users: DrizzleUserRepository;
  readonly roles: DrizzleRoleRepository;
  readonly known: CachingPersonalTokens;

  constructor(readonly database: TestDatabase) {
    this.list = new DatabaseRevocationList(database);
    this.tokens = new DrizzlePersonalTokenRepository(database, this.list);
    this.users = new DrizzleUserRepository(database, this.list);
    const rules = new DatabaseAccessRules(database);
    this.roles = new DrizzleRoleRepository(database, { rules, revoked: this.list });
    const stored: PersonalTokenLookup = {
      find: (hash) => {
        this.asked += 1;
        return this.tokens.find(hash);
      },
    };
    this.known = new CachingPersonalTokens(stored, this.list);
  }

  async rolesOf(hash: string): Promise<readonly string[] | undefined> {
    return (await this.known.find(hash))?.standing.roles;
  }

  /** Waits until a known token needs no query. */
  async knowing(hash: string): Promise<void> {
    await until(async () => {
      const before = this.asked;
      await this.known.find(hash);
      return this.asked === before;
    });
  }
}

onEachEngine((adapter, open) => {
  describe(`Known personal tokens: ${adapter}`, () => {
    let here: Instance;
    let elsewhere: Instance;

    beforeEach(async () => {
      const database = await open();
      [here, elsewhere] = [new Instance(database), new Instance(database)];
      await Promise.all([here.list.open(), elsewhere.list.open()]);
      await here.users.add(aUser(), { passwordHash: 'hash', usernameSkeleton: 'alice' });
      await here.roles.add({ name: 'critic', description: '', permissions: [] });
      const sessions = new DrizzleSessionRepository(database, here.list);
      await sessions.start(session, { tokenVersion: 0, maxLive: 20 });
      for (const [hash, one] of [
        ['one', token],
        ['other', other],
      ] as const)
        await here.tokens.add(one, { hash, sessionId: session.id });
      for (const hash of ['one', 'other']) await Promise.all([here.knowing(hash), elsewhere.knowing(hash)]);
    });

    afterEach(() => Promise.all([here.list.close(), elsewhere.list.close()]));

    it('need no query, however often they are used; each unknown token needs one', async () => {
      const before = here.asked;
      for (let n = 0; n < 1000; n += 1) await here.known.find('one');
      expect(here.asked).toBe(before);
      for (let n = 0; n < 3; n += 1) expect(await here.known.find('nobody')).toBeUndefined();
      expect(here.asked).toBe(before + 3);
    });

    it('are refused after a revocation: here at once, elsewhere in a moment', async () => {
      await here.tokens.remove(alice, token.id);
      expect(await here.known.find('one')).toBeUndefined();
      expect(await until(async () => (await elsewhere.known.find('one')) === undefined)).toBeLessThan(5_000);
      expect([await here.rolesOf('other'), await elsewhere.rolesOf('other')]).toEqual([['user'], ['user']]);
      await elsewhere.tokens.removeByHash('other');
      expect(await elsewhere.known.find('other')).toBeUndefined();
      await until(async () => (await here.known.find('other')) === undefined);
    });

    it.each([
      ['the account is deactivated', (on: Instance) => on.users.setActive(alice, false, () => undefined)],
      ['the account is deleted', (on: Instance) => on.users.remove(alice)],
      ['the password is reset', (on: Instance) => on.users.resetPassword(alice, 'other')],
    ])('are forgotten when %s', async (_, change) => {
      await change(elsewhere);
      expect(await elsewhere.known.find('one')).toBeUndefined();
      await until(async () => (await here.known.find('one')) === undefined);
    });

    it('are valid again when the account is activated, on every instance', async () => {
      await here.users.setActive(alice, false, () => undefined);
      await until(async () => (await elsewhere.known.find('one')) === undefined);
      await here.users.setActive(alice, true, () => undefined);
      expect([await here.rolesOf('one'), await elsewhere.rolesOf('one')]).toEqual([['user'], ['user']]);
    });

    it('follow the roles of their owner', async () => {
      await here.roles.give(alice, 'critic', () => undefined);
      expect(await here.rolesOf('one')).toEqual(['user', 'critic']);
      await until(async () => (await elsewhere.rolesOf('one'))?.includes('critic') ?? false);
      await elsewhere.roles.change('critic', { name: 'reviewer' }, () => undefined);
      expect(await elsewhere.rolesOf('one')).toEqual(['user', 'reviewer']);
      await until(async () => (await here.rolesOf('one'))?.includes('reviewer') ?? false);
    });

    it('are read each time while notifications are interrupted', async () => {
      await elsewhere.list.close();
      const before = elsewhere.asked;
      await here.tokens.remove(alice, token.id);
      expect([await elsewhere.known.find('one'), await elsewhere.rolesOf('other')]).toEqual([undefined, ['user']]);
      expect(elsewhere.asked).toBe(before + 2);
    });

    it('write one row of revocations, however many are made and revoked', async () => {
      for (let n = 0; n < 10; n += 1) {
        await here.tokens.add(aPersonalToken({ id: uuid(8000 + n) }), { hash: `h${n}`, sessionId: session.id });
        await here.tokens.removeByHash(`h${n}`);
      }
      expect(await here.database.query('select personal_tokens from revocations', [])).toEqual([
        { personal_tokens: true },
      ]);
    });
  });
});
