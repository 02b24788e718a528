import { describe, expect, it } from 'vitest';
import { DrizzleUserRepository } from '../../../src/adapters/persistence/accounts/drizzle-user-repository.ts';
import type { OpenDatabase } from '../../../src/adapters/persistence/engine/database.ts';
import { DrizzleMovieRepository } from '../../../src/adapters/persistence/films/drizzle-movie-repository.ts';
import { DrizzleImportQueue } from '../../../src/adapters/persistence/imports/drizzle-import-queue.ts';
import { DrizzleImportRepository } from '../../../src/adapters/persistence/imports/drizzle-import-repository.ts';
import { DrizzlePersonalTokenRepository } from '../../../src/adapters/persistence/sessions/drizzle-personal-token-repository.ts';
import { DrizzleSessionRepository } from '../../../src/adapters/persistence/sessions/drizzle-session-repository.ts';
import { DrizzleFavoriteMovieRepository } from '../../../src/adapters/persistence/shelf/drizzle-favorite-movie-repository.ts';
import type { NewImport } from '../../../src/application/imports/ports/import-repository.ts';
import { StorageUnavailable } from '../../../src/application/shared/ports/storage.ts';
import { InvalidToken } from '../../../src/domain/sessions/session.ts';
import { aNewImport, importedAt, matchedAs } from '../../builders/film-import.ts';
import { anImportStore } from '../../builders/imports.ts';
import { aPersonalToken } from '../../builders/personal-token.ts';
import { aSession } from '../../builders/session.ts';
import { aUser, uuid } from '../../builders/user.ts';
import { CollectingRevocations } from '../../fakes/collecting-revocations.ts';
import { onEachEngine } from '../../support/database.ts';
import { roundsOn } from '../../support/rounds.ts';
import { importQueueContract } from './import-queue.contract.ts';
import { importRepositoryContract } from './import-repository.contract.ts';

importQueueContract('in memory', async () => anImportStore());
importRepositoryContract('in memory', async () => anImportStore());

onEachEngine((adapter, open) => {
  const on = (database: OpenDatabase) => ({
    imports: new DrizzleImportRepository(database),
    queue: new DrizzleImportQueue(database),
    favorites: new DrizzleFavoriteMovieRepository(database),
    movies: new DrizzleMovieRepository(database),
    users: new DrizzleUserRepository(database, new CollectingRevocations()),
  });
  importQueueContract(adapter, async () => on(await open()));
  importRepositoryContract(adapter, async () => on(await open()));

  it(`The address of an import is stored only until the import ends: ${adapter}`, async () => {
    const database = await open();
    const { users, imports, queue } = on(database);
    await users.add(aUser(), { passwordHash: 'hash', usernameSkeleton: 'alice' });
    const stored = () => database.query('select site from imports order by created_at desc limit 1', []);
    const source = { kind: 'kinopoisk', kinopoiskUserId: 789_114 } as const;
    const ends = {
      finished: async () => queue.finish((await queue.take('first', importedAt))!, 'first', importedAt, null),
      cancelled: async (job: NewImport) => imports.cancel(job.userId, job.id, importedAt),
      'ended by an older version, until the next purge': async () => {
        await database.query(`update imports set status = 'done', finished_at = now() where finished_at is null`, []);
        await imports.purge(importedAt);
      },
    };
    for (const [at, end] of Object.values(ends).entries()) {
      const createdAt = new Date(importedAt.getTime() - 10 + at);
      const job = aNewImport({ id: uuid(5001 + at), createdAt, source, site: '192.0.2.1' });
      await imports.open(job);
      expect(await stored()).toEqual([{ site: '192.0.2.1' }]);
      await end(job);
      expect(await stored()).toEqual([{ site: null }]);
    }
  });

  describe(`An import with many rows: ${adapter}`, () => {
    const job = aNewImport();
    const { userId, id } = job;
    const inMinutes = (minutes: number) => new Date(importedAt.getTime() + minutes * 60_000);

    const endings: [string, (imports: DrizzleImportRepository) => Promise<unknown>][] = [
      ['that is discarded', (imports) => imports.discard(userId, id)],
      [
        'that gives way to later ones',
        async (imports) => {
          await imports.cancel(userId, id, inMinutes(0));
          for (let n = 2; n <= 12; n += 1) {
            await imports.open(aNewImport({ id: uuid(5000 + n), createdAt: inMinutes(n) }));
            await imports.cancel(userId, uuid(5000 + n), inMinutes(n));
          }
        },
      ],
      [
        'that is purged',
        async (imports) => {
          await imports.cancel(userId, id, inMinutes(0));
          await imports.purge(inMinutes(1));
        },
      ],
    ];

    async function opened(trigger: string) {
      const database = await open();
      const { users, imports } = on(database);
      await users.add(aUser(), { passwordHash: 'hash', usernameSkeleton: 'alice' });
      await imports.open(job);
      await database.query(
        `insert into import_rows (user_id, import_id, "row", said, outcome)
          select $1, $2, number, '{}', 'waiting' from generate_series(1, 5001) as made (number)`,
        [userId, id],
      );
      await database.query(`create function refuse() returns trigger language plpgsql as $$ ${trigger} $$`, []);
      return {
        imports,
        stored: () => database.query('select count(*)::int as stored from import_rows', []),
        refuse: (when: string) => database.query(`create trigger refuse ${when} execute function refuse()`, []),
        allow: () => database.query('drop function refuse cascade', []),
      };
    }

    it.each(endings)('%s is deleted in several statements', async (_name, end) => {
      const { imports, stored, refuse, allow } = await opened(
        `begin if (select count(*) from gone) > 5000 then raise 'too many rows for one statement'; end if;
          return null; end`,
      );
      await refuse('after delete on import_rows referencing old table as gone for each statement');
      await end(imports);
      await allow();
      expect(await imports.find(userId, id)).toBeUndefined();
      expect(await stored()).toEqual([{ stored: 0 }]);
    });

    it.each(endings)('%s is shown no more if its deletion is interrupted, and purged', async (_name, end) => {
      const { imports, stored, refuse, allow } = await opened(
        `begin if old."row" = 5001 then raise 'interrupted' using errcode = '57P01'; end if; return old; end`,
      );
      await refuse('before delete on import_rows for each row');
      await end(imports).catch((failure: unknown) => expect(failure).toBeInstanceOf(StorageUnavailable));
      await allow();
      expect(await stored()).not.toEqual([{ stored: 0 }]);
      expect(await imports.find(userId, id)).toBeUndefined();
      expect((await imports.list(userId)).map((each) => each.id)).not.toContain(id);
      expect(await imports.findRow(userId, id, 5001)).toBeUndefined();
      expect(await imports.choose(userId, id, matchedAs(5001, 301), importedAt)).toBeUndefined();
      await imports.open(aNewImport({ id: uuid(5100) }));
      while ((await imports.purge(new Date(1))) > 0);
      expect(await stored()).toEqual([{ stored: 0 }]);
    });
  });

  describe(`An import started with a personal token: ${adapter}`, () => {
    it.each(roundsOn(adapter, 5))(
      'does not run once the token is revoked, whichever came first (round %i)',
      async () => {
        const database = await open();
        const revocations = new CollectingRevocations();
        const tokens = new DrizzlePersonalTokenRepository(database, revocations);
        const sessions = new DrizzleSessionRepository(database, revocations);
        const { users, imports } = on(database);
        const [alice, session, token] = [aUser(), aSession(), aPersonalToken()];
        await users.add(alice, { passwordHash: 'hash', usernameSkeleton: 'alice' });
        await sessions.start(session, { tokenVersion: 0, maxLive: 20 });
        await tokens.add(token, { hash: 'hash', sessionId: session.id });
        const job = aNewImport({ personalTokenId: token.id });
        await Promise.allSettled([imports.open(job), tokens.remove(alice.id, token.id)]);
        expect(['cancelled', undefined]).toContain((await imports.find(alice.id, job.id))?.status);
        await expect(imports.open(job)).rejects.toThrow(InvalidToken);
        await imports.open(aNewImport({ id: uuid(5002) }));
      },
    );
  });
});
