import { beforeEach, describe, expect, it } from 'vitest';
import type { FilmListRepository } from '../../../src/application/films/ports/film-list-repository.ts';
import type { ListProgress } from '../../../src/domain/films/film-lists.ts';
import { roundsOn } from '../../support/rounds.ts';

const noon = new Date('2026-11-20T12:00:00.123Z');
const minutesLater = (minutes: number) => new Date(noon.getTime() + minutes * 60_000);

const popular: ListProgress = { list: 'popular', nextPage: 3, dueAt: noon, readAt: null, failures: 0 };
const premieres: ListProgress = {
  list: 'premieres_2026_11',
  nextPage: 1,
  dueAt: minutesLater(60),
  readAt: noon,
  failures: 2,
};

/** `open` returns an empty repository. */
export function filmListRepositoryContract(adapter: string, open: () => Promise<FilmListRepository>): void {
  describe(`FilmListRepository: ${adapter}`, () => {
    let lists: FilmListRepository;
    beforeEach(async () => {
      lists = await open();
    });

    it('stores the latest progress of each list', async () => {
      expect(await lists.progress()).toEqual([]);
      await lists.save('worker', popular, noon);
      await lists.save('worker', premieres, noon);
      const read = { ...popular, nextPage: 1, readAt: minutesLater(1), dueAt: minutesLater(2) };
      expect(await lists.save('worker', read, minutesLater(1))).toBe(true);
      expect(new Set(await lists.progress())).toEqual(new Set([read, premieres]));
    });

    it('serves one worker until it has not called for five minutes', async () => {
      expect(await lists.lease('first', noon)).toBe(true);
      expect(await lists.lease('second', minutesLater(4.9))).toBe(false);
      expect(await lists.save('first', popular, minutesLater(4))).toBe(true);
      expect(await lists.lease('second', minutesLater(8.9))).toBe(false);
      expect(await lists.lease('second', minutesLater(9))).toBe(true);
      expect(await lists.save('first', { ...popular, nextPage: 99 }, minutesLater(9))).toBe(false);
      expect(await lists.progress()).toEqual([popular]);
    });

    it.each(roundsOn(adapter, 5))('gives the lease to one of ten racing workers (round %i)', async () => {
      const race = (now: Date) =>
        Promise.all(Array.from({ length: 10 }, (_, index) => lists.lease(`${index} ${now.getTime()}`, now)));
      for (const now of [noon, minutesLater(5)]) expect((await race(now)).filter(Boolean)).toHaveLength(1);
    });
  });
}
