import { beforeEach, describe, expect, it } from 'vitest';
import type { UserRepository } from '../../../src/application/accounts/ports/user-repository.ts';
import type { MovieRepository } from '../../../src/application/films/ports/movie-repository.ts';
import type { FavoriteMovieRepository } from '../../../src/application/shelf/ports/favorite-movie-repository.ts';
import type { FilmRecord } from '../../../src/domain/films/movie.ts';
import { MovieNotFound, unknownFilm } from '../../../src/domain/films/movie.ts';
import type { FavoriteFilter, FavoriteSort, Personal } from '../../../src/domain/shelf/favorite-movie.ts';
import { FAVORITE_SORTS } from '../../../src/domain/shelf/favorite-movie.ts';
import { aCard, aMovie } from '../../builders/film.ts';
import { aUser, uuid } from '../../builders/user.ts';
import { roundsOn } from '../../support/rounds.ts';

type Repositories = {
  readonly favorites: FavoriteMovieRepository;
  readonly movies: MovieRepository;
  readonly users: UserRepository;
};

const noon = new Date('2026-11-20T12:00:00.123Z');
const keptAtNoon = { note: null, userRating: null, watchedAt: null, addedAt: noon };
const newestFirst: FavoriteFilter = { sort: 'added_at' };
const firstPage = { page: 1, perPage: 100 };

/** `open` returns empty repositories that share their data. */
export function favoriteMovieRepositoryContract(adapter: string, open: () => Promise<Repositories>): void {
  describe(`FavoriteMovieRepository: ${adapter}`, () => {
    let favorites: FavoriteMovieRepository;
    let movies: MovieRepository;
    const alice = uuid(1);
    const bob = uuid(2);

    beforeEach(async () => {
      const opened = await open();
      ({ favorites, movies } = opened);
      const secrets = { passwordHash: 'hash', usernameSkeleton: null };
      await opened.users.add(aUser({ id: alice, username: null }), secrets);
      await opened.users.add(aUser({ id: bob, username: null, email: 'bob@example.org' }), secrets);
    });

    /** Adds the films one after the other, a second apart by default. */
    async function keep(films: readonly FilmRecord[], stepMs = 1000): Promise<void> {
      await movies.save(films);
      for (const [at, { kinopoiskId }] of films.entries()) {
        await favorites.add(alice, kinopoiskId, new Date(noon.getTime() + at * stepMs));
      }
    }

    async function ids(filter: FavoriteFilter): Promise<number[]> {
      const { items, total } = await favorites.list(alice, filter, firstPage);
      expect(total).toBe(items.length);
      const streamed = await all(favorites.stream(alice, filter));
      expect(streamed).toEqual(items);
      return items.map(({ movie }) => movie.kinopoiskId);
    }

    it('has empty shelves at first', async () => {
      expect(await ids(newestFirst)).toEqual([]);
      expect(await favorites.remove(alice, 301, noon)).toBe(false);
    });

    it('adds a film once, and keeps the time of the first addition, to the millisecond', async () => {
      await movies.save([aCard()]);
      expect(await favorites.add(alice, 301, noon)).toEqual({ ...keptAtNoon, added: true });
      const later = new Date('2026-11-21T00:00:00.999Z');
      expect(await favorites.add(alice, 301, later)).toEqual({ ...keptAtNoon, added: false });
      expect(await favorites.list(alice, newestFirst, firstPage)).toEqual({
        items: [{ movie: aMovie(), ...keptAtNoon }],
        total: 1,
      });
    });

    it('adds no film that is not in the catalogue', async () => {
      await expect(favorites.add(alice, 301, noon)).rejects.toThrow(MovieNotFound);
      expect(await ids(newestFirst)).toEqual([]);
    });

    it('removes a film, and adds it again', async () => {
      await keep([film(1), film(2)]);
      expect(await favorites.remove(alice, 1, noon)).toBe(true);
      expect(await favorites.remove(alice, 1, noon)).toBe(false);
      expect(await ids(newestFirst)).toEqual([2]);
      const later = new Date('2026-12-01T00:00:00.000Z');
      expect(await favorites.add(alice, 1, later)).toEqual({ ...keptAtNoon, addedAt: later, added: true });
      expect(await ids(newestFirst)).toEqual([1, 2]);
    });

    it('has a shelf for each user', async () => {
      await keep([film(1), film(2)]);
      await favorites.add(bob, 1, noon);
      expect(await favorites.remove(bob, 2, noon)).toBe(false);
      expect(await favorites.remove(bob, 1, noon)).toBe(true);
      expect(await ids(newestFirst)).toEqual([2, 1]);
      expect(await favorites.list(bob, newestFirst, firstPage)).toEqual({ items: [], total: 0 });
      expect(await all(favorites.stream(uuid(99), newestFirst))).toEqual([]);
    });

    it('returns the current data of a film', async () => {
      await keep([film(301)]);
      await movies.save([aCard()]);
      expect((await favorites.list(alice, newestFirst, firstPage)).items).toEqual([{ movie: aMovie(), ...keptAtNoon }]);
    });

    it.each(roundsOn(adapter, 5))('adds a film once when twenty adds race (round %i)', async () => {
      await movies.save([film(1), film(2)]);
      await favorites.add(alice, 2, noon);
      await Promise.all(Array.from({ length: 20 }, () => favorites.list(alice, newestFirst, firstPage)));
      const times = Array.from({ length: 20 }, (_, n) => new Date(noon.getTime() + n));
      const outcomes = await Promise.all(times.map((at) => favorites.add(alice, 1, at)));
      expect(outcomes.filter(({ added }) => added)).toHaveLength(1);
      expect(new Set(outcomes.map(({ addedAt }) => addedAt.getTime())).size).toBe(1);
      expect(await ids(newestFirst)).toHaveLength(2);
    });

    it.each(roundsOn(adapter, 5))('removes a film once when twenty removals race (round %i)', async () => {
      await keep([film(1)]);
      await Promise.all(Array.from({ length: 20 }, () => favorites.list(alice, newestFirst, firstPage)));
      const removals = await Promise.all(Array.from({ length: 20 }, () => favorites.remove(alice, 1, noon)));
      expect(removals.filter(Boolean)).toHaveLength(1);
    });

    describe('sorts', () => {
      const films = [
        film(7, { nameRu: 'Ёжик', year: 1975, rating: 8.1 }),
        film(3, { nameRu: 'яблоко', year: 1975, rating: null }),
        film(5, { nameRu: null, year: null, rating: 0 }),
        film(9, { nameRu: 'ЁЖИК', year: 2000, rating: 8.1 }),
        film(1, { nameRu: 'Жуки', year: null, rating: 9.9 }),
        film(8, { nameRu: null, nameOriginal: 'zebra', year: -3, rating: null }),
        film(2, { nameRu: 'Дом', year: 2000, rating: 8.099999999999998 }),
        film(4, { nameRu: '𝒵', year: 2001, rating: 0.1 }),
      ];
      const orders: Record<FavoriteSort, number[]> = {
        added_at: [4, 2, 8, 1, 9, 5, 3, 7],
        title: [4, 8, 2, 7, 9, 1, 3, 5],
        year: [4, 2, 9, 3, 7, 8, 1, 5],
        rating: [1, 7, 9, 2, 4, 5, 3, 8],
        user_rating: [8, 1, 7, 9, 2, 3, 4, 5],
        watched_at: [5, 7, 9, 8, 1, 2, 3, 4],
      };

      async function say(): Promise<void> {
        const said: [number, Personal][] = [
          [7, { note: null, userRating: 9, watchedAt: '2026-11-20' }],
          [9, { note: null, userRating: 1, watchedAt: '2026-11-20' }],
          [1, { note: null, userRating: 9, watchedAt: null }],
          [8, { note: null, userRating: 10, watchedAt: '1895-12-28' }],
          [5, { note: null, userRating: null, watchedAt: '2026-11-21' }],
        ];
        for (const [id, personal] of said) await favorites.change(alice, id, personal);
      }

      it('by each of the orders, even only watched or only unwatched films', async () => {
        await keep(films);
        await say();
        for (const sort of FAVORITE_SORTS) {
          expect(await ids({ sort }), sort).toEqual(orders[sort]);
          expect(await ids({ sort, genreId: 2 }), sort).toEqual(orders[sort]);
          const [watched, unwatched] = [await ids({ sort, watched: true }), await ids({ sort, watched: false })];
          expect(watched, sort).toEqual(orders[sort].filter((id) => [5, 7, 8, 9].includes(id)));
          expect(unwatched, sort).toEqual(orders[sort].filter((id) => [1, 2, 3, 4].includes(id)));
        }
      });

      it('films added at the same time by film id', async () => {
        await keep(films, 0);
        expect(await ids(newestFirst)).toEqual([1, 2, 3, 4, 5, 7, 8, 9]);
      });
    });

    const found: [query: string, ids: number[]][] = [
      ['матрица', [2, 1]],
      ['МАТР', [2, 1]],
      ['matrix', [2, 1]],
      ['vfnhbwf', [2, 1]],
      ['еру ьфекшч', [2, 1]],
      ['перез матр', [2]],
      ['трица', []],
      ['матрица миля', []],
      ['зеленая', [3]],
      ['м', [3, 2, 1]],
      ['%', []],
      ['!!!', []],
      ['', []],
    ];
    it('finds films by their words, in any layout of the keyboard', async () => {
      await keep([
        film(1, { nameRu: 'Матрица', nameOriginal: 'The Matrix' }),
        film(2, { nameRu: 'Матрица: Перезагрузка', nameOriginal: 'The Matrix Reloaded' }),
        film(3, { nameRu: 'Зелёная миля', nameOriginal: 'The Green Mile' }),
      ]);
      for (const [query, films] of found) expect(await ids({ sort: 'added_at', query }), query).toEqual(films);
    });

    it('finds those of the given films that are on the shelf', async () => {
      await keep([film(1), film(2), film(3)]);
      expect(await ids({ sort: 'title', kinopoiskIds: [3, 1, 99] })).toEqual([1, 3]);
      expect(await ids({ sort: 'added_at', kinopoiskIds: [99] })).toEqual([]);
      expect(await all(favorites.stream(alice, { sort: 'added_at', kinopoiskIds: [2] }))).toHaveLength(1);
    });

    it('finds the films of a genre', async () => {
      await keep([film(1, { genres: ['ужасы', 'драма'] }), film(2, { genres: ['ужасы'] }), film(3, { genres: [] })]);
      expect(await ids({ sort: 'added_at', genreId: 17 })).toEqual([2, 1]);
      expect(await ids({ sort: 'title', genreId: 2, query: 'фильм 1' })).toEqual([1]);
      expect(await ids({ sort: 'added_at', genreId: 33 })).toEqual([]);
    });

    it('streams more films than a batch, with many ties, in the order of the pages', async () => {
      const many = Array.from({ length: 120 }, (_, n) =>
        film(n + 1, {
          nameRu: n % 5 === 0 ? null : `Серия ${n % 3}`,
          year: n % 4 === 0 ? null : 2000 + (n % 2),
          rating: n % 7 === 0 ? null : (n % 6) / 7,
        }),
      );
      await keep(many, 0);
      for (let n = 1; n <= 120; n += 3) {
        const watchedAt = n % 2 === 0 ? null : `2026-11-0${1 + (n % 5)}`;
        await favorites.change(alice, n, { userRating: 1 + (n % 4), watchedAt });
      }
      for (const sort of FAVORITE_SORTS) {
        const pages = [];
        for (const page of [1, 2]) pages.push(await favorites.list(alice, { sort }, { page, perPage: 80 }));
        expect(pages.map(({ items, total }) => [items.length, total])).toEqual([
          [80, 120],
          [40, 120],
        ]);
        const streamed = await all(favorites.stream(alice, { sort }));
        expect(streamed, sort).toEqual(pages.flatMap(({ items }) => items));
        expect(new Set(streamed.map(({ movie }) => movie.kinopoiskId)).size).toBe(120);
        const filter = { sort, query: 'серия', genreId: 2 };
        const past = await favorites.list(alice, filter, { page: 9, perPage: 100 });
        expect(past).toEqual({ items: [], total: 96 });
        expect(await all(favorites.stream(alice, filter))).toHaveLength(96);
      }
    });

    it('streams exactly one batch, and ends when it is not read to its end', async () => {
      await keep(Array.from({ length: 100 }, (_, n) => film(n + 1)));
      expect(await all(favorites.stream(alice, newestFirst))).toHaveLength(100);
      for await (const { movie } of favorites.stream(alice, newestFirst)) {
        expect(movie.kinopoiskId).toBe(100);
        break;
      }
    });

    it('counts the shelf past its last page', async () => {
      await keep([film(1), film(2), film(3)]);
      expect(await favorites.list(alice, newestFirst, { page: 2, perPage: 2 })).toMatchObject({ total: 3 });
      expect(await favorites.list(alice, newestFirst, { page: 3, perPage: 2 })).toEqual({ items: [], total: 3 });
    });

    it('returns copies', async () => {
      await movies.save([aCard()]);
      const at = new Date(noon);
      const { addedAt } = await favorites.add(alice, 301, at);
      at.setFullYear(1970);
      addedAt.setFullYear(1971);
      (await favorites.list(alice, newestFirst, firstPage)).items[0]?.addedAt.setFullYear(1972);
      const { items } = await favorites.list(alice, newestFirst, firstPage);
      expect(items).toEqual([{ movie: aMovie(), ...keptAtNoon }]);
    });
  });
}

async function all<T>(stream: AsyncIterable<T>): Promise<T[]> {
  const items: T[] = [];
  for await (const item of stream) items.push(item);
  return items;
}

function film(kinopoiskId: number, said: Partial<FilmRecord> = {}): FilmRecord {
  return { ...unknownFilm(kinopoiskId), nameRu: `Фильм ${kinopoiskId}`, genres: ['драма'], ...said };
}
