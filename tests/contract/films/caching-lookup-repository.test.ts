import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import type { OpenDatabase } from '../../../src/adapters/persistence/engine/database.ts';
import { openDatabase } from '../../../src/adapters/persistence/engine/database.ts';
import { CachingLookupRepository } from '../../../src/adapters/persistence/films/caching-lookup-repository.ts';
import { DrizzleLookupRepository } from '../../../src/adapters/persistence/films/drizzle-lookup-repository.ts';
import { DrizzleMovieRepository } from '../../../src/adapters/persistence/films/drizzle-movie-repository.ts';
import { directors } from '../../../src/adapters/persistence/films/films-tables.ts';
import { aCard } from '../../builders/film.ts';
import type { Counted } from '../../support/counted-database.ts';
import { counting, until } from '../../support/counted-database.ts';
import type { TestDatabase } from '../../support/database.ts';
import { onEachEngine } from '../../support/database.ts';
import { lookupRepositoryContract } from './lookup-repository.contract.ts';

const page = { page: 1, perPage: 12 };
const [wachowski, tarkovsky] = [
  { id: 23330, name: 'Лана Вачовски' },
  { id: 26, name: 'Андрей Тарковский' },
];

/** One instance of the service. Its own changes are visible in its lists at once. */
function instanceOn(database: OpenDatabase, asked: Pick<OpenDatabase, 'db'> = database) {
  const lists = new CachingLookupRepository(new DrizzleLookupRepository(asked, directors), database);
  return { lists, movies: new DrizzleMovieRepository(database, () => lists.forget()) };
}

onEachEngine((adapter, open) => {
  lookupRepositoryContract(`cached, ${adapter}`, async (records) => {
    const database = await open();
    if (records.length > 0) await database.db.insert(directors).values([...records]);
    return instanceOn(database).lists;
  });

  describe(`CachingLookupRepository: ${adapter}`, () => {
    let database: TestDatabase;
    let counted: Counted;
    let instance: ReturnType<typeof instanceOn>;

    beforeEach(async () => {
      database = await open();
      await database.db.insert(directors).values(wachowski);
      counted = counting(database);
      instance = instanceOn(database, counted);
    });

    it('reads once for callers who ask at the same time or soon after', async () => {
      const { lists } = instance;
      await Promise.all(Array.from({ length: 50 }, () => lists.find(wachowski.id)));
      await lists.find(wachowski.id);
      expect(counted.selects).toBe(1);
      await Promise.all(Array.from({ length: 50 }, () => lists.all()));
      expect(counted.selects).toBe(2);
    });

    it('caches missing records, too', async () => {
      expect([await instance.lists.find(7), await instance.lists.find(7)]).toEqual([undefined, undefined]);
      expect(counted.selects).toBe(1);
    });

    it('shows changes of its own instance at once', async () => {
      const { lists, movies } = instance;
      expect((await lists.list(page)).items).toEqual([wachowski]);
      await movies.save([aCard({ directors: [{ ...wachowski, name: 'Лилли Вачовски' }, tarkovsky] })]);
      expect((await lists.list(page)).items).toEqual([tarkovsky, { ...wachowski, name: 'Лилли Вачовски' }]);
      expect(await lists.find(tarkovsky.id)).toEqual(tarkovsky);
      expect(await lists.all()).toEqual({ items: [tarkovsky, { ...wachowski, name: 'Лилли Вачовски' }], total: 2 });
    });

    it('does not cache an answer that was read while its instance stored films', async () => {
      const { lists } = instance;
      const before = lists.find(tarkovsky.id);
      await database.db.insert(directors).values(tarkovsky);
      lists.forget();
      await before;
      expect(await lists.find(tarkovsky.id)).toEqual(tarkovsky);
    });

    it('shows changes of others within five seconds', async () => {
      const { lists } = instance;
      const now = async () => [await lists.find(tarkovsky.id), (await lists.list(page)).total];
      expect(await now()).toEqual([undefined, 1]);
      await database.db.insert(directors).values(tarkovsky);
      await until(async () => (await now()).includes(2));
      expect(await now()).toEqual([tarkovsky, 2]);
    });

    it('fails while the database is unavailable, and does not cache failures', async () => {
      const { lists } = instance;
      counted.isDown = true;
      await expect(lists.find(wachowski.id)).rejects.toThrow();
      counted.isDown = false;
      expect(await lists.find(wachowski.id)).toEqual(wachowski);
    });
  });

  describe(`two instances: ${adapter}`, () => {
    const opened: OpenDatabase[] = [];
    afterAll(async () => {
      for (const other of opened) await other.close();
    });

    it('show the same within five seconds, and the one that wrote at once', async (test) => {
      const database = await open();
      if (database.url === undefined) return test.skip('PGlite belongs to one process');
      const other = await openDatabase({ url: database.url, migrationsFolder: 'drizzle' });
      opened.push(other);
      const [here, there] = [instanceOn(database), instanceOn(other)];
      const known = async ({ lists }: typeof here) => [await lists.find(tarkovsky.id), (await lists.list(page)).total];
      expect([await known(here), await known(there)]).toEqual([
        [undefined, 0],
        [undefined, 0],
      ]);
      await here.movies.save([aCard({ directors: [tarkovsky] })]);
      expect(await known(here)).toEqual([tarkovsky, 1]);
      await until(async () => (await known(there)).includes(1));
      expect(await known(there)).toEqual([tarkovsky, 1]);
    });
  });
});
