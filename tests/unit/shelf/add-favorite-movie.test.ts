import { beforeEach, describe, expect, it } from 'vitest';
import { FilmVisibility } from '../../../src/application/films/film-visibility.ts';
import { FilmSourceTimeout } from '../../../src/application/films/ports/film-source.ts';
import { AddFavoriteMovie } from '../../../src/application/shelf/add-favorite-movie.ts';
import { PermissionDenied, Unauthenticated } from '../../../src/domain/access/actor.ts';
import { MovieNotFound } from '../../../src/domain/films/movie.ts';
import { EMPTY_PERSONAL } from '../../../src/domain/shelf/favorite-movie.ts';
import { anonymous, aUserActor, aUserActorWithout, operator } from '../../builders/actor.ts';
import { aCatalog } from '../../builders/catalog.ts';
import { aCard, aMovie, visibleWhole } from '../../builders/film.ts';
import { aClient } from '../../builders/session.ts';
import { uuid } from '../../builders/user.ts';
import { FixedClock } from '../../fakes/fixed-clock.ts';
import { InMemoryAccessRules } from '../../fakes/in-memory-access-rules.ts';
import { InMemoryFavoriteMovieRepository } from '../../fakes/in-memory-favorite-movie-repository.ts';
import { InMemoryFilmSource } from '../../fakes/in-memory-film-source.ts';
import { InMemoryMovieRepository } from '../../fakes/in-memory-movie-repository.ts';

const noon = new Date('2026-11-20T12:00:00.000Z');
const matrix = aMovie({ fetchedAt: noon });

describe('AddFavoriteMovie', () => {
  let clock: FixedClock;
  let source: InMemoryFilmSource;
  let movies: InMemoryMovieRepository;
  let favorites: InMemoryFavoriteMovieRepository;
  let addFavoriteMovie: AddFavoriteMovie;

  beforeEach(() => {
    clock = new FixedClock();
    source = new InMemoryFilmSource(clock);
    source.knows(aCard());
    movies = new InMemoryMovieRepository();
    favorites = new InMemoryFavoriteMovieRepository(movies);
    const visibility = new FilmVisibility(new InMemoryAccessRules(), clock);
    const { catalog } = aCatalog({ movies, source, clock });
    addFavoriteMovie = new AddFavoriteMovie(favorites, catalog, visibility, clock);
  });

  function shelfOf(userId: string) {
    return favorites.list(userId, { sort: 'added_at' }, { page: 1, perPage: 100 });
  }

  it('adds a film with all its data, and the time', async () => {
    const favorite = { movie: matrix, ...EMPTY_PERSONAL, addedAt: noon };
    expect(await addFavoriteMovie.execute(aUserActor(), { kinopoiskId: 301, client: aClient })).toEqual({
      favorite: { ...favorite, ...visibleWhole(matrix) },
      added: true,
    });
    expect(await shelfOf(uuid(1))).toEqual({ items: [favorite], total: 1 });
  });

  it('adds it once, with the time of the first addition', async () => {
    await addFavoriteMovie.execute(aUserActor(), { kinopoiskId: 301, client: aClient });
    clock.advanceSeconds(60);
    const favorite = { movie: matrix, ...EMPTY_PERSONAL, addedAt: noon };
    expect(await addFavoriteMovie.execute(aUserActor(), { kinopoiskId: 301, client: aClient })).toEqual({
      favorite: { ...favorite, ...visibleWhole(matrix) },
      added: false,
    });
    expect(await shelfOf(uuid(1))).toEqual({ items: [favorite], total: 1 });
  });

  it('adds a film once when twenty calls race', async () => {
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, () => addFavoriteMovie.execute(aUserActor(), { kinopoiskId: 301, client: aClient })),
    );
    expect(outcomes.filter(({ added }) => added)).toHaveLength(1);
  });

  it('adds a film only to the shelf of the caller', async () => {
    await addFavoriteMovie.execute(aUserActor(), { kinopoiskId: 301, client: aClient });
    expect(await shelfOf(uuid(2))).toEqual({ items: [], total: 0 });
    const bob = aUserActor({ userId: uuid(2) });
    expect(await addFavoriteMovie.execute(bob, { kinopoiskId: 301, client: aClient })).toMatchObject({ added: true });
  });

  it('adds a stored film while the source is down', async () => {
    await movies.save([aCard({ directors: undefined, trailerUrl: undefined })]);
    source.fails(new FilmSourceTimeout());
    expect(await addFavoriteMovie.execute(aUserActor(), { kinopoiskId: 301, client: aClient })).toMatchObject({
      added: true,
    });
  });

  it('adds no unknown film', async () => {
    await expect(addFavoriteMovie.execute(aUserActor(), { kinopoiskId: 302, client: aClient })).rejects.toThrow(
      new MovieNotFound(),
    );
    expect(await shelfOf(uuid(1))).toEqual({ items: [], total: 0 });
  });

  it('adds nothing when the source fails', async () => {
    source.fails(new FilmSourceTimeout());
    await expect(addFavoriteMovie.execute(aUserActor(), { kinopoiskId: 301, client: aClient })).rejects.toThrow(
      FilmSourceTimeout,
    );
    expect(await shelfOf(uuid(1))).toEqual({ items: [], total: 0 });
  });

  it.each([
    ['asks somebody without a token to log in', anonymous, new Unauthenticated()],
    ['asks the operator, who has no shelf, to log in', operator, new Unauthenticated()],
    ['denies a user without the right', aUserActorWithout('favorites:own'), new PermissionDenied()],
  ])('%s, before it asks the source', async (_, actor, refusal) => {
    await expect(addFavoriteMovie.execute(actor, { kinopoiskId: 301, client: aClient })).rejects.toThrow(refusal);
    expect(source.calls).toEqual([]);
    expect(await shelfOf(uuid(1))).toEqual({ items: [], total: 0 });
  });
});
