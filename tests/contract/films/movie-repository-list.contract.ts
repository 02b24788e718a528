import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { MovieRepository } from '../../../src/application/films/ports/movie-repository.ts';
import type { MovieFilter } from '../../../src/domain/films/movie-filter.ts';
import type { FilmRecord } from '../../../src/domain/films/movie.ts';
import { unknownFilm } from '../../../src/domain/films/movie.ts';
import { aCard, aMovie } from '../../builders/film.ts';

const lana = { id: 23330, name: 'Лана Вачовски' };
const lilly = { id: 23331, name: 'Лилли Вачовски' };

/** Saved in this order. Each has only the given differences from {@link aCard}. */
const films = [
  aCard({ kinopoiskId: 700, year: 1999, rating: 8.498 }),
  aCard({ kinopoiskId: 5, year: 2021, rating: null, genres: ['драма', 'фантастика'], directors: [lilly] }),
  aCard({ kinopoiskId: 300, year: 2021, rating: 7.1, genres: ['драма'], directors: [lana] }),
  aCard({ kinopoiskId: 2, year: 2021, rating: 0, directors: [lilly, lana] }),
  aCard({ kinopoiskId: 1, year: 1999, rating: 8.498, directors: [{ id: 7, name: 'Некто' }] }),
  aCard({ kinopoiskId: 9, year: 2021, rating: null, directors: [{ id: null, name: 'Без номера' }] }),
];

/** Each lacks one thing that a complete card has. */
const incomplete: [lack: string, said: Partial<FilmRecord>][] = [
  ['a title', { nameRu: null, nameOriginal: null, nameEn: null }],
  ['a year', { year: null }],
  ['a genre', { genres: [] }],
  ['a director', { directors: [] }],
  ['a director whom anybody asked for', { directors: undefined }],
];

const filters: [MovieFilter, number[]][] = [
  [{ order: 'stored' }, [700, 5, 300, 2, 1, 9]],
  [{ order: 'newest' }, [300, 2, 5, 9, 1, 700]],
  [{ order: 'stored', genreId: 2 }, [5, 300]],
  [{ order: 'newest', genreId: 2 }, [300, 5]],
  [{ order: 'stored', directorId: 23330 }, [700, 300, 2]],
  [{ order: 'newest', directorId: 23331, year: 2021 }, [2, 5]],
  [{ order: 'newest', year: 1999 }, [1, 700]],
  [{ order: 'stored', genreId: 6, directorId: 23331, year: 2021 }, [5, 2]],
  [{ order: 'stored', genreId: 2_147_483_647 }, []],
  [{ order: 'newest', directorId: 4 }, []],
  [{ order: 'stored', year: 1 }, []],
];

/** `open` returns an empty repository. */
export function movieListContract(adapter: string, open: () => Promise<MovieRepository>): void {
  describe(`MovieRepository.list: ${adapter}`, () => {
    let movies: MovieRepository;
    const streamed = async (filter: MovieFilter) =>
      (await Array.fromAsync(movies.stream(filter))).map(({ kinopoiskId }) => kinopoiskId);

    describe('of a few films', () => {
      beforeAll(async () => {
        movies = await open();
        for (const film of films) await movies.save([film]);
      });

      it.each(filters)('for %j is %j, as a stream and page by page', async (filter, ids) => {
        expect(await streamed(filter)).toEqual(ids);
        const pages = [];
        for (let page = 1; page <= ids.length + 1; page += 1) {
          pages.push(await movies.list(filter, { page, perPage: 1 }));
        }
        expect(pages.flatMap(({ items }) => items.map(({ kinopoiskId }) => kinopoiskId))).toEqual(ids);
        expect(pages.map(({ total }) => total)).toEqual(pages.map(() => ids.length));
      });

      it('holds the films with all that is known of them', async () => {
        const { items } = await movies.list({ order: 'stored', year: 1999 }, { page: 1, perPage: 1 });
        expect(items).toEqual([aMovie({ kinopoiskId: 700, webUrl: aCard().webUrl })]);
        const [first] = await Array.fromAsync(movies.stream({ order: 'stored', year: 1999 }));
        expect(first).toEqual(items[0]);
      });
    });

    describe('of cards that are not complete', () => {
      beforeEach(async () => {
        movies = await open();
      });

      it.each(incomplete)('does not show a film without %s until it is known', async (_, lack) => {
        const card = aCard({ fetchedAt: null });
        await movies.save([{ ...card, ...lack }]);
        expect(await streamed({ order: 'stored' })).toEqual([]);
        expect(await movies.list({ order: 'newest' }, { page: 1, perPage: 12 })).toEqual({ items: [], total: 0 });
        await movies.save([card]);
        expect(await streamed({ order: 'newest' })).toEqual([301]);
      });
    });

    it.each(['stored', 'newest'] as const)('loses and repeats no film of a long list (%s)', async (order) => {
      movies = await open();
      // All sort keys are equal, so that there are ties at every border between batches.
      const many = Array.from({ length: 250 }, (_, at) => ({
        ...unknownFilm(1000 - at),
        ...{ nameRu: 'Фильм', genres: ['драма'], directors: [lana], year: 2000 + (at % 2) },
        rating: at % 3 === 0 ? null : 7.3,
      }));
      await movies.save(many);
      const ids = await streamed({ order });
      expect(ids).toHaveLength(250);
      expect(new Set(ids).size).toBe(250);
      const { items } = await movies.list({ order }, { page: 1, perPage: 250 });
      expect(ids).toEqual(items.map(({ kinopoiskId }) => kinopoiskId));
    });
  });
}
