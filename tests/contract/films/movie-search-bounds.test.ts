import { sql } from 'drizzle-orm';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../../src/adapters/persistence/engine/drizzle-database.ts';
import { forNobody, ofNobody } from '../../../src/adapters/persistence/engine/sql-runner.ts';
import { DrizzleMovieRepository } from '../../../src/adapters/persistence/films/drizzle-movie-repository.ts';
import type { MovieFilter } from '../../../src/domain/films/movie-filter.ts';
import type { TestDatabase } from '../../support/database.ts';
import { onEachEngine } from '../../support/database.ts';

/** All of them have the same common words. */
const FILMS = 20_000;

/**
 * Maximum number of rows that a search may read, in a catalogue of any size: those of each term, and those that it
 * ranks.
 */
const MOST_ROWS = 7_000;

const COMMON = `
  insert into movies (kinopoisk_id, name_ru, search_key, rating, year, is_complete)
  select g, 'The it ono ' || g, '| the it ono love nochi i v n' || g || ' |', g % 10, 1950 + g % 77, true
  from generate_series(1, ${FILMS}) g`;

const EXACT = `
  insert into movies (kinopoisk_id, name_ru, search_key) values
  (900001, 'The', '| the |'), (900002, 'Оно', '| ono | it |'), (900003, 'The The', '| ljudi | the the |')`;

const HOSTILE = [
  ...[
    'the '.repeat(50),
    'the',
    'it',
    'i',
    't',
    'th',
    'love',
    'the it ono love nochi i v',
    'w',
    'w1',
    'w12',
    '1',
    '%',
    '_',
  ],
  ...['a b c d e f g h i j k', 'the q', 'q the', 'lovq nochq', 'lov noc the ono it', 'x'.repeat(200), 'lo'.repeat(100)],
  ...['thelovenochi', 'любовь ночь the love', 'evol ichon', 'nothing like this', 'n1 n2 n3 n4 n5', 'the n777', 'olve'],
];

onEachEngine((adapter, open) => {
  describe(`searches in many films: ${adapter}`, () => {
    let database: TestDatabase;
    beforeAll(async () => {
      database = await open();
      for (const statement of [COMMON, EXACT, 'analyze movies', 'analyze title_words'])
        await database.query(statement, []);
    });

    it.each(HOSTILE)('reads a bounded number of films for %j', async (query) => {
      const rows = await rowsRead(database.db, async (movies) => movies.search(query, { page: 20, perPage: 20 }));
      expect(rows).toBeLessThanOrEqual(MOST_ROWS);
    });

    it.each([
      ['the', 900_001],
      ['it', 900_002],
      ['ОНО', 900_002],
      ['The The', 900_003],
      ['n777', 777],
      ['the it ono love nochi i v n778', 778],
      ['nochi n779', 779],
      ['nochy n779', 779],
    ])('has for %j the film %i first', async (query, id) => {
      const { items } = await new DrizzleMovieRepository(database).search(query, { page: 1, perPage: 20 });
      expect(items[0]?.kinopoiskId).toBe(id);
    });

    it('finds no more films than its pages can show', async () => {
      const { items, total } = await new DrizzleMovieRepository(database).search('the', { page: 20, perPage: 20 });
      expect([items.length, total]).toEqual([20, 400]);
      const rows = await rowsRead(database.db, async (movies) => movies.search('the', { page: 1, perPage: 20 }));
      expect(rows).toBeGreaterThan(400);
    });

    it('knows a word of a title as soon as any program has written it', async () => {
      const movies = new DrizzleMovieRepository(database);
      await database.query(`update movies set search_key = '| shelkunchik |' where kinopoisk_id = 5`, []);
      const { items } = await movies.search('щелкунцик', { page: 1, perPage: 20 });
      expect(items.map(({ kinopoiskId }) => kinopoiskId)).toEqual([5]);
    });

    it.each<[MovieFilter, number]>([
      [{ order: 'newest', year: 3000 }, 1],
      [{ order: 'stored', year: 3000 }, 1],
      [{ order: 'stored', year: 1960 }, 1_000_000],
    ])('reads no film to say that there is none: %j, page %i', async (filter, page) => {
      const rows = await rowsRead(database.db, async (movies) => movies.list(filter, { page, perPage: 12 }));
      expect(rows).toBeLessThanOrEqual(FILMS / 20);
    });
  });
});

/** The rows as the database counts them until its transaction ends. */
async function rowsRead(db: Database, work: (movies: DrizzleMovieRepository) => Promise<unknown>): Promise<number> {
  return db.transaction(async (tx) => {
    const count = async () => {
      const [row] = await tx
        .select({ read: sql`coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0)`.mapWith(Number) })
        .from(sql`pg_stat_xact_user_tables`)
        .where(sql`relname = 'movies'`);
      return row?.read ?? 0;
    };
    const before = await count();
    // The search runs in this transaction, without a savepoint.
    const inside = Object.assign(Object.create(tx) as Database, {
      transaction: (run: (one: typeof tx) => unknown) => run(tx),
    });
    await work(
      new DrizzleMovieRepository({
        db: inside,
        reads: inside,
        whose: ofNobody,
        asService: forNobody,
        pool: () => undefined,
      }),
    );
    return (await count()) - before;
  });
}
