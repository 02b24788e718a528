import { expect, it } from 'vitest';
import { DrizzleUserRepository } from '../../../src/adapters/persistence/accounts/drizzle-user-repository.ts';
import type { OpenDatabase } from '../../../src/adapters/persistence/engine/database.ts';
import { DrizzleMovieRepository } from '../../../src/adapters/persistence/films/drizzle-movie-repository.ts';
import { DrizzleImportRepository } from '../../../src/adapters/persistence/imports/drizzle-import-repository.ts';
import { DrizzleLoginHistory } from '../../../src/adapters/persistence/sessions/drizzle-login-history.ts';
import { DrizzleSessionRepository } from '../../../src/adapters/persistence/sessions/drizzle-session-repository.ts';
import { DrizzleFavoriteMovieRepository } from '../../../src/adapters/persistence/shelf/drizzle-favorite-movie-repository.ts';
import type { User } from '../../../src/domain/accounts/user.ts';
import { LastSuperuser } from '../../../src/domain/accounts/user.ts';
import { aNewImport } from '../../builders/film-import.ts';
import { aCard } from '../../builders/film.ts';
import { aClient, aSession } from '../../builders/session.ts';
import { aUser, uuid } from '../../builders/user.ts';
import { CollectingRevocations } from '../../fakes/collecting-revocations.ts';
import { InMemoryLoginHistory } from '../../fakes/in-memory-login-history.ts';
import { InMemorySessionRepository } from '../../fakes/in-memory-session-repository.ts';
import { InMemoryUserRepository } from '../../fakes/in-memory-user-repository.ts';
import { onEachEngine, openTestDatabase, quickestEngine } from '../../support/database.ts';
import { userRepositoryContract } from './user-repository.contract.ts';

userRepositoryContract('in memory', async () => {
  const users = new InMemoryUserRepository();
  const logins = new InMemoryLoginHistory(users);
  return { users, sessions: new InMemorySessionRepository(users), logins, revoked: users.revoked.all };
});
onEachEngine((adapter, open) => {
  const on = (database: OpenDatabase) => {
    const revocations = new CollectingRevocations();
    return {
      sessions: new DrizzleSessionRepository(database, revocations),
      users: new DrizzleUserRepository(database, revocations),
      logins: new DrizzleLoginHistory(database),
      revoked: revocations.all,
    };
  };
  userRepositoryContract(adapter, async () => on(await open()));

  it(`keeps only the revocation of the tokens of a deleted account: ${adapter}`, async () => {
    const database = await open();
    const { users, sessions } = on(database);
    const { id: userId } = aUser();
    await users.add(aUser(), { passwordHash: 'hash', usernameSkeleton: 'alice' });
    const { id: sessionId, createdAt } = aSession();
    await sessions.start(aSession(), { tokenVersion: 0, maxLive: 20 });
    const event = { id: uuid(1), userId, at: createdAt, outcome: 'success', client: aClient, sessionId } as const;
    await new DrizzleLoginHistory(database).add(event);
    await new DrizzleMovieRepository(database).save([aCard()]);
    await new DrizzleFavoriteMovieRepository(database).add(userId, 301, createdAt);
    const rows = () =>
      database.query(
        `select (select count(*)::int from users) users, (select count(*)::int from sessions) sessions,
          (select count(*)::int from login_events) logins, (select count(*)::int from favorite_movies) favorites,
          (select count(*)::int from revocations) revocations`,
        [],
      );
    expect(await rows()).toEqual([{ users: 1, sessions: 1, logins: 1, favorites: 1, revocations: 0 }]);
    await users.remove(userId);
    expect(await rows()).toEqual([{ users: 0, sessions: 0, logins: 0, favorites: 0, revocations: 1 }]);
  });

  it(`completes an interrupted deletion of a superuser when it is repeated: ${adapter}`, async () => {
    const database = await open();
    const { users } = on(database);
    const superusers = [10, 11].map((n) =>
      aUser({ id: uuid(n), username: null, email: `${n}@example.org`, isSuperuser: true }),
    );
    const [leaving, staying] = superusers as [User, User];
    for (const user of superusers) await users.add(user, { passwordHash: 'hash', usernameSkeleton: null }, aClient);
    await database.query(
      `create function interrupt() returns trigger language plpgsql as $$ begin raise 'interrupted'; end $$`,
      [],
    );
    await database.query(
      'create trigger interrupt before delete on login_events for each row execute function interrupt()',
      [],
    );
    await expect(users.remove(leaving.id)).rejects.toThrow();
    await database.query('drop function interrupt cascade', []);
    expect(await users.find(leaving.id)).toEqual({ ...leaving, isSuperuser: false });
    await expect(users.remove(staying.id)).rejects.toThrow(LastSuperuser);
    await users.remove(leaving.id);
    expect(await users.find(leaving.id)).toBeUndefined();
  });
});

it('the adapter for Drizzle deletes many log-ins, rows of imports and films on a shelf in several statements', async () => {
  const database = await openTestDatabase(quickestEngine());
  const users = new DrizzleUserRepository(database, new CollectingRevocations());
  const { id: userId } = aUser();
  await users.add(aUser(), { passwordHash: 'hash', usernameSkeleton: 'alice' });
  await new DrizzleImportRepository(database).open(aNewImport({ userId }));
  const { id: importId } = aNewImport();
  const many = `generate_series(1, 5001) as made (number)`;
  await database.query(
    `insert into login_events (user_id, id, at, outcome, address, address_block)
      select $1, gen_random_uuid(), now(), 'success', '192.0.2.1', '192.0.2.1' from ${many}`,
    [userId],
  );
  await database.query(
    `insert into import_rows (user_id, import_id, "row", said, outcome)
      select $1, $2, number, '{}', 'waiting' from ${many}`,
    [userId, importId],
  );
  await database.query(`insert into movies (kinopoisk_id) select number from ${many}`, []);
  await database.query(
    `insert into favorite_movies (user_id, kinopoisk_id, added_at) select $1, number, now() from ${many}`,
    [userId],
  );
  await database.query(
    `insert into shelf_changes (user_id, kinopoisk_id, version) select $1, number, number from ${many}`,
    [userId],
  );
  await database.query(
    `create function refuse_many() returns trigger language plpgsql as $$ begin
      if (select count(*) from gone) > 5000 then raise 'too many rows for one statement'; end if; return null;
      end $$`,
    [],
  );
  for (const table of ['login_events', 'import_rows', 'favorite_movies', 'shelf_changes'])
    await database.query(
      `create trigger refuse_many after delete on ${table} referencing old table as gone
        for each statement execute function refuse_many()`,
      [],
    );
  try {
    await users.remove(userId);
    expect(await users.find(userId)).toBeUndefined();
  } finally {
    await database.query('drop function refuse_many cascade', []);
    await database.close();
  }
});
