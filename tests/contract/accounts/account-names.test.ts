import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DatabaseAccessRules } from '../../../src/adapters/persistence/access/database-access-rules.ts';
import { CachingAccountNames } from '../../../src/adapters/persistence/accounts/caching-account-names.ts';
import { DrizzleUserRepository } from '../../../src/adapters/persistence/accounts/drizzle-user-repository.ts';
import type { AccountNames } from '../../../src/application/accounts/ports/account-names.ts';
import type { UserRepository } from '../../../src/application/accounts/ports/user-repository.ts';
import { displayedLogin } from '../../../src/domain/accounts/user.ts';
import { aUser, uuid } from '../../builders/user.ts';
import { CollectingRevocations } from '../../fakes/collecting-revocations.ts';
import { InMemoryAccessRules } from '../../fakes/in-memory-access-rules.ts';
import { InMemoryAccountNames } from '../../fakes/in-memory-account-names.ts';
import { InMemoryUserRepository } from '../../fakes/in-memory-user-repository.ts';
import { onEachEngine } from '../../support/database.ts';

const alice = aUser();

/** `elsewhere`: another instance of the service. */
type Opened = { readonly users: UserRepository; readonly names: AccountNames; readonly elsewhere: AccountNames };

function accountNamesContract(adapter: string, open: () => Promise<Opened>): void {
  describe(`AccountNames: ${adapter}`, () => {
    let opened: Opened;
    beforeEach(async () => {
      opened = await open();
      await opened.users.add(alice, { passwordHash: 'hash', usernameSkeleton: 'alice' });
    });

    it('are user names, or e-mail addresses for accounts without one', async () => {
      const addressed = aUser({ id: uuid(2), username: null, email: 'bob@example.org' });
      await opened.users.add(addressed, { passwordHash: 'hash', usernameSkeleton: null });
      expect(await opened.names.nameOf(alice.id)).toBe('alice');
      expect(await opened.names.nameOf(addressed.id)).toBe('bob@example.org');
    });

    it('are missing for an account that does not exist yet', async () => {
      const late = aUser({ id: uuid(3), username: 'late', email: null });
      expect(await opened.names.nameOf(late.id)).toBeUndefined();
      await opened.users.add(late, { passwordHash: 'hash', usernameSkeleton: 'late' });
      expect(await opened.names.nameOf(late.id)).toBe('late');
    });

    it('change at once here, and within moments elsewhere', async () => {
      const { users, names, elsewhere } = opened;
      expect([await names.nameOf(alice.id), await elsewhere.nameOf(alice.id)]).toEqual(['alice', 'alice']);
      const user = await users.changeLogin(alice.id, { username: 'liddell', usernameSkeleton: 'liddell' });
      names.changed(user!);
      expect(await names.nameOf(alice.id)).toBe('liddell');
      await expect.poll(() => elsewhere.nameOf(alice.id), { timeout: 5_000, interval: 20 }).toBe('liddell');
    });
  });
}

accountNamesContract('in memory', async () => {
  const users = new InMemoryUserRepository();
  return { users, names: new InMemoryAccountNames(users), elsewhere: new InMemoryAccountNames(users) };
});

onEachEngine((adapter, open) => {
  const opened: DatabaseAccessRules[] = [];
  afterEach(async () => {
    for (const rules of opened.splice(0)) await rules.close();
  });

  accountNamesContract(adapter, async () => {
    const database = await open();
    const users = new DrizzleUserRepository(database, new CollectingRevocations());
    const instance = async () => {
      const rules = new DatabaseAccessRules(database);
      opened.push(rules);
      await rules.open();
      return new CachingAccountNames(users, rules);
    };
    return { users, names: await instance(), elsewhere: await instance() };
  });
});

describe('CachingAccountNames', () => {
  const policy = new InMemoryAccessRules().current();
  /** Rules that nothing changes. */
  const rules = { current: () => policy };

  it('read a name once for concurrent requests', async () => {
    let reads = 0;
    const users = { find: async () => ((reads += 1), alice) };
    const names = new CachingAccountNames(users, rules);
    await Promise.all(Array.from({ length: 20 }, () => names.nameOf(alice.id)));
    expect([await names.nameOf(alice.id), reads]).toEqual(['alice', 1]);
  });

  it('read again after a failure', async () => {
    const answers = [Promise.reject(new Error('away')), Promise.resolve(alice)];
    const names = new CachingAccountNames({ find: async () => answers.shift() }, rules);
    await expect(names.nameOf(alice.id)).rejects.toThrow('away');
    expect(await names.nameOf(alice.id)).toBe('alice');
  });

  it('do not cache a name that changed while it was read', async () => {
    const before = Promise.withResolvers<typeof alice>();
    const renamed = aUser({ username: 'liddell' });
    const begun = Promise.withResolvers<void>();
    const find = () => {
      begun.resolve();
      return before.promise;
    };
    const names = new CachingAccountNames({ find }, rules);
    const asked = names.nameOf(alice.id);
    await begun.promise;
    names.changed(renamed);
    before.resolve(alice);
    await asked;
    expect(await names.nameOf(alice.id)).toBe(displayedLogin(renamed));
  });

  it('do not cache a name if the rules changed while it was read', async () => {
    const before = Promise.withResolvers<typeof alice>();
    const begun = Promise.withResolvers<void>();
    const answers = [before.promise, Promise.resolve(aUser({ username: 'liddell' }))];
    const find = () => {
      begun.resolve();
      return answers.shift()!;
    };
    let current = policy;
    const names = new CachingAccountNames({ find }, { current: () => current });
    const asked = names.nameOf(alice.id);
    await begun.promise;
    current = new InMemoryAccessRules().current();
    const askedLater = names.nameOf(alice.id);
    before.resolve(alice);
    await asked;
    expect([await askedLater, await names.nameOf(alice.id)]).toEqual(['liddell', 'liddell']);
  });

  it('read each time while changes of rules are not announced', async () => {
    let current = alice;
    const names = new CachingAccountNames({ find: async () => current }, new InMemoryAccessRules());
    expect(await names.nameOf(alice.id)).toBe('alice');
    current = aUser({ username: 'liddell' });
    expect(await names.nameOf(alice.id)).toBe('liddell');
  });
});
