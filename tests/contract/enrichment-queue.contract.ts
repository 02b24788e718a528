import { beforeEach, describe, expect, it } from 'vitest';
import type { EnrichmentQueue } from '../../src/application/ports/enrichment-queue.ts';
import type { FavoriteMovieRepository } from '../../src/application/ports/favorite-movie-repository.ts';
import type { MovieRepository } from '../../src/application/ports/movie-repository.ts';
import type { UserRepository } from '../../src/application/ports/user-repository.ts';
import type { FilmRecord } from '../../src/domain/movie.ts';
import { aCard } from '../builders/film.ts';
import { aUser, uuid } from '../builders/user.ts';

type Opened = {
  readonly queue: EnrichmentQueue;
  readonly movies: MovieRepository;
  readonly favorites: FavoriteMovieRepository;
  readonly users: UserRepository;
};

const noon = new Date('2026-11-20T12:00:00.123Z');
const minutesLater = (minutes: number) => new Date(noon.getTime() + minutes * 60_000);

/** A card that came alone. */
const bare = (kinopoiskId: number, differences: Partial<FilmRecord> = {}) =>
  aCard({ kinopoiskId, directors: undefined, trailerUrl: undefined, ...differences });

/** `open` gives empty repositories that know of each other. */
export function enrichmentQueueContract(adapter: string, open: () => Promise<Opened>): void {
  describe(`EnrichmentQueue: ${adapter}`, () => {
    let opened: Opened;
    let queue: EnrichmentQueue;
    beforeEach(async () => {
      opened = await open();
      ({ queue } = opened);
    });

    it('gives the films whose card came without directors or trailer, and no others', async () => {
      await opened.movies.save([
        aCard({ kinopoiskId: 1 }),
        bare(2),
        bare(3, { fetchedAt: null }),
        bare(4, { directors: [] }),
        bare(5, { trailerUrl: null }),
        aCard({ kinopoiskId: 6, directors: [], trailerUrl: null }),
      ]);
      expect(await queue.take('worker', 10, noon)).toEqual([2, 4, 5]);
    });

    it('gives those on a shelf first', async () => {
      await opened.users.add(aUser(), { passwordHash: 'hash', usernameSkeleton: 'alice' });
      await opened.movies.save([bare(1), bare(2), bare(3)]);
      await opened.favorites.add(uuid(1), 3, noon);
      expect(await queue.take('worker', 2, noon)).toEqual([3, 1]);
      expect(await queue.take('worker', 2, noon)).toEqual([2]);
    });

    it('gives a film again after ten minutes, then later and later, but every day', async () => {
      await opened.movies.save([bare(1)]);
      let minutes = 0;
      for (const wait of [10, 40, 160, 640, 1440, 1440]) {
        expect(await queue.take('worker', 1, minutesLater(minutes))).toEqual([1]);
        expect(await queue.take('worker', 1, minutesLater(minutes + wait - 1))).toEqual([]);
        minutes += wait;
      }
    });

    it('gives the longest waiting first, and none that is complete by now', async () => {
      await opened.movies.save([bare(2)]);
      await queue.take('worker', 1, noon);
      await opened.movies.save([bare(1)]);
      await queue.take('worker', 1, minutesLater(1));
      await opened.movies.save([bare(3)]);
      expect(await queue.take('worker', 3, minutesLater(11))).toEqual([3, 2, 1]);
      await opened.movies.save([aCard({ kinopoiskId: 2 })]);
      expect(await queue.take('worker', 3, minutesLater(600))).toEqual([3, 1]);
    });

    it('works with one worker until that one has not come for five minutes', async () => {
      await opened.movies.save([bare(1), bare(2), bare(3), bare(4)]);
      expect(await queue.take('first', 1, noon)).toEqual([1]);
      expect(await queue.take('second', 1, minutesLater(1))).toEqual([]);
      expect(await queue.take('first', 1, minutesLater(4))).toEqual([2]);
      expect(await queue.take('second', 1, minutesLater(8.9))).toEqual([]);
      expect(await queue.take('second', 1, minutesLater(9))).toEqual([3]);
      expect(await queue.take('first', 1, minutesLater(9))).toEqual([]);
    });

    it.each([1, 2, 3, 4, 5])('works with one of ten workers that race (round %i)', async () => {
      await opened.movies.save([bare(1), bare(2), bare(3)]);
      const workers = Array.from({ length: 10 }, (_, index) => `worker ${index}`);
      const taken = await Promise.all(workers.map((worker) => queue.take(worker, 1, noon)));
      expect(taken.flat()).toEqual([1]);
    });

    it.each([1, 2, 3])('gives no film twice to a worker that asks many times at once (round %i)', async () => {
      const films = Array.from({ length: 20 }, (_, index) => bare(index + 1));
      await opened.movies.save(films);
      const taken = await Promise.all(films.map(() => queue.take('worker', 1, noon)));
      expect(taken.flat().toSorted((a, b) => a - b)).toEqual(films.map(({ kinopoiskId }) => kinopoiskId));
    });
  });
}
