import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DatabaseAccessRules } from '../../../src/adapters/persistence/access/database-access-rules.ts';
import { DrizzleRoleRepository } from '../../../src/adapters/persistence/access/drizzle-role-repository.ts';
import { DrizzleUserRepository } from '../../../src/adapters/persistence/accounts/drizzle-user-repository.ts';
import { openDatabase } from '../../../src/adapters/persistence/engine/database.ts';
import type { OpenDatabase } from '../../../src/adapters/persistence/engine/database.ts';
import { DatabaseRevocationList } from '../../../src/adapters/persistence/sessions/database-revocation-list.ts';
import { DrizzleSessionRepository } from '../../../src/adapters/persistence/sessions/drizzle-session-repository.ts';
import { revoke } from '../../../src/adapters/persistence/sessions/revocation-rows.ts';
import { StorageUnavailable } from '../../../src/application/shared/ports/storage.ts';
import type { Revocation, TokenIdentity } from '../../../src/domain/sessions/revocation.ts';
import { given } from '../../../src/domain/shared/given.ts';
import { aSession } from '../../builders/session.ts';
import { aUser, uuid } from '../../builders/user.ts';
import type { Counted } from '../../support/counted-database.ts';
import { counting, until } from '../../support/counted-database.ts';
import { availableEngines, onEachEngine } from '../../support/database.ts';
import type { TestDatabase } from '../../support/database.ts';

const alice = uuid(1);
const bob = uuid(2);
const phone = { userId: alice, sessionId: uuid(1001), version: 0 };
const laptop = { userId: alice, sessionId: uuid(1002), version: 0 };
const bobs = { userId: bob, sessionId: uuid(1001), version: 0 };
const phoneEnds: Revocation = { userId: alice, sessionId: phone.sessionId };

function write(database: OpenDatabase, ...revocations: readonly Revocation[]): Promise<void> {
  return database.db.transaction((tx) => revoke(tx, revocations));
}

/** Whether a token with these claims no longer counts. */
async function isRevoked(list: DatabaseRevocationList, token: TokenIdentity): Promise<boolean> {
  return (await list.standingOf({ ...token, roles: ['user'], isSuperuser: false })) === undefined;
}

/** Waits until the check of a token needs no query. */
async function hearing(list: DatabaseRevocationList, counted: Counted): Promise<number> {
  return until(async () => {
    const before = counted.selects;
    await isRevoked(list, bobs);
    return counted.selects === before;
  });
}

onEachEngine((adapter, open) => {
  describe(`DatabaseRevocationList: ${adapter}`, () => {
    let database: TestDatabase;
    let counted: Counted;
    let list: DatabaseRevocationList;

    beforeEach(async () => {
      database = await open();
      counted = counting(database);
      list = new DatabaseRevocationList(counted);
      await list.open();
      await hearing(list, counted);
    });

    afterEach(() => list.close());

    it('contains a given revocation at once', async () => {
      list.remember(phoneEnds);
      expect(await isRevoked(list, phone)).toBe(true);
      expect(await isRevoked(list, laptop)).toBe(false);
      expect(await isRevoked(list, bobs)).toBe(false);
    });

    it('contains the end of a session by the same instance at once', async () => {
      const users = new DrizzleUserRepository(database, list);
      const sessions = new DrizzleSessionRepository(database, list);
      await users.add(aUser(), { passwordHash: 'hash', usernameSkeleton: 'alice' });
      for (const id of [phone.sessionId, laptop.sessionId]) {
        await sessions.start(aSession({ id }), { tokenVersion: 0, maxLive: 20 });
      }
      await sessions.end(alice, phone.sessionId);
      expect(await isRevoked(list, phone)).toBe(true);
      expect(await isRevoked(list, laptop)).toBe(false);
      await users.remove(alice);
      expect(await isRevoked(list, laptop)).toBe(true);
    });

    it('is notified of a written revocation of one session, and of nothing else', async () => {
      await write(database, phoneEnds);
      await until(() => isRevoked(list, phone));
      expect(await isRevoked(list, laptop)).toBe(false);
      expect(await isRevoked(list, bobs)).toBe(false);
    });

    it('is notified of all sessions except one, in any order of versions', async () => {
      await write(database, { userId: alice, minVersion: 2, exceptSessionId: laptop.sessionId });
      await write(database, { userId: alice, minVersion: 1, exceptSessionId: laptop.sessionId });
      await until(() => isRevoked(list, phone));
      await write(database, { userId: bob, minVersion: 1, exceptSessionId: null });
      await until(() => isRevoked(list, bobs));
      expect(await isRevoked(list, laptop)).toBe(false);
      expect(await isRevoked(list, { ...phone, version: 1 })).toBe(true);
      expect(await isRevoked(list, { ...phone, version: 2 })).toBe(false);
      expect(await isRevoked(list, { ...bobs, version: 1 })).toBe(false);
    });

    it('is not notified of a transaction that was rolled back', async () => {
      const failed = database.db.transaction(async (tx) => {
        await revoke(tx, [phoneEnds]);
        throw new Error('no');
      });
      await expect(failed).rejects.toThrow('no');
      await write(database, { userId: bob, sessionId: bobs.sessionId });
      await until(() => isRevoked(list, bobs));
      expect(await isRevoked(list, phone)).toBe(false);
    });

    it('is announced by the one word that the previous version does not parse', async () => {
      const users = new DrizzleUserRepository(database, list);
      const roles = new DrizzleRoleRepository(database, { rules: new DatabaseAccessRules(database), revoked: list });
      await users.add(aUser(), { passwordHash: 'hash', usernameSkeleton: 'alice' });
      await roles.add({ name: 'critic', description: '', permissions: [] });
      const told: string[] = [];
      const connected = Promise.withResolvers<void>();
      const stop = await database.listen('kinopolka_revocations', {
        onMessage: (payload) => void told.push(payload),
        onConnected: async () => connected.resolve(),
        onLost: () => undefined,
      });
      await connected.promise;
      const changes = [
        () => write(database, phoneEnds),
        () => roles.give(alice, 'critic', () => undefined),
        () => roles.change('critic', { name: 'reviewer' }, () => undefined),
        () => users.remove(alice),
      ];
      for (const change of changes) {
        const before = told.length;
        await change();
        await until(async () => told.length > before);
      }
      expect(new Set(told)).toEqual(new Set(['many']));
      await stop();
    });

    it('does not let one person make the table grow', async () => {
      const users = new DrizzleUserRepository(database, list);
      const sessions = new DrizzleSessionRepository(database, list);
      const roles = new DrizzleRoleRepository(database, { rules: new DatabaseAccessRules(database), revoked: list });
      await users.add(aUser(), { passwordHash: 'hash', usernameSkeleton: 'alice' });
      const rows = async () => (await database.query('select * from revocations', [])).length;
      const at = (n: number) => new Date(Date.UTC(2026, 10, 20, 12) + n);
      for (let n = 0; n < 30; n += 1) {
        await sessions.start(aSession({ id: uuid(2000 + n), createdAt: at(n) }), { tokenVersion: 0, maxLive: 3 });
      }
      expect(await rows()).toBe(1);
      const [kept, ended] = [2027, 2026].map((n) => ({ ...phone, sessionId: uuid(n) }));
      expect([kept && (await isRevoked(list, kept)), ended && (await isRevoked(list, ended))]).toEqual([false, true]);
      for (let n = 0; n < 6; n += 1) {
        await sessions.endOthers(alice, uuid(2029), at(n));
        await users.changePassword(alice, {
          from: n % 2 ? 'other' : 'hash',
          to: n % 2 ? 'hash' : 'other',
          keepSessionId: uuid(2029),
        });
        await roles.give(alice, 'admin', () => undefined);
        await roles.take(alice, 'admin', () => undefined);
      }
      expect(await rows()).toBe(3);
      expect(await isRevoked(list, { ...phone, sessionId: uuid(2029), version: 0 })).toBe(false);
      expect(await isRevoked(list, { ...phone, sessionId: uuid(2028), version: 11 })).toBe(true);
    });

    it('runs no query for any token, known or not', async () => {
      await write(database, phoneEnds);
      await until(() => isRevoked(list, phone));
      const before = counted.selects;
      for (let n = 0; n < 1000; n += 1) {
        await isRevoked(list, { ...phone, userId: uuid(5000 + n) });
        await isRevoked(list, phone);
      }
      expect(counted.selects).toBe(before);
    });

    it('starts with earlier revocations, but not with those that no longer matter', async () => {
      await write(database, phoneEnds);
      await write(database, { userId: bob, sessionId: bobs.sessionId });
      await database.query(`update revocations set at = now() - interval '20 minutes' where user_id = $1`, [bob]);
      const other = counting(database);
      const newList = new DatabaseRevocationList(other);
      await newList.open();
      await hearing(newList, other);
      expect(await isRevoked(newList, phone)).toBe(true);
      expect(await isRevoked(newList, laptop)).toBe(false);
      expect(await isRevoked(newList, bobs)).toBe(false);
      await newList.close();
    });
  });
});

describe.runIf(availableEngines().includes('postgresql'))('DatabaseRevocationList on two instances', () => {
  let one: TestDatabase;
  let other: OpenDatabase;
  let counted: Counted;
  let list: DatabaseRevocationList;

  onEachEngine((adapter, open) => {
    if (adapter.includes('PGlite')) return;
    beforeEach(async () => {
      one = await open();
      other = await openDatabase({ ...given({ url: one.url }), migrationsFolder: 'drizzle' });
      counted = counting(other);
      list = new DatabaseRevocationList(counted);
      await list.open();
      await hearing(list, counted);
    });
  });

  afterEach(async () => {
    await list.close();
    await other.close();
  });

  /** Cuts all listening connections. */
  async function cutListeners(): Promise<void> {
    const cut = await one.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid() and query in ('select 1', 'listen kinopolka_revocations')`,
      [],
    );
    expect(cut.length).toBeGreaterThan(0);
  }

  it('contains revocations of the other one within a moment', async () => {
    for (let n = 0; n < 20; n += 1) {
      const token = { ...phone, userId: uuid(100 + n) };
      await write(one, { userId: token.userId, sessionId: token.sessionId });
      expect(await until(() => isRevoked(list, token))).toBeLessThan(1_000);
    }
  });

  it('contains revocations that were written while its connection was cut, and is notified again', async () => {
    await cutListeners();
    await write(one, phoneEnds);
    await until(() => isRevoked(list, phone));
    await hearing(list, counted);
    expect(await isRevoked(list, phone)).toBe(true);
    await write(one, { userId: bob, sessionId: bobs.sessionId });
    await until(() => isRevoked(list, bobs));
  });

  it('queries the database while notifications are interrupted, and fails if that is unavailable', async () => {
    await list.close();
    const before = counted.selects;
    await write(one, phoneEnds);
    expect(await isRevoked(list, phone)).toBe(true);
    expect(await isRevoked(list, laptop)).toBe(false);
    expect(counted.selects).toBe(before + 2);
    await other.close();
    await expect(isRevoked(list, phone)).rejects.toThrow(StorageUnavailable);
  });

  it('stops at once', async () => {
    const startedAt = performance.now();
    await list.close();
    expect(performance.now() - startedAt).toBeLessThan(500);
  });
});
