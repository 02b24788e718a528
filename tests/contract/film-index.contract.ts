import { beforeEach, describe, expect, it } from 'vitest';
import type { FilmIndex } from '../../src/application/ports/film-index.ts';
import type { MovieRepository } from '../../src/application/ports/movie-repository.ts';
import type { NamedFilm } from '../../src/domain/film-matching.ts';
import { aCard } from '../builders/film.ts';

const matrix: NamedFilm = {
  kinopoiskId: 301,
  names: ['Матрица', 'The Matrix', 'Matrix'],
  year: 1999,
  imdbId: 'tt0133093',
  type: 'FILM',
};
const nameless = { nameRu: null, nameOriginal: null, nameEn: null };

/** `open` gives an empty catalogue and its index. */
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

    it('gives films by their ids, with all their names, and none for an id it does not know', async () => {
      expect(await index.byIds([301, 999, 2_147_483_647])).toEqual([matrix]);
      expect(ids(await index.byIds([41520, 301, 41519]))).toEqual([301, 41519, 41520]);
      const [unsure] = await index.byIds([77]);
      expect(unsure).toEqual({ kinopoiskId: 77, names: ['Ёлки'], year: null, imdbId: null, type: 'FILM' });
      expect(await index.byIds([])).toEqual([]);
    });

    it('gives films by their ids of IMDb, all of those that share one', async () => {
      await movies.save([aCard({ kinopoiskId: 5, ...nameless })]);
      expect(ids(await index.byImdbIds(['tt0133093', 'tt0238883', 'tt9999999']))).toEqual([5, 301, 41520]);
      expect(await index.byImdbIds([])).toEqual([]);
      expect(await index.byImdbIds(["' or true --"])).toEqual([]);
    });

    it.each([
      ['a Russian title', 'Матрица'],
      ['an original title', 'The Matrix'],
      ['any letters, large or small', 'МАТРИЦА'],
      ['a title in Latin letters', 'matrica'],
      ['a typing error', 'Матриц'],
    ])('finds by %s', async (_, title) => {
      expect(await index.byTitles([title], 1999)).toEqual([matrix]);
    });

    it('finds what holds the title as words, and what has е for ё', async () => {
      expect(ids(await index.byTitles(['Брат'], 1997))).toEqual([41519, 41520]);
      expect(ids(await index.byTitles(['Елки'], null))).toEqual([77]);
    });

    it('finds by any of several titles, each film once', async () => {
      expect(ids(await index.byTitles(['Матрица', 'The Matrix', 'Брат 2'], null))).toEqual([301, 41519, 41520]);
    });

    it.each([
      ['of another title', ['Солярис']],
      ['without a letter', ['%', '_', '…', '|', ' ']],
      ['without a title', []],
    ])('finds nothing by a row %s', async (_, titles) => {
      expect(await index.byTitles(titles, 1999)).toEqual([]);
    });

    it('gives the nearest years of a title that more films have than are looked at', async () => {
      const years = Array.from({ length: 60 }, (_, at) => 1940 + at);
      const films = years.map((year) => aCard({ kinopoiskId: year, ...nameless, nameRu: 'Анна', year }));
      await movies.save(films.toReversed());
      await movies.save([aCard({ kinopoiskId: 1, ...nameless, nameRu: 'Анна', year: null })]);
      await movies.save([aCard({ kinopoiskId: 2, ...nameless, nameRu: 'Анна и волки', year: 1970 })]);
      const found = ids(await index.byTitles(['Анна'], 1970));
      expect(found.length).toBeLessThan(years.length);
      expect(found).toEqual(expect.arrayContaining([1966, 1967, 1968, 1969, 1970, 1971, 1972, 1973, 1974]));
      expect(found).not.toContain(1);
      expect(found).not.toContain(2);
    });
  });
}
