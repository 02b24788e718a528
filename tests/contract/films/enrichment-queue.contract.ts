import { beforeEach, describe, expect, it } from 'vitest';
import type { EnrichmentQueue } from '../../../src/application/films/ports/enrichment-queue.ts';
import type { MovieRepository } from '../../../src/application/films/ports/movie-repository.ts';
import type { FilmRecord } from '../../../src/domain/films/movie.ts';
import { aCard } from '../../builders/film.ts';
import { roundsOn } from '../../support/rounds.ts';

type Opened = { readonly queue: EnrichmentQueue; readonly movies: MovieRepository };

const noon = new Date('2026-11-20T12:00:00.123Z');
const minutesLater = (minutes: number) => new Date(noon.getTime() + minutes * 60_000);

/** A card without directors and trailer. */
const bare = (kinopoiskId: number, differences: Partial<FilmRecord> = {}) =>
  aCard({ kinopoiskId, directors: undefined, trailerUrl: undefined, ...differences });

/** `open` returns empty repositories that share their data. */
export function enrichmentQueueContract(adapter: string, open: () => Promise<Opened>): void {
  describe(`EnrichmentQueue: ${adapter}`, () => {
    let { queue, movies }: Opened = {} as Opened;
    beforeEach(async () => {
      ({ queue, movies } = await open());
    });

    /** Takes films until none is due. */
    async function allDue(now: Date): Promise<number[]> {
      const ids: number[] = [];
      for (let id = await queue.take('worker', now); id !== undefined; id = await queue.take('worker', now))
        ids.push(id);
      return ids;
    }

    it('returns only films that were stored without directors or trailer', async () => {
      await movies.save([
        aCard({ kinopoiskId: 1 }),
        bare(2),
        bare(3, { fetchedAt: null }),
        bare(4, { directors: [] }),
        bare(5, { trailerUrl: null }),
        aCard({ kinopoiskId: 6, directors: [], trailerUrl: null }),
      ]);
      expect(await allDue(noon)).toEqual([2, 4, 5]);
    });

    it('returns a film again after ten minutes, then after longer times of at most a day', async () => {
      await movies.save([bare(1)]);
      let minutes = 0;
      for (const wait of [10, 40, 160, 640, 1440, 1440]) {
        expect(await queue.take('worker', minutesLater(minutes))).toBe(1);
        expect(await queue.take('worker', minutesLater(minutes + wait - 1))).toBeUndefined();
        minutes += wait;
      }
    });

    it('returns the film that has waited longest first, and no complete film', async () => {
      await movies.save([bare(2)]);
      await queue.take('worker', noon);
      await movies.save([bare(1)]);
      await queue.take('worker', minutesLater(1));
      await movies.save([bare(3)]);
      expect(await allDue(minutesLater(11))).toEqual([3, 2, 1]);
      await movies.save([aCard({ kinopoiskId: 2 })]);
      expect(await allDue(minutesLater(600))).toEqual([3, 1]);
    });

    it('serves one worker until it has not called for five minutes', async () => {
      await movies.save([bare(1), bare(2), bare(3), bare(4)]);
      expect(await queue.take('first', noon)).toBe(1);
      expect(await queue.take('second', minutesLater(1))).toBeUndefined();
      expect(await queue.take('first', minutesLater(4))).toBe(2);
      expect(await queue.take('second', minutesLater(8.9))).toBeUndefined();
      expect(await queue.take('second', minutesLater(9))).toBe(3);
      expect(await queue.take('first', minutesLater(9))).toBeUndefined();
    });

    it.each(roundsOn(adapter, 5))(
      'serves one of ten racing workers, even for an expired lease (round %i)',
      async () => {
        await movies.save([bare(1), bare(2), bare(3)]);
        const race = (now: Date) =>
          Promise.all(Array.from({ length: 10 }, (_, index) => queue.take(`worker ${index} ${now.getTime()}`, now)));
        expect((await race(noon)).filter((id) => id !== undefined)).toEqual([1]);
        expect((await race(minutesLater(5))).filter((id) => id !== undefined)).toEqual([2]);
      },
    );

    it.each(roundsOn(adapter, 3))(
      'returns no film twice to a worker that calls many times at once (round %i)',
      async () => {
        const films = Array.from({ length: 20 }, (_, index) => bare(index + 1));
        await movies.save(films);
        const taken = await Promise.all(films.map(() => queue.take('worker', noon)));
        expect(new Set(taken)).toEqual(new Set(films.map(({ kinopoiskId }) => kinopoiskId)));
      },
    );
  });
}
