import postgres from 'postgres';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DatabaseAccessRules } from '../../../src/adapters/persistence/access/database-access-rules.ts';
import { DrizzleRestrictionRepository } from '../../../src/adapters/persistence/access/drizzle-restriction-repository.ts';
import { DrizzleUserRepository } from '../../../src/adapters/persistence/accounts/drizzle-user-repository.ts';
import { openDatabase } from '../../../src/adapters/persistence/engine/database.ts';
import { DatabaseRevocationList } from '../../../src/adapters/persistence/sessions/database-revocation-list.ts';
import { given } from '../../../src/domain/shared/given.ts';
import { uuid, aUser } from '../../builders/user.ts';
import type { Counted } from '../../support/counted-database.ts';
import { counting, until } from '../../support/counted-database.ts';
import { onEachEngine } from '../../support/database.ts';
import type { TestDatabase } from '../../support/database.ts';

const CHANNELS = ['kinopolka_revocations', 'kinopolka_access'];
/** The number of transactions, and of notifications in each. */
const FLOOD = { transactions: 60, notifications: 50 };
const PACE_MS = 100;

const [alice, bob] = [uuid(1), uuid(2)];
const alices = { userId: alice, sessionId: uuid(1001), version: 0, roles: ['user'], isSuperuser: false };
const bobs = { ...alices, userId: bob };

const PAYLOADS = [
  JSON.stringify({ userId: alice, roles: ['user', 'admin'], isSuperuser: true, number: 999_999 }),
  JSON.stringify({ userId: alice, sessionId: alices.sessionId }),
  JSON.stringify({ userId: alice, beforeSessionId: uuid(9999) }),
  JSON.stringify({ userId: alice, minVersion: 2_147_483_647, exceptSessionId: null }),
  JSON.stringify({ userId: '__proto__', roles: ['admin'], isSuperuser: true, number: 1 }),
  JSON.stringify({ userId: 'constructor', sessionId: 'prototype' }),
  '{"__proto__":{"isSuperuser":true,"roles":["admin"]}}',
  ...['', 'many', 'null', '[]', '{}', '0', '"', '{"userId":', "'; drop table users; --", '\u{1F47E}\n\t'],
  'x'.repeat(7_999),
  `{"userId":"${alice}","roles":[${'"admin",'.repeat(900)}"admin"]}`,
];

/** Sends notifications as a role that may only connect, if the engine has connections of roles. */
async function forgerOn(
  database: TestDatabase,
): Promise<{ send: (payloads: string[]) => Promise<void>; end(): Promise<void> }> {
  const statement = `select pg_notify(channel, payload)
    from json_array_elements_text($1::text::json) as payload, json_array_elements_text($2::text::json) as channel`;
  const valuesOf = (payloads: string[]) => [JSON.stringify(payloads), JSON.stringify(CHANNELS)];
  if (database.url === undefined) {
    const send = async (payloads: string[]) => void (await database.query(statement, valuesOf(payloads)));
    return { send, end: async () => undefined };
  }
  const role = `forger_${process.pid}_${Math.trunc(performance.now())}`;
  await database.query(`create role ${role} login password 'forger'`, []);
  const url = Object.assign(new URL(database.url), { username: role, password: 'forger' });
  const sql = postgres(url.href, { max: 1, onnotice: () => undefined });
  return {
    send: async (payloads) => void (await sql.unsafe(statement, valuesOf(payloads))),
    async end() {
      await expect(sql`select count(*) from revocations`).rejects.toThrow('permission denied');
      await sql.end();
      await database.query(`drop role ${role}`, []);
    },
  };
}

onEachEngine((adapter, open) => {
  describe(`a forged notification: ${adapter}`, () => {
    let database: TestDatabase;
    let counted: Counted;
    let list: DatabaseRevocationList;
    let rules: DatabaseAccessRules;
    let forger: Awaited<ReturnType<typeof forgerOn>>;

    beforeEach(async () => {
      database = await open();
      counted = counting(database);
      list = new DatabaseRevocationList(counted);
      rules = new DatabaseAccessRules(counted);
      await Promise.all([list.open(), rules.open()]);
      await until(asksNobody);
      forger = await forgerOn(database);
      const users = new DrizzleUserRepository(database, { remember: () => undefined, reload: async () => undefined });
      await users.add(aUser({ id: bob }), { passwordHash: 'hash', usernameSkeleton: 'alice' });
    });

    afterEach(async () => {
      await Promise.all([list.close(), rules.close()]);
      await forger.end();
    });

    async function asksNobody(): Promise<boolean> {
      const before = counted.selects;
      await Promise.all([list.standingOf(alices), rules.current()]);
      return counted.selects === before;
    }

    /**
     * Writes a real change, which this list does not know yet, and waits for it. All notifications sent before have
     * then arrived.
     */
    async function somethingTrue(): Promise<void> {
      const sink = { remember: () => undefined, reload: async () => undefined };
      await new DrizzleUserRepository(database, sink).remove(bob);
      await new DrizzleRestrictionRepository(database, new DatabaseAccessRules(database)).put({
        label: 'true',
        rule: { ageLimitFrom: 18 },
      });
      await until(async () => (await list.standingOf(bobs)) === undefined);
      await until(async () => (await rules.current()).restrictions.length === 1);
    }

    it('changes nothing, whatever it contains', async () => {
      await forger.send(PAYLOADS);
      await somethingTrue();
      expect(await list.standingOf(alices)).toEqual({ roles: ['user'], isSuperuser: false });
      expect((await rules.current()).restrictions).toEqual([{ label: 'true', rule: { ageLimitFrom: 18 } }]);
      expect((await rules.current()).permissionsOf(['user']).has('users:manage')).toBe(false);
      await until(asksNobody);
    });

    it('does not cause a query for each of thousands, and hides no real change', async () => {
      const [before, startedAt] = [counted.selects, performance.now()];
      const flood = (async () => {
        for (let sent = 0; sent < FLOOD.transactions; sent += 1)
          await forger.send(Array.from({ length: FLOOD.notifications }, (_, n) => `${sent} ${n} ${'x'.repeat(1_000)}`));
      })();
      await somethingTrue();
      await flood;
      await until(asksNobody);
      // A round has one select of revocations and two of rules; the last round may still be running.
      const rounds = Math.ceil((performance.now() - startedAt) / PACE_MS) + 2;
      expect(counted.selects - before).toBeLessThanOrEqual(3 * rounds);
    });
  });
});

describe('reads after notifications', () => {
  onEachEngine((adapter, open) => {
    let database: TestDatabase;
    let counted: Counted;
    let list: DatabaseRevocationList;

    beforeEach(async () => {
      database = await open();
      counted = counting(database);
      list = new DatabaseRevocationList(counted);
      await list.open();
      await until(asksNobody);
    });

    afterEach(() => list.close());

    const isRevoked = async (token: typeof alices) => (await list.standingOf(token)) === undefined;

    async function asksNobody(): Promise<boolean> {
      const before = counted.selects;
      await list.standingOf(alices);
      return counted.selects === before;
    }

    it(`are repeated after a failure, and no outdated data is used meanwhile: ${adapter}`, async () => {
      counted.isDown = true;
      await new DrizzleUserRepository(database, { remember: () => undefined, reload: async () => undefined }).remove(
        alice,
      );
      await until(() =>
        isRevoked(alices).then(
          () => false,
          () => true,
        ),
      );
      counted.isDown = false;
      expect(await isRevoked(alices)).toBe(true);
      await until(asksNobody);
      expect(await isRevoked(alices)).toBe(true);
    });

    it.runIf(adapter.includes('PostgreSQL'))('find rows that are committed after rows with higher ids', async () => {
      const other = await openDatabase({ ...given({ url: database.url }), migrationsFolder: 'drizzle' });
      const insert = 'insert into revocations (user_id, session_id) values ($1, $2)';
      const committing = Promise.withResolvers<void>();
      const inserted = Promise.withResolvers<void>();
      const slow = other.db.transaction(async (tx) => {
        await tx.execute(`insert into revocations (user_id, session_id) values ('${alice}', '${alices.sessionId}')`);
        inserted.resolve();
        await committing.promise;
        await tx.execute(`select pg_notify('kinopolka_revocations', '')`);
      });
      await inserted.promise;
      await database.query(insert, [bob, bobs.sessionId]);
      await database.query(`select pg_notify('kinopolka_revocations', '')`, []);
      await until(() => isRevoked(bobs));
      expect(await isRevoked(alices)).toBe(false);
      committing.resolve();
      await slow;
      await until(() => isRevoked(alices));
      await other.close();
    });
  });
});
