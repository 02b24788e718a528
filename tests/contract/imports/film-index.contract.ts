import { beforeEach, describe, expect, it } from 'vitest';
import type { MovieRepository } from '../../../src/application/films/ports/movie-repository.ts';
import type { FilmIndex } from '../../../src/application/imports/ports/film-index.ts';
import type { RestrictionRule } from '../../../src/domain/access/restriction.ts';
import { comparableTitle } from '../../../src/domain/films/title-likeness.ts';
import type { NamedFilm, DescribedFilm } from '../../../src/domain/imports/film-matching.ts';
import { aCard } from '../../builders/film.ts';

const matrix: NamedFilm = {
  kinopoiskId: 301,
  names: ['Матрица', 'The Matrix', 'Matrix'],
  year: 1999,
  imdbId: 'tt0133093',
  type: 'FILM',
};
const nameless = { nameRu: null, nameOriginal: null, nameEn: null };

/** `open` returns an empty catalogue and its index. */
export function filmIndexContract(
  adapter: string,
  open: () => Promise<{ movies: MovieRepository; index: FilmIndex }>,
): void {
  describe(`FilmIndex: ${adapter}`, () => {
    let movies: MovieRepository;
    let index: FilmIndex;
    beforeEach(async () => {
      ({ movies, index } = await open());
      const brother = { nameRu: 'Брат', nameOriginal: null, nameEn: null, year: 1997, imdbId: 'tt0118767' };
      const sequel = { ...brother, nameRu: 'Брат 2', year: 2000, imdbId: 'tt0238883' };
      await movies.save([
        aCard(),
        aCard({ kinopoiskId: 41519, ...brother }),
        aCard({ kinopoiskId: 41520, ...sequel }),
        aCard({ kinopoiskId: 77, nameOriginal: 'Ёлки', nameRu: null, nameEn: null, year: null, imdbId: null }),
      ]);
    });

    const ids = (films: readonly NamedFilm[]) => films.map(({ kinopoiskId }) => kinopoiskId).toSorted((a, b) => a - b);

    it('returns films by their ids, with all their names, and nothing for an unknown id', async () => {
      expect(await index.byIds([301, 999, 2_147_483_647])).toEqual([matrix]);
      expect(ids(await index.byIds([41520, 301, 41519]))).toEqual([301, 41519, 41520]);
      const [unsure] = await index.byIds([77]);
      expect(unsure).toEqual({ kinopoiskId: 77, names: ['Ёлки'], year: null, imdbId: null, type: 'FILM' });
      expect(await index.byIds([])).toEqual([]);
    });

    it('returns films by their IMDb ids, all of those that share one', async () => {
      await movies.save([aCard({ kinopoiskId: 5, ...nameless })]);
      expect(ids(await index.byImdbIds(['tt0133093', 'tt0238883', 'tt9999999']))).toEqual([5, 301, 41520]);
      expect(await index.byImdbIds([])).toEqual([]);
      expect(await index.byImdbIds(["' or true --"])).toEqual([]);
    });

    const described = (titles: readonly string[], year: number | null = null): DescribedFilm => ({
      ...{ kinopoiskId: null, imdbId: null, isSeries: null },
      titles,
      year,
    });
    const equalTo = async (titles: readonly string[], year: number | null = null) =>
      (await index.byEqualTitles([described(titles, year)]))[0] ?? [];

    it.each([
      ['a Russian title', 'Матрица'],
      ['an original title', 'The Matrix'],
      ['the same without its article', 'Matrix'],
      ['the same with its article behind', 'Matrix, The'],
      ['any letters, large or small', 'МАТРИЦА'],
      ['one of two titles in one', 'Матрица / The Matrix'],
    ])('finds an equal title by %s', async (_, title) => {
      expect(await equalTo([title], 1999)).toEqual([matrix]);
    });

    it.each([
      ['Rocky II', 'Rocky 2'],
      ['Rocky 2', 'Rocky II'],
      ['Tom & Jerry', 'Tom and Jerry'],
      ['Tom and Jerry', 'Tom & Jerry'],
      ['Маша & Медведь', 'Маша и Медведь'],
      ['Маша и Медведь', 'Маша & Медведь'],
      ['The Beatles', 'Beatles'],
      ['Beatles', 'A Beatles'],
      ['Ёлки 3', 'Елки III'],
      ['WALL·E', 'WALL-E'],
    ])('finds "%s", which a list calls "%s"', async (name, title) => {
      expect(comparableTitle(name)).toBe(comparableTitle(title));
      await movies.save([aCard({ kinopoiskId: 8, ...nameless, nameRu: name })]);
      expect(ids(await equalTo([title]))).toEqual([8]);
    });

    it('answers for many rows in their order, with all titles of each', async () => {
      const found = await index.byEqualTitles([
        described(['Солярис']),
        described(['Брат']),
        described([]),
        described(['%', '…', ' ']),
        described(['Елки', 'Брат 2', 'The Matrix']),
        described(['Брат']),
      ]);
      expect(found.map(ids)).toEqual([[], [41519], [], [], [77, 301, 41520], [41519]]);
      expect(await index.byEqualTitles([])).toEqual([]);
    });

    it('does not treat a part of a title as the title', async () => {
      expect(await equalTo(['Бра'])).toEqual([]);
      expect(await equalTo(['Матриц'])).toEqual([]);
      expect(await equalTo(["'; drop table movies --", '"', '{}'])).toEqual([]);
    });

    it.each([
      ['a typing error at the end', 'Матриц', 1999],
      ['a typing error at the beginning', 'Мотрица', 1999],
      ['a letter too many', 'Матррица', 1999],
      ['a title in Latin letters', 'matrica', 1999],
      ['a year beside its own', 'Матриц', 2000],
      ['a title whose year nobody says', 'Матриц', null],
    ])('finds a near title by %s', async (_, title, year) => {
      expect(await index.byNearTitles(described([title], year))).toEqual([matrix]);
    });

    it('finds films whose names contain the title as words', async () => {
      expect(ids(await index.byNearTitles(described(['Брат'])))).toEqual([41519, 41520]);
      expect(ids(await index.byNearTitles(described(['Брат'], 1997)))).toEqual([41519]);
    });

    it.each([
      ['of another title', ['Солярис']],
      ['of another year', ['Матриц']],
      ['without a letter', ['%', '_', '…', '|', ' ']],
      ['without a title', []],
    ])('finds no similar titles for a row %s', async (_, titles) => {
      expect(await index.byNearTitles(described(titles, 1972))).toEqual([]);
    });

    it('examines only a few films per row, even if it has many titles', async () => {
      await movies.save(
        Array.from({ length: 100 }, (_, at) =>
          aCard({ kinopoiskId: 1000 + at, ...nameless, nameRu: `Фильм ${at}`, year: 1999 }),
        ),
      );
      const all = Array.from({ length: 118 }, (_, at) => `Фильм ${at}`).join(' / ');
      expect((await equalTo([all], 1999)).length).toBeLessThan(10);
      expect((await index.byNearTitles(described([all], 1999))).length).toBeLessThanOrEqual(80);
    });

    it('returns the nearest years if more films have the title than are examined', async () => {
      const years = Array.from({ length: 60 }, (_, at) => 1940 + at);
      const films = years.map((year) => aCard({ kinopoiskId: year, ...nameless, nameRu: 'Анна', year }));
      await movies.save(films.toReversed());
      await movies.save([aCard({ kinopoiskId: 1, ...nameless, nameRu: 'Анна', year: null })]);
      await movies.save([aCard({ kinopoiskId: 2, ...nameless, nameRu: 'Анна и волки', year: 1970 })]);
      const found = ids(await equalTo(['Анна'], 1970));
      expect(found.length).toBeLessThan(years.length);
      expect(found).toEqual(expect.arrayContaining([1966, 1967, 1968, 1969, 1970, 1971, 1972, 1973, 1974]));
      expect(found).not.toContain(1);
      expect(found).not.toContain(2);
    });

    describe('beside films of which the owner sees only the title', () => {
      const now = new Date('2026-12-01T12:00:00.000Z');
      const rules: readonly (readonly [string, RestrictionRule])[] = [
        ['its id', { kinopoiskIds: [301] }],
        ['its year', { releasedWithinYears: 28 }],
        ['its genre', { genreId: 6 }],
      ];

      it.each(rules)('finds a film that is hidden by %s only by its title', async (_, rule) => {
        const teasers = { rules: [rule], now };
        const equal = await index.byEqualTitles([described(['The Matrix'], 1999), described(['Матрица'])], teasers);
        expect(equal.map(ids)).toEqual([[], [301]]);
        for (const hidden of ['The Matrix', 'The Matrixx', 'The Mat7q7q'])
          expect(await index.byNearTitles(described(['Мат', hidden], 1999), teasers)).toEqual([]);
        expect(ids(await index.byNearTitles(described(['Матрицца'], 1999), teasers))).toEqual([301]);
      });

      it('finds all other films by all their names', async () => {
        const teasers = { rules: [{ kinopoiskIds: [41519] }, { ageLimitFrom: 21 }], now };
        expect((await index.byEqualTitles([described(['The Matrix'])], teasers)).map(ids)).toEqual([[301]]);
        expect(ids(await index.byNearTitles(described(['The Matrixx']), teasers))).toEqual([301]);
      });

      it('finds as many films as if hidden names did not exist', async () => {
        const hidden = Array.from({ length: 230 }, (_, at) =>
          aCard({ kinopoiskId: 1000 + at, ...nameless, nameRu: `Фильм ${at}`, nameOriginal: 'Solaris', year: 1972 }),
        );
        await movies.save([
          ...hidden,
          aCard({ kinopoiskId: 43911, ...nameless, nameRu: 'Солярис', nameOriginal: 'Solaris', year: 1972 }),
        ]);
        const teasers = { rules: [{ kinopoiskIds: hidden.map(({ kinopoiskId }) => kinopoiskId) }], now };
        expect((await index.byEqualTitles([described(['Solaris'], 1972)], teasers)).map(ids)).toEqual([[43911]]);
        expect(ids(await index.byNearTitles(described(['Solaris'], 1972), teasers))).toEqual([43911]);
      });
    });
  });
}
