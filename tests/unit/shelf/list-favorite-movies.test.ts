import { beforeEach, describe, expect, it } from 'vitest';
import { FilmVisibility } from '../../../src/application/films/film-visibility.ts';
import { ListFavoriteMovies } from '../../../src/application/shelf/list-favorite-movies.ts';
import { PermissionDenied, Unauthenticated } from '../../../src/domain/access/actor.ts';
import type { Listing } from '../../../src/domain/shared/page.ts';
import type { VisibleFavorite } from '../../../src/domain/shelf/favorite-movie.ts';
import { EMPTY_PERSONAL } from '../../../src/domain/shelf/favorite-movie.ts';
import { anonymous, aUserActor, aUserActorWithout, operator } from '../../builders/actor.ts';
import { aCard, aMovie, visibleWhole } from '../../builders/film.ts';
import { uuid } from '../../builders/user.ts';
import { FixedClock } from '../../fakes/fixed-clock.ts';
import { InMemoryAccessRules } from '../../fakes/in-memory-access-rules.ts';
import { InMemoryFavoriteMovieRepository } from '../../fakes/in-memory-favorite-movie-repository.ts';
import { InMemoryMovieRepository } from '../../fakes/in-memory-movie-repository.ts';

const matrix: VisibleFavorite = {
  ...visibleWhole(aMovie()),
  ...EMPTY_PERSONAL,
  addedAt: new Date('2026-11-20T12:00:00.000Z'),
};
const stalker: VisibleFavorite = {
  ...visibleWhole(aMovie({ kinopoiskId: 43911, title: 'Сталкер', originalTitle: 'Сталкер', year: 1979 })),
  ...EMPTY_PERSONAL,
  addedAt: new Date('2026-11-20T12:00:01.000Z'),
};
const newestFirst = { sort: 'added_at' } as const;

/** The whole list; a short one is returned at once. */
async function whole(listing: Listing<VisibleFavorite>): Promise<readonly VisibleFavorite[]> {
  return Symbol.asyncIterator in listing ? Array.fromAsync(listing) : listing.items;
}

describe('ListFavoriteMovies', () => {
  let listFavoriteMovies: ListFavoriteMovies;

  beforeEach(async () => {
    const movies = new InMemoryMovieRepository();
    const favorites = new InMemoryFavoriteMovieRepository(movies);
    listFavoriteMovies = new ListFavoriteMovies(
      favorites,
      new FilmVisibility(new InMemoryAccessRules(), new FixedClock()),
    );
    await movies.save([
      aCard(),
      aCard({ kinopoiskId: 43911, nameRu: 'Сталкер', nameOriginal: 'Сталкер', nameEn: null, year: 1979 }),
    ]);
    await favorites.add(uuid(1), 301, matrix.addedAt);
    await favorites.add(uuid(1), 43911, stalker.addedAt);
    await favorites.add(uuid(2), 43911, stalker.addedAt);
  });

  it('shows the whole shelf if no page is requested', async () => {
    const shelf = await listFavoriteMovies.execute(aUserActor(), { filter: newestFirst });
    expect(await whole(shelf)).toEqual([stalker, matrix]);
  });

  it.each([
    [1, [stalker]],
    [2, [matrix]],
    [3, []],
  ])('shows page %i and the total number of films', async (page, items) => {
    const shelf = await listFavoriteMovies.execute(aUserActor(), { filter: newestFirst, page: { page, perPage: 1 } });
    expect(shelf).toEqual({ items, total: 2 });
  });

  it('sorts and filters a page like the whole shelf', async () => {
    const filter = { sort: 'title', query: 'матрица' } as const;
    const shelf = await listFavoriteMovies.execute(aUserActor(), { filter });
    expect(await whole(shelf)).toEqual([matrix]);
    const page = await listFavoriteMovies.execute(aUserActor(), { filter, page: { page: 1, perPage: 12 } });
    expect(page).toEqual({ items: [matrix], total: 1 });
  });

  it.each([
    [uuid(2), [stalker]],
    [uuid(3), []],
  ])('shows user %s only their own films', async (userId, items) => {
    const actor = aUserActor({ userId });
    expect(await whole(await listFavoriteMovies.execute(actor, { filter: newestFirst }))).toEqual(items);
    const page = await listFavoriteMovies.execute(actor, { filter: newestFirst, page: { page: 1, perPage: 12 } });
    expect(page).toEqual({ items, total: items.length });
  });

  it.each([
    ['asks somebody without a token to log in', anonymous, new Unauthenticated()],
    ['asks the operator, who has no shelf, to log in', operator, new Unauthenticated()],
    ['denies a user without the right', aUserActorWithout('favorites:own'), new PermissionDenied()],
  ])('%s', async (_, actor, refusal) => {
    await expect(listFavoriteMovies.execute(actor, { filter: newestFirst })).rejects.toThrow(refusal);
  });
});
