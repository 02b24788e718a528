import { describe, expect, it } from 'vitest';
import { DrizzleMovieRepository } from '../../../src/adapters/persistence/films/drizzle-movie-repository.ts';
import { DOCUMENT_SHAPE } from '../../../src/adapters/persistence/films/movie-document-rows.ts';
import { MovieDocuments } from '../../../src/adapters/persistence/films/movie-documents.ts';
import { aCard, aFilm } from '../../builders/film.ts';
import type { TestDatabase } from '../../support/database.ts';
import { onEachEngine } from '../../support/database.ts';
import { roundsOn } from '../../support/rounds.ts';

const LANA = { id: 23330, name: 'Лана Вачовски' };

const MEMBERS =
  'ageLimit countries description directors directorsKnown fetchedAt genres imdbId kinopoiskId lengthMinutes nameEn ' +
  'nameOriginal nameRu posterPreviewUrl posterUrl rating ratingImdb title trailerKnown trailerUrl type webUrl year';

/** Statements of other programs, such as `psql`, or of an older version during an update. */
const CHANGES: Readonly<Record<string, string>> = {
  'a column of the film': "update movies set name_ru = 'Другая' where kinopoisk_id = 301",
  'a column that is not known yet': 'alter table movies add column later integer; update movies set later = 1',
  'a genre of the film': 'delete from movie_genres where kinopoisk_id = 301 and position = 0',
  'another genre': 'update movie_genres set position = 5 - position where kinopoisk_id = 301',
  'the name of a genre': "update genres set name = 'сказка' where name = 'боевик'",
  'a director of the film': 'delete from movie_directors where kinopoisk_id = 301 and position = 1',
  'the order of directors': 'update movie_directors set position = 5 - position where kinopoisk_id = 301',
  'the name of a director': "update directors set name = 'Л. Вачовски' where id = 23330",
};

onEachEngine((adapter, open) => {
  const openBoth = async () => {
    const database = await open();
    return { database, movies: new DrizzleMovieRepository(database), documents: new MovieDocuments(database) };
  };

  describe(`MovieDocuments: ${adapter}`, () => {
    it('are written by every save, and match the tables', async () => {
      const { database, movies, documents } = await openBoth();
      await movies.save([aFilm(), aFilm({ kinopoiskId: 5, genres: [] })]);
      await movies.save([aCard(), aCard({ kinopoiskId: 6, fetchedAt: new Date('2026-11-20T12:00:00.001Z') })]);
      await movies.save([aCard({ genres: ['драма'], fetchedAt: new Date('2026-11-21T12:00:00Z') })]);
      await movies.save([aCard({ kinopoiskId: 7, directors: [{ id: null, name: 'Некто' }] })]);
      expect(await outdated(database)).toEqual([]);
      expect(await wrongOnes(documents)).toEqual([]);
    });

    it('show the new name of a director in every film, and the id from Kinopoisk that replaces one of ours', async () => {
      const { database, movies, documents } = await openBoth();
      const own = { id: null, name: LANA.name };
      await movies.save([aCard({ directors: [own] }), aCard({ kinopoiskId: 5, directors: [own] })]);
      await movies.save([aCard({ directors: [LANA], fetchedAt: new Date('2026-11-21T12:00:00Z') })]);
      await movies.save([aCard({ kinopoiskId: 6, directors: [{ ...LANA, name: 'Лана' }] })]);
      const shown = { directors: [{ id: LANA.id, name: 'Лана' }] };
      expect(await movies.findAll([301, 5, 6])).toMatchObject([shown, shown, shown]);
      expect(await documents.writeOutdated(new AbortController().signal)).toBe(2);
      expect(await movies.findAll([301, 5, 6])).toMatchObject([shown, shown, shown]);
      expect([await outdated(database), await wrongOnes(documents)]).toEqual([[], []]);
    });

    it.each(Object.keys(CHANGES))('show changes by other programs: %s', async (change) => {
      const { database, movies, documents } = await openBoth();
      await movies.save([aCard(), aCard({ kinopoiskId: 5, directors: [], genres: [] })]);
      const listed = async () => (await movies.list({ order: 'stored' }, { page: 1, perPage: 12 })).items[0];
      const before = await movies.find(301);
      // From now on the film is in memory.
      expect(await listed()).toEqual(before);
      for (const statement of (CHANGES[change] ?? '').split(';')) await database.query(statement, []);
      const after = await movies.find(301);
      expect(after !== undefined && JSON.stringify(after) !== JSON.stringify(before)).toBe(
        !change.includes('column that'),
      );
      expect(await listed()).toEqual(after);
      await documents.writeOutdated(new AbortController().signal);
      expect([await movies.find(301), await listed()]).toEqual([after, after]);
      expect([await outdated(database), await wrongOnes(documents)]).toEqual([[], []]);
      if (change.includes('column that')) await database.query('alter table movies drop column later', []);
    });

    it('do not change if only other columns change', async () => {
      const { database, movies } = await openBoth();
      await movies.save([aCard()]);
      await database.query(
        'update movies set enrichment_attempts = 3, enrichment_due_at = now(), is_complete = false',
        [],
      );
      expect(await outdated(database)).toEqual([]);
    });

    it('are deleted with their film', async () => {
      const { database, movies } = await openBoth();
      await movies.save([aCard()]);
      await database.query('delete from movies', []);
      expect(await database.query('select * from movie_documents', [])).toEqual([]);
    });

    it('are written for older films, in parts, until the service stops', async () => {
      const { database, movies, documents } = await openBoth();
      const films = Array.from({ length: 450 }, (_, index) => aFilm({ kinopoiskId: index + 1 }));
      await movies.save(films);
      await database.query('update movie_documents set document = null', []);
      expect(await movies.find(450)).toMatchObject({ title: 'Матрица' });
      expect(await documents.writeOutdated(AbortSignal.abort())).toBe(0);
      expect(await documents.writeOutdated(new AbortController().signal)).toBe(450);
      expect([await outdated(database), await wrongOnes(documents)]).toEqual([[], []]);
    });

    it('are found and repaired if they differ from the tables', async () => {
      const { database, movies, documents } = await openBoth();
      await movies.save(Array.from({ length: 450 }, (_, index) => aFilm({ kinopoiskId: index + 1 })));
      await database.query(`update movie_documents set document = '{"title": "x"}' where kinopoisk_id in (2, 449)`, []);
      await database.query('delete from movie_documents where kinopoisk_id = 250', []);
      const wrong = await wrongOnes(documents);
      expect(wrong).toEqual([2, 250, 449]);
      await documents.repair(wrong);
      expect(await wrongOnes(documents)).toEqual([]);
      expect(await movies.find(250)).toMatchObject({ title: 'Матрица' });
    });

    it('are not shown in another shape; older shapes are written again, and newer ones stay', async () => {
      const { database, movies, documents } = await openBoth();
      await movies.save(Array.from({ length: 250 }, (_, index) => aFilm({ kinopoiskId: index + 1 })));
      const [older, newer] = [DOCUMENT_SHAPE - 1, DOCUMENT_SHAPE + 1];
      await database.query(`update movie_documents set document = '{"title": "x"}', shape = $1`, [older]);
      await database.query('update movie_documents set shape = $1 where kinopoisk_id = 7', [newer]);
      expect(await movies.findAll([7, 250])).toMatchObject([{ title: 'Матрица' }, { title: 'Матрица' }]);
      expect(await wrongOnes(documents)).toEqual([]);
      expect(await documents.writeOutdated(new AbortController().signal)).toBe(249);
      expect(
        await database.query('select shape, count(*)::int as films from movie_documents group by 1 order by 1', []),
      ).toEqual([
        { shape: DOCUMENT_SHAPE, films: 249 },
        { shape: newer, films: 1 },
      ]);
      expect([await outdated(database), await wrongOnes(documents)]).toEqual([[], []]);
    });

    // If you change the members, increase DOCUMENT_SHAPE, because older instances and older documents have other
    // members.
    it('have these members in this shape', async () => {
      const { database, movies } = await openBoth();
      await movies.save([aCard()]);
      const members = await database.query(
        `select string_agg(name, ' ' order by name collate "C") as members from movie_documents, json_object_keys(document) as name`,
        [],
      );
      expect([DOCUMENT_SHAPE, members]).toEqual([1, [{ members: MEMBERS }]]);
    });

    it('are right at the end of any race of saves, renamed directors and repairs', async () => {
      const { movies, documents, database } = await openBoth();
      const save = (kinopoiskId: number, round: number) =>
        movies.save([
          aCard({
            kinopoiskId,
            rating: (kinopoiskId + round) % 10,
            genres: round % 2 === 0 ? ['драма'] : ['комедия', 'драма'],
            directors: [{ ...LANA, name: `Лана ${round % 3}` }],
            fetchedAt: new Date(Date.UTC(2026, 10, 21) + round),
          }),
        ]);
      await Promise.all([1, 2, 3].map((id) => save(id, 0)));
      const signal = new AbortController().signal;
      for (const round of roundsOn(adapter, 10)) {
        await Promise.all([
          ...[1, 2, 3].map((id) => save(id, round)),
          database.query('update directors set name = $1 where id = 23330', [`Другая ${round}`]),
          documents.writeOutdated(signal),
          documents.repair([2]),
        ]);
        expect(await wrongOnes(documents)).toEqual([]);
      }
      await documents.writeOutdated(signal);
      expect([await outdated(database), await wrongOnes(documents)]).toEqual([[], []]);
    });
  });
});

async function wrongOnes(documents: MovieDocuments): Promise<number[]> {
  const ids: number[] = [];
  for await (const id of documents.findWrong()) ids.push(id);
  return ids;
}

async function outdated({ query }: Pick<TestDatabase, 'query'>): Promise<readonly unknown[]> {
  return query('select kinopoisk_id from movie_documents where document is null', []);
}
