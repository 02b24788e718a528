import { beforeEach, describe, expect, it } from 'vitest';
import type { MovieRepository } from '../../../src/application/films/ports/movie-repository.ts';
import type { SearchRepository } from '../../../src/application/films/ports/search-repository.ts';
import { aCard, aFilm, aMovie } from '../../builders/film.ts';

type Opened = { readonly searches: SearchRepository; readonly movies: MovieRepository };

const noon = new Date('2026-11-20T12:00:00.123Z');
const evening = new Date('2026-11-20T18:00:00.456Z');

/** `open` returns empty repositories that share their data. */
export function searchRepositoryContract(adapter: string, open: () => Promise<Opened>): void {
  describe(`SearchRepository: ${adapter}`, () => {
    let searches: SearchRepository;
    let movies: MovieRepository;
    beforeEach(async () => {
      ({ searches, movies } = await open());
      await movies.save([aFilm({ kinopoiskId: 5 }), aCard(), aFilm({ kinopoiskId: 7 })]);
    });

    it('has no answer for a search that was never made', async () => {
      expect(await searches.find('матрица', 1)).toBeUndefined();
    });

    it('returns the films in the order found, with their current data, the total and the time', async () => {
      await searches.keep('матрица', 1, { kinopoiskIds: [7, 301, 5], total: 45, fetchedAt: noon });
      const kept = await searches.find('матрица', 1);
      expect(kept).toMatchObject({ total: 45, fetchedAt: noon });
      expect(kept?.movies.map(({ kinopoiskId }) => kinopoiskId)).toEqual([7, 301, 5]);
      expect(kept?.movies[1]).toEqual(aMovie());
      await movies.save([aCard({ rating: 9.9, fetchedAt: evening })]);
      expect((await searches.find('матрица', 1))?.movies[1]).toEqual(aMovie({ rating: 9.9, fetchedAt: evening }));
    });

    it('distinguishes pages and words in any script', async () => {
      const keys = ['матрица', 'the matrix', '%', "o'brien; --", '映画 😀', 'е'.repeat(200)];
      for (const [index, key] of keys.entries()) {
        await searches.keep(key, 1, { kinopoiskIds: [5], total: index, fetchedAt: noon });
        await searches.keep(key, 2, { kinopoiskIds: [7], total: 100 + index, fetchedAt: noon });
      }
      for (const [index, key] of keys.entries()) {
        expect((await searches.find(key, 1))?.total).toBe(index);
        expect((await searches.find(key, 2))?.movies.map(({ kinopoiskId }) => kinopoiskId)).toEqual([7]);
      }
    });

    it('stores that nothing was found', async () => {
      await searches.keep('нет такого', 1, { kinopoiskIds: [], total: 0, fetchedAt: noon });
      expect(await searches.find('нет такого', 1)).toEqual({ movies: [], total: 0, fetchedAt: noon });
    });

    it('replaces an older answer by a newer one, but not a newer by an older one', async () => {
      await searches.keep('матрица', 1, { kinopoiskIds: [5], total: 1, fetchedAt: noon });
      await searches.keep('матрица', 1, { kinopoiskIds: [301, 7], total: 2, fetchedAt: evening });
      await searches.keep('матрица', 1, { kinopoiskIds: [5], total: 1, fetchedAt: noon });
      const kept = await searches.find('матрица', 1);
      expect(kept).toMatchObject({ total: 2, fetchedAt: evening });
      expect(kept?.movies.map(({ kinopoiskId }) => kinopoiskId)).toEqual([301, 7]);
    });

    it('stores one of twenty racing answers', async () => {
      const answers = Array.from({ length: 20 }, (_, total) => ({ kinopoiskIds: [5], total, fetchedAt: noon }));
      await Promise.all(answers.map((answer) => searches.keep('матрица', 1, answer)));
      expect((await searches.find('матрица', 1))?.movies).toHaveLength(1);
    });

    it('deletes old answers', async () => {
      await searches.keep('матрица', 1, { kinopoiskIds: [5], total: 1, fetchedAt: noon });
      await searches.keep('матрица', 2, { kinopoiskIds: [5], total: 1, fetchedAt: evening });
      expect(await searches.purge(noon)).toBe(0);
      expect(await searches.purge(evening)).toBe(1);
      expect(await searches.find('матрица', 1)).toBeUndefined();
      expect(await searches.find('матрица', 2)).toBeDefined();
    });
  });
}
