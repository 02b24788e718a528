import { beforeEach, describe, expect, it } from 'vitest';
import type { FilmSource } from '../../../src/application/films/ports/film-source.ts';
import { SEARCH_PAGE_SIZE } from '../../../src/application/films/ports/film-source.ts';
import type { VoteSource } from '../../../src/application/imports/ports/vote-source.ts';
import { VOTES_PAGE_SIZE } from '../../../src/application/imports/ports/vote-source.ts';

type Told = {
  readonly kinopoiskId: number;
  readonly nameRu: string;
  readonly imdbId: string | null;
  readonly directors: readonly { readonly id: number; readonly name: string }[];
  readonly trailerUrl: string | null;
};

/**
 * `votes`: by the id of a profile, the latest first; other profiles show no votes. `popular`: ids, the most popular
 * first.
 */
export type ToldToSource = {
  readonly films: readonly Told[];
  readonly popular: readonly number[];
  readonly votes: ReadonlyMap<number, readonly { readonly kinopoiskId: number; readonly userRating: number }[]>;
};

const series = Array.from({ length: SEARCH_PAGE_SIZE + 5 }, (_, at) => ({
  ...{ kinopoiskId: 8_000_001 + at, nameRu: `Незримый архив ${at + 1}`, imdbId: null, directors: [], trailerUrl: null },
}));
const known = {
  kinopoiskId: 8_100_001,
  nameRu: 'Безлюдный маяк',
  imdbId: 'tt98100001',
  directors: [
    { id: 810_002, name: 'Вторая Режиссёр' },
    { id: 810_001, name: 'Первый Режиссёр' },
  ],
  trailerUrl: 'https://www.youtube.com/watch?v=nUEQNVV3Gfs',
} as const;
const silent = {
  ...{ kinopoiskId: 8_100_002, nameRu: 'Немой берег', imdbId: null, directors: [], trailerUrl: null },
};
const shown = 800_001;
const privateOne = 800_002;
const votes = series.slice(0, VOTES_PAGE_SIZE + 1).map(({ kinopoiskId }, at) => ({
  ...{ kinopoiskId, userRating: (at % 10) + 1 },
}));

/** `open` returns a source that knows these films and profiles, at the time `now`. */
export function filmSourceContract(
  adapter: string,
  now: Date,
  open: (told: ToldToSource) => Promise<FilmSource & VoteSource>,
): void {
  describe(`FilmSource: ${adapter}`, () => {
    let source: FilmSource & VoteSource;
    beforeEach(async () => {
      source = await open({
        films: [...series, known, silent],
        popular: series.map(({ kinopoiskId }) => kinopoiskId).toReversed(),
        votes: new Map([[shown, votes]]),
      });
    });

    const idsOf = (films: readonly { readonly kinopoiskId: number }[]) => films.map(({ kinopoiskId }) => kinopoiskId);

    it('finds films by words of their names, in pages that it counts', async () => {
      const [first, second] = [await source.search('незримый архив', 1), await source.search('незримый архив', 2)];
      expect([first.total, second.total]).toEqual([series.length, series.length]);
      expect([first.films.length, second.films.length]).toEqual([SEARCH_PAGE_SIZE, 5]);
      expect(idsOf([...first.films, ...second.films])).toEqual(idsOf(series));
    });

    it('returns films of a search without directors and trailer, and not as cards', async () => {
      const { films } = await source.search(known.nameRu, 1);
      expect(films).toMatchObject([{ kinopoiskId: known.kinopoiskId, nameRu: known.nameRu, fetchedAt: null }]);
      expect(films.map(({ directors, trailerUrl }) => [directors, trailerUrl])).toEqual([[undefined, undefined]]);
    });

    it.each([
      ['words that no film has', 'никто такого не снимал', 1],
      ['a page after the last', 'незримый архив', 3],
    ])('finds nothing for %s', async (_, words, page) => {
      expect(await source.search(words, page)).toEqual({ films: [], total: 0 });
    });

    it('returns the card of a film with its time', async () => {
      const card = await source.find(known.kinopoiskId);
      expect(card).toMatchObject({ kinopoiskId: known.kinopoiskId, nameRu: known.nameRu, imdbId: known.imdbId });
      expect([card?.directors, card?.trailerUrl, card?.fetchedAt]).toEqual([undefined, undefined, now]);
    });

    it('has no card for an id that belongs to no film', async () => {
      expect(await source.find(8_999_999)).toBeUndefined();
    });

    it('returns directors in its order, or none', async () => {
      expect(await source.directors(known.kinopoiskId)).toEqual(known.directors);
      expect(await source.directors(silent.kinopoiskId)).toEqual([]);
    });

    it('returns the trailer, or that there is none', async () => {
      expect(await source.trailer(known.kinopoiskId)).toBe(known.trailerUrl);
      expect(await source.trailer(silent.kinopoiskId)).toBeNull();
    });

    it('returns the film of an IMDb id', async () => {
      const found = await source.findByImdbId(known.imdbId);
      expect(found).toMatchObject({ kinopoiskId: known.kinopoiskId, imdbId: known.imdbId, fetchedAt: null });
      expect(await source.findByImdbId('tt99999999')).toBeUndefined();
    });

    it('lists films in pages that it counts, in its order, not as cards', async () => {
      const [first, second] = [await source.listed('popular', 1), await source.listed('popular', 2)];
      expect(idsOf([...first.films, ...second.films].slice(0, series.length))).toEqual(idsOf(series).toReversed());
      expect(first.films.length).toBe(20);
      expect(first.pages).toBeGreaterThan(1);
      expect(first.films[0]).toMatchObject({ nameRu: series.at(-1)?.nameRu, fetchedAt: null });
      expect(first.films.map(({ directors, trailerUrl }) => [directors, trailerUrl])[0]).toEqual([
        undefined,
        undefined,
      ]);
    });

    it('lists nothing for a month without premieres', async () => {
      expect((await source.listed('premieres_1999_2', 1)).films).toEqual([]);
    });

    it('returns votes in pages, and nothing after the last page', async () => {
      const pages = [await source.votes(shown, 1), await source.votes(shown, 2), await source.votes(shown, 3)];
      expect(pages.map((page) => page?.total)).toEqual([votes.length, votes.length, votes.length]);
      const said = pages.map((page) =>
        page?.votes.map(({ film, userRating }) => ({ kinopoiskId: film.kinopoiskId, userRating })),
      );
      expect(said).toEqual([votes.slice(0, VOTES_PAGE_SIZE), votes.slice(VOTES_PAGE_SIZE), []]);
    });

    it('returns no votes of a private profile', async () => {
      expect(await source.votes(privateOne, 1)).toBeUndefined();
    });
  });
}
