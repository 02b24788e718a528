import { afterEach, describe, expect, it } from 'vitest';
import { DatabaseAccessRules } from '../../../src/adapters/persistence/access/database-access-rules.ts';
import { DrizzleRoleRepository } from '../../../src/adapters/persistence/access/drizzle-role-repository.ts';
import { DrizzleUserRepository } from '../../../src/adapters/persistence/accounts/drizzle-user-repository.ts';
import { DatabaseRevocationList } from '../../../src/adapters/persistence/sessions/database-revocation-list.ts';
import { uuid } from '../../builders/user.ts';
import { InMemoryRoleRepository } from '../../fakes/in-memory-role-repository.ts';
import { InMemoryUserRepository } from '../../fakes/in-memory-user-repository.ts';
import type { TestDatabase } from '../../support/database.ts';
import { onEachEngine } from '../../support/database.ts';
import { roleRepositoryContract, SAID_BY_TOKEN } from './role-repository.contract.ts';

const token = { sessionId: uuid(1001), version: 0, roles: SAID_BY_TOKEN, isSuperuser: false };

roleRepositoryContract('in memory', async () => {
  const users = new InMemoryUserRepository();
  const judged = async (id: string) =>
    users.revoked.roleChanges.findLast(({ userId }) => userId === id)?.roles ?? SAID_BY_TOKEN;
  return { users, roles: new InMemoryRoleRepository(users), judged };
});

onEachEngine((adapter, open) => {
  const opened: DatabaseRevocationList[] = [];
  afterEach(async () => {
    for (const list of opened.splice(0)) await list.close();
  });

  async function on(database: TestDatabase) {
    const revoked = new DatabaseRevocationList(database);
    opened.push(revoked);
    await revoked.open();
    const judged = async (userId: string) => (await revoked.standingOf({ ...token, userId }))?.roles ?? [];
    return {
      roles: new DrizzleRoleRepository(database, { rules: new DatabaseAccessRules(database), revoked }),
      users: new DrizzleUserRepository(database, revoked),
      judged,
    };
  }

  roleRepositoryContract(adapter, async () => on(await open()));

  // PGlite runs the same statements, and takes seconds to index so many rows.
  const people = adapter.includes('PostgreSQL') ? 5_000 : 1_000;
  describe(`a role of ${people} people: ${adapter}`, () => {
    it('is renamed and removed for all of them at once', async () => {
      const database = await open();
      const { roles, judged } = await on(database);
      await roles.add({ name: 'crowd', description: '', permissions: [] });
      await database.query(
        `insert into users (id, email, password_hash, created_at)
         select ('01990000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, n || '@example.org', 'hash', now()
         from generate_series(1, $1::int) n`,
        [people],
      );
      await database.query(`insert into user_roles select id, 'crowd' from users`, []);
      await roles.change('crowd', { name: 'all' }, () => undefined);
      expect([await judged(uuid(1)), await judged(uuid(people))]).toEqual([
        ['user', 'all'],
        ['user', 'all'],
      ]);
      await roles.remove('all', () => undefined);
      expect([await judged(uuid(1)), await judged(uuid(people))]).toEqual([['user'], ['user']]);
    });
  });
});
