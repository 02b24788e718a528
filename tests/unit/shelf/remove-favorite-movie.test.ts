import { beforeEach, describe, expect, it } from 'vitest';
import { RemoveFavoriteMovie } from '../../../src/application/shelf/remove-favorite-movie.ts';
import { PermissionDenied, Unauthenticated } from '../../../src/domain/access/actor.ts';
import { FavoriteNotFound, EMPTY_PERSONAL } from '../../../src/domain/shelf/favorite-movie.ts';
import { anonymous, aUserActor, aUserActorWithout, operator } from '../../builders/actor.ts';
import { aCard, aFilm, aMovie } from '../../builders/film.ts';
import { uuid } from '../../builders/user.ts';
import { FixedClock } from '../../fakes/fixed-clock.ts';
import { InMemoryFavoriteMovieRepository } from '../../fakes/in-memory-favorite-movie-repository.ts';
import { InMemoryMovieRepository } from '../../fakes/in-memory-movie-repository.ts';

const noon = new Date('2026-11-20T12:00:00.000Z');
const matrix = { movie: aMovie(), ...EMPTY_PERSONAL, addedAt: noon };

describe('RemoveFavoriteMovie', () => {
  let movies: InMemoryMovieRepository;
  let favorites: InMemoryFavoriteMovieRepository;
  let removeFavoriteMovie: RemoveFavoriteMovie;

  beforeEach(async () => {
    movies = new InMemoryMovieRepository();
    favorites = new InMemoryFavoriteMovieRepository(movies);
    removeFavoriteMovie = new RemoveFavoriteMovie(favorites, new FixedClock());
    await movies.save([aCard(), aFilm({ kinopoiskId: 302 })]);
    await favorites.add(uuid(1), 301, noon);
    await favorites.add(uuid(1), 302, noon);
    await favorites.add(uuid(2), 301, noon);
  });

  function shelfOf(userId: string) {
    return favorites.list(userId, { sort: 'added_at' }, { page: 1, perPage: 100 });
  }

  it('removes one film from the shelf of the caller, and keeps it in the catalogue', async () => {
    await removeFavoriteMovie.execute(aUserActor(), { kinopoiskId: 302 });
    expect(await shelfOf(uuid(1))).toEqual({ items: [matrix], total: 1 });
    expect(await movies.count()).toBe(2);
  });

  it('keeps the film on the shelves of others', async () => {
    await removeFavoriteMovie.execute(aUserActor(), { kinopoiskId: 301 });
    expect(await shelfOf(uuid(2))).toEqual({ items: [matrix], total: 1 });
  });

  it('does not find a film twice', async () => {
    await removeFavoriteMovie.execute(aUserActor(), { kinopoiskId: 301 });
    await expect(removeFavoriteMovie.execute(aUserActor(), { kinopoiskId: 301 })).rejects.toThrow(
      new FavoriteNotFound(),
    );
  });

  it.each([
    ['a film that only somebody else keeps', 302],
    ['a film that nobody knows', 303],
  ])('does not find %s', async (_, kinopoiskId) => {
    const bob = aUserActor({ userId: uuid(2) });
    await expect(removeFavoriteMovie.execute(bob, { kinopoiskId })).rejects.toThrow(new FavoriteNotFound());
    expect(await shelfOf(uuid(1))).toMatchObject({ total: 2 });
  });

  it.each([
    ['asks somebody without a token to log in', anonymous, new Unauthenticated()],
    ['asks the operator, who has no shelf, to log in', operator, new Unauthenticated()],
    ['denies a user without the right', aUserActorWithout('favorites:own'), new PermissionDenied()],
  ])('%s', async (_, actor, refusal) => {
    await expect(removeFavoriteMovie.execute(actor, { kinopoiskId: 301 })).rejects.toThrow(refusal);
    expect(await shelfOf(uuid(1))).toMatchObject({ total: 2 });
  });
});
