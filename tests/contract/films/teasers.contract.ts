import { beforeEach, describe, expect, it } from 'vitest';
import type { UserRepository } from '../../../src/application/accounts/ports/user-repository.ts';
import type { MovieRepository } from '../../../src/application/films/ports/movie-repository.ts';
import type { FavoriteMovieRepository } from '../../../src/application/shelf/ports/favorite-movie-repository.ts';
import type { RestrictionRule, TeaserFilms } from '../../../src/domain/access/restriction.ts';
import { isTeaser } from '../../../src/domain/access/restriction.ts';
import type { FilmRecord } from '../../../src/domain/films/movie.ts';
import { aCard } from '../../builders/film.ts';
import { aUser } from '../../builders/user.ts';

type Repositories = {
  readonly movies: MovieRepository;
  readonly favorites: FavoriteMovieRepository;
  readonly users: UserRepository;
};

const now = new Date('2026-11-20T12:00:00.000Z');
const page = { page: 1, perPage: 100 };
const { id: alice } = aUser();

/** All have the word `zanzibar` in a name that teasers do not show, and the rating falls as the id rises. */
const differences: readonly Partial<FilmRecord>[] = [
  { year: 2026, ageLimit: null },
  { year: 2025, ageLimit: 0 },
  { year: 2024, ageLimit: 17 },
  { year: 2023, ageLimit: 18, genres: ['драма'] },
  { year: 2026, ageLimit: 21, genres: ['фантастика', 'драма'] },
  { year: 2027, ageLimit: 12, nameOriginal: null, nameEn: 'Hotel Zanzibar' },
  { year: 2026, nameRu: '漢字' },
  { year: 2026, nameRu: '!?' },
  { year: 2026, nameRu: null, nameOriginal: 'Занзибар' },
];
const films = differences.map((difference, at) =>
  aCard({
    kinopoiskId: at + 1,
    nameRu: 'Гостиница',
    nameOriginal: 'Zanzibar Nights',
    nameEn: null,
    rating: 9 - at / 2,
    ...difference,
  }),
);

const rules: readonly RestrictionRule[] = [
  ...[1, 2, 3, 100].map((releasedWithinYears) => ({ releasedWithinYears })),
  ...[0, 18, 21, 22].map((ageLimitFrom) => ({ ageLimitFrom })),
  ...[2, 6, 2_147_483_647].map((genreId) => ({ genreId })),
  { kinopoiskIds: [1, 4, 2_147_483_647] },
  { kinopoiskIds: films.map(({ kinopoiskId }) => kinopoiskId) },
];
const cases: readonly [string, TeaserFilms][] = [
  ...rules.map((rule): [string, TeaserFilms] => [JSON.stringify(rule), { rules: [rule], now }]),
  ['any of several', { rules: [{ genreId: 2 }, { ageLimitFrom: 21 }, { kinopoiskIds: [1] }], now }],
];

/**
 * Hidden data of a film must not influence whether it is found, or its place in a list. `open` returns empty
 * repositories.
 */
export function teasersContract(adapter: string, open: () => Promise<Repositories>): void {
  describe(`restricted films: ${adapter}`, () => {
    let movies: MovieRepository;
    let favorites: FavoriteMovieRepository;
    const idsOf = (those: readonly { kinopoiskId: number }[]) => those.map(({ kinopoiskId }) => kinopoiskId);

    /** The films that the reader may view, according to the domain. */
    async function visible(teasers: TeaserFilms): Promise<Set<number>> {
      const stored = await movies.findAll(idsOf(films));
      expect(stored).toHaveLength(films.length);
      return new Set(idsOf(stored.filter((movie) => !isTeaser(movie, teasers))));
    }

    beforeEach(async () => {
      const opened = await open();
      ({ movies, favorites } = opened);
      await opened.users.add(aUser(), { passwordHash: 'hash', usernameSkeleton: 'alice' });
      await movies.save(films);
      await favorites.addAndRemove(alice, { add: idsOf(films), remove: [] }, now);
    });

    it('are found by their title and by no other name', async () => {
      for (const [name, teasers] of cases) {
        const seen = await visible(teasers);
        const byTitle = (id: number) => seen.has(id) || id === films.length;
        const expected = idsOf(films).filter(byTitle);
        for (const words of name === 'any of several' ? ['zanz', 'Занзибар', 'zanzebar'] : ['zanzibar']) {
          const { items, total } = await movies.search(words, page, teasers);
          expect([name, words, idsOf(items).toSorted((a, b) => a - b), total]).toEqual([
            ...[name, words, expected, expected.length],
          ]);
        }
        for (const words of ['zanzibar', 'Zanz']) {
          const filter = { sort: 'title', query: words, teasers } as const;
          const { items, total } = await favorites.list(alice, filter, page);
          const found = items.map(({ movie }) => movie.kinopoiskId).toSorted((a, b) => a - b);
          expect([name, words, found, total]).toEqual([name, words, expected, expected.length]);
          const streamed = await Array.fromAsync(favorites.stream(alice, filter));
          expect(streamed).toHaveLength(expected.length);
        }
        const { items } = await movies.search('гостиница', page, teasers);
        expect(idsOf(items).toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6]);
      }
    });

    it('do not change which other films are found', async () => {
      const hidden = aCard({ kinopoiskId: 2001, nameRu: 'Тайна', nameOriginal: 'Tra Bra', nameEn: null });
      const title = 'Transkontinentalnaya Revolution';
      await movies.save([aCard({ kinopoiskId: 2000, nameRu: title, nameOriginal: null, nameEn: null })]);
      const teasers: TeaserFilms = { rules: [{ kinopoiskIds: [2001] }], now };
      const found = async () => {
        const queries = ['tra rev', 'rev tra', 'bra rev', 'tra bra'];
        const first = await movies.firstInTitles(queries.toReversed(), teasers);
        const pages = await Promise.all(queries.map(async (query) => movies.search(query, page, teasers)));
        return [first, ...pages.map(({ items }) => idsOf(items))];
      };
      const before = await found();
      expect(before).toEqual(['rev tra', [2000], [2000], [], []]);
      await movies.save([hidden]);
      expect(await found()).toEqual(before);
    });

    it('are sorted like films without a rating, in every list', async () => {
      for (const [name, teasers] of cases) {
        const seen = await visible(teasers);
        const sorted = films.toSorted(
          (a, b) => Number(seen.has(b.kinopoiskId)) - Number(seen.has(a.kinopoiskId)) || a.kinopoiskId - b.kinopoiskId,
        );
        const filter = { sort: 'rating', teasers } as const;
        const { items } = await favorites.list(alice, filter, page);
        expect([name, items.map(({ movie }) => movie.kinopoiskId)]).toEqual([name, idsOf(sorted)]);
        const newest = sorted.toSorted((a, b) => (b.year ?? 0) - (a.year ?? 0));
        const listed = await movies.list({ order: 'newest', teasers }, page);
        expect([name, idsOf(listed.items)]).toEqual([name, idsOf(newest)]);
        const found = await movies.search('гостиница', page, teasers);
        const equal = idsOf(found.items).filter((id) => !seen.has(id));
        expect(equal).toEqual(equal.toSorted((a, b) => a - b));
      }
    });

    it('have the same order in pages and in streams', async () => {
      const many = Array.from({ length: 250 }, (_, at) =>
        aCard({ kinopoiskId: 1000 + at, year: 2000 + (at % 3), rating: (at * 7) % 10, ageLimit: at % 2 ? 18 : 6 }),
      );
      await movies.save(many);
      await favorites.addAndRemove(alice, { add: idsOf(many), remove: [] }, now);
      const teasers: TeaserFilms = { rules: [{ ageLimitFrom: 18 }], now };
      const all = { page: 1, perPage: 500 };
      const filter = { sort: 'rating', teasers } as const;
      const shelf = await Array.fromAsync(favorites.stream(alice, filter));
      expect(shelf).toEqual((await favorites.list(alice, filter, all)).items);
      const listed = await Array.fromAsync(movies.stream({ order: 'newest', teasers }));
      expect(listed).toEqual((await movies.list({ order: 'newest', teasers }, all)).items);
      expect([shelf.length, listed.length]).toEqual([259, 259]);
    });
  });
}
