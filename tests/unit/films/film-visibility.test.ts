import { beforeEach, describe, expect, it } from 'vitest';
import type { FilmSearch } from '../../../src/application/films/film-search.ts';
import { FilmVisibility } from '../../../src/application/films/film-visibility.ts';
import { GetMovie } from '../../../src/application/films/get-movie.ts';
import { ListMovies } from '../../../src/application/films/list-movies.ts';
import type { MovieCatalog } from '../../../src/application/films/movie-catalog.ts';
import { SearchMovies } from '../../../src/application/films/search-movies.ts';
import { AddFavoriteMovie } from '../../../src/application/shelf/add-favorite-movie.ts';
import { ListFavoriteMovies } from '../../../src/application/shelf/list-favorite-movies.ts';
import type { Actor, UserActor } from '../../../src/domain/access/actor.ts';
import { MovieRestricted } from '../../../src/domain/access/restriction.ts';
import type { VisibleMovie } from '../../../src/domain/films/visible-movie.ts';
import type { Listing } from '../../../src/domain/shared/page.ts';
import { EMPTY_PERSONAL } from '../../../src/domain/shelf/favorite-movie.ts';
import { aUserActor, aUserActorWith, operator } from '../../builders/actor.ts';
import { aCatalog } from '../../builders/catalog.ts';
import { aCard, aMovie, visibleAsTeaser, visibleWhole } from '../../builders/film.ts';
import { aClient } from '../../builders/session.ts';
import { uuid } from '../../builders/user.ts';
import { FixedClock } from '../../fakes/fixed-clock.ts';
import { InMemoryAccessRules } from '../../fakes/in-memory-access-rules.ts';
import { InMemoryFavoriteMovieRepository } from '../../fakes/in-memory-favorite-movie-repository.ts';
import { InMemoryFilmSource } from '../../fakes/in-memory-film-source.ts';
import { InMemoryMovieRepository } from '../../fakes/in-memory-movie-repository.ts';

const noon = new Date('2026-11-20T12:00:00.000Z');
const yearSeconds = 365 * 24 * 60 * 60;
const chosen = { label: 'chosen', rule: { kinopoiskIds: [301] } };
const page = { page: 1, perPage: 12 };

const teaser = visibleAsTeaser(aMovie(), ['chosen']);
const whole: VisibleMovie = { movie: aMovie(), labels: ['chosen'], isViewable: true };
/** Another film, without a restriction. */
const open = visibleWhole(aMovie({ kinopoiskId: 302 }));

const viewers: readonly [string, UserActor][] = [
  ['somebody with the permission of the label', aUserActorWith('movies:label:chosen')],
  ['somebody with the permission of all labels', aUserActorWith('movies:label:*')],
  ['a superuser', aUserActor({ isSuperuser: true, permissions: new Set() })],
];
const others: readonly [string, UserActor][] = [
  ['a user', aUserActor()],
  ['somebody with the permission of another label', aUserActorWith('movies:label:adult')],
];

let clock: FixedClock;
let rules: InMemoryAccessRules;
let visibility: FilmVisibility;

beforeEach(() => {
  clock = new FixedClock();
  rules = new InMemoryAccessRules();
  visibility = new FilmVisibility(rules, clock);
});

describe('MovieShowing', () => {
  it.each<[string, Actor]>([...viewers, ['the operator', operator]])('shows %s all of the film', async (_, actor) => {
    rules.restrict(chosen);
    expect((await visibility.to(actor))(aMovie())).toEqual(whole);
    expect(await visibility.whole(actor, aMovie())).toEqual(whole);
  });

  it.each(others)('shows %s a teaser, or refuses the film', async (_, actor) => {
    rules.restrict(chosen);
    expect((await visibility.to(actor))(aMovie())).toEqual(teaser);
    await expect(visibility.whole(actor, aMovie())).rejects.toThrow(new MovieRestricted());
  });

  it('uses the current rules', async () => {
    expect(await visibility.whole(aUserActor(), aMovie())).toEqual(visibleWhole(aMovie()));
    rules.restrict(chosen);
    expect((await visibility.to(aUserActor()))(aMovie())).toEqual(teaser);
    rules.restrict();
    expect(await visibility.whole(aUserActor(), aMovie())).toEqual(visibleWhole(aMovie()));
  });

  it('uses the year of the clock', async () => {
    rules.restrict({ label: 'new', rule: { releasedWithinYears: 1 } });
    const movie = aMovie({ year: 2026 });
    expect((await visibility.to(aUserActor()))(movie)).toEqual(visibleAsTeaser(movie, ['new']));
    clock.advanceSeconds(yearSeconds);
    expect((await visibility.to(aUserActor()))(movie)).toEqual(visibleWhole(movie));
  });
});

describe('A restricted film', () => {
  let movies: InMemoryMovieRepository;
  let favorites: InMemoryFavoriteMovieRepository;
  let catalog: MovieCatalog;
  let search: FilmSearch;

  beforeEach(async () => {
    rules.restrict(chosen);
    movies = new InMemoryMovieRepository();
    favorites = new InMemoryFavoriteMovieRepository(movies);
    const source = new InMemoryFilmSource(clock);
    source.knows(aCard(), aCard({ kinopoiskId: 302 }));
    ({ catalog, search } = aCatalog({ movies, source, clock }));
    await movies.save([aCard(), aCard({ kinopoiskId: 302 })]);
  });

  /** The source of a stored film. */
  const asKept = { from: 'cache', ageSeconds: 0 };

  async function shelfOf(userId: string) {
    return favorites.list(userId, { sort: 'added_at' }, page);
  }

  /** The lists as shown to a user whose shelf has both films. */
  async function listsFor(actor: UserActor) {
    await favorites.add(actor.userId, 301, noon);
    await favorites.add(actor.userId, 302, noon);
    const listMovies = new ListMovies(movies, visibility);
    const listFavoriteMovies = new ListFavoriteMovies(favorites, visibility);
    const filter = { order: 'stored' } as const;
    const shelf = { filter: { sort: 'added_at' } } as const;
    return {
      search: await new SearchMovies(search, visibility).execute(actor, { query: 'матрица', page: 1, client: aClient }),
      list: await allOf(await listMovies.execute(actor, { filter })),
      listPage: await listMovies.execute(actor, { filter, page }),
      shelf: await allOf(await listFavoriteMovies.execute(actor, shelf)),
      shelfPage: await listFavoriteMovies.execute(actor, { ...shelf, page }),
    };
  }

  /** A short list is returned at once. */
  async function allOf<T>(listing: Listing<T>): Promise<readonly T[]> {
    return Symbol.asyncIterator in listing ? Array.fromAsync(listing) : listing.items;
  }

  /** The lists with this film and the unrestricted one. */
  function listsWith(film: VisibleMovie) {
    const shown = [film, open];
    const kept = shown.map((favorite) => ({ ...favorite, ...EMPTY_PERSONAL, addedAt: noon }));
    return {
      search: { movies: shown, total: 2, from: 'kinopoisk' },
      list: shown,
      listPage: { items: shown, total: 2 },
      shelf: kept,
      shelfPage: { items: kept, total: 2 },
    };
  }

  it.each(viewers)('is shown completely to %s in search, in lists and on the shelf', async (_, actor) => {
    expect(await listsFor(actor)).toEqual(listsWith(whole));
  });

  it.each(others)('is a teaser for %s in search, in lists and on the shelf', async (_, actor) => {
    expect(await listsFor(actor)).toEqual(listsWith(teaser));
  });

  /**
   * The results for a user whose shelf has both films: of a search for the name that a teaser hides, and of sorting by
   * rating.
   */
  async function byHiddenFields(actor: UserActor) {
    await favorites.add(actor.userId, 301, noon);
    await favorites.add(actor.userId, 302, noon);
    await movies.save([
      aCard({ nameOriginal: 'Zanzibar' }),
      aCard({ kinopoiskId: 302, nameOriginal: 'Zanzibar', rating: 1 }),
    ]);
    const known = aCatalog({ movies, source: undefined, clock }).search;
    const listMovies = new ListMovies(movies, visibility);
    const shelf = new ListFavoriteMovies(favorites, visibility);
    const ids = (those: readonly VisibleMovie[]) => those.map(({ movie }) => movie.kinopoiskId);
    const words = { query: 'zanzibar', page: 1, client: aClient };
    return [
      (await new SearchMovies(known, visibility).execute(actor, words)).movies,
      await allOf(await shelf.execute(actor, { filter: { sort: 'added_at', query: 'zanzibar' } })),
      await allOf(await shelf.execute(actor, { filter: { sort: 'rating' } })),
      await allOf(await listMovies.execute(actor, { filter: { order: 'newest' } })),
    ].map(ids);
  }

  it.each(viewers)('is found and sorted by all its data for %s', async (_, actor) => {
    expect(await byHiddenFields(actor)).toEqual([
      [301, 302],
      [301, 302],
      [301, 302],
      [301, 302],
    ]);
  });

  it.each(others)('is neither found nor sorted by data that %s does not see', async (_, actor) => {
    expect(await byHiddenFields(actor)).toEqual([[302], [302], [302, 301], [302, 301]]);
  });

  it.each(viewers)('is shown to %s', async (_, actor) => {
    expect(await new GetMovie(catalog, visibility).execute(actor, { kinopoiskId: 301, client: aClient })).toEqual({
      ...whole,
      ...asKept,
    });
  });

  it.each(others)('is refused to %s unless they request a teaser, while another film is shown', async (_, actor) => {
    const getMovie = new GetMovie(catalog, visibility);
    await expect(getMovie.execute(actor, { kinopoiskId: 301, client: aClient })).rejects.toThrow(new MovieRestricted());
    expect(await getMovie.execute(actor, { kinopoiskId: 302, client: aClient })).toEqual({ ...open, ...asKept });
    const wanted = { kinopoiskId: 301, client: aClient, teaser: true };
    expect(await getMovie.execute(actor, wanted)).toEqual({ ...teaser, from: asKept.from });
  });

  it.each(viewers)('may be added by %s', async (_, actor) => {
    const addFavoriteMovie = new AddFavoriteMovie(favorites, catalog, visibility, clock);
    expect(await addFavoriteMovie.execute(actor, { kinopoiskId: 301, client: aClient })).toEqual({
      favorite: { ...whole, ...EMPTY_PERSONAL, addedAt: noon },
      added: true,
    });
    expect(await shelfOf(uuid(1))).toEqual({
      items: [{ movie: aMovie(), ...EMPTY_PERSONAL, addedAt: noon }],
      total: 1,
    });
  });

  it.each(others)('may not be added by %s', async (_, actor) => {
    const addFavoriteMovie = new AddFavoriteMovie(favorites, catalog, visibility, clock);
    await expect(addFavoriteMovie.execute(actor, { kinopoiskId: 301, client: aClient })).rejects.toThrow(
      new MovieRestricted(),
    );
    expect(await shelfOf(uuid(1))).toEqual({ items: [], total: 0 });
  });

  it('stays on the shelf of a user who added it before, and cannot be added again', async () => {
    const before = new Date('2026-11-19T12:00:00.000Z');
    await favorites.add(uuid(1), 301, before);
    const addFavoriteMovie = new AddFavoriteMovie(favorites, catalog, visibility, clock);
    await expect(addFavoriteMovie.execute(aUserActor(), { kinopoiskId: 301, client: aClient })).rejects.toThrow(
      new MovieRestricted(),
    );
    expect(await shelfOf(uuid(1))).toEqual({
      items: [{ movie: aMovie(), ...EMPTY_PERSONAL, addedAt: before }],
      total: 1,
    });
  });
});
