import { beforeEach, describe, expect, it } from 'vitest';
import { FilmVisibility } from '../../../src/application/films/film-visibility.ts';
import { GetDirector } from '../../../src/application/films/get-director.ts';
import { GetGenre } from '../../../src/application/films/get-genre.ts';
import { ListDirectors } from '../../../src/application/films/list-directors.ts';
import { ListGenres } from '../../../src/application/films/list-genres.ts';
import { ListMovies } from '../../../src/application/films/list-movies.ts';
import type { Actor } from '../../../src/domain/access/actor.ts';
import { PermissionDenied, Unauthenticated } from '../../../src/domain/access/actor.ts';
import { DirectorNotFound, GenreNotFound } from '../../../src/domain/films/movie.ts';
import type { Listing } from '../../../src/domain/shared/page.ts';
import { anonymous, aUserActor, aUserActorWithout, operator } from '../../builders/actor.ts';
import { aCard, aMovie, visibleWhole } from '../../builders/film.ts';
import { FixedClock } from '../../fakes/fixed-clock.ts';
import { InMemoryAccessRules } from '../../fakes/in-memory-access-rules.ts';
import { InMemoryLookupRepository } from '../../fakes/in-memory-lookup-repository.ts';
import { InMemoryMovieRepository } from '../../fakes/in-memory-movie-repository.ts';

const comedy = { id: 13, name: 'комедия' };
const drama = { id: 2, name: 'драма' };
const names = new InMemoryLookupRepository([comedy, drama]);

/** Returns a page unchanged, and the records of a stream as an array. */
async function read<T>(listing: Listing<T>) {
  return 'items' in listing ? listing : Array.fromAsync(listing);
}

describe.each([
  ['genres', new ListGenres(names), new GetGenre(names), new GenreNotFound()],
  ['directors', new ListDirectors(names), new GetDirector(names), new DirectorNotFound()],
])('%s', (_, list, get, missing) => {
  it.each<[string, Actor]>([
    ['somebody without a token', anonymous],
    ['a user', aUserActor()],
    ['the operator', operator],
  ])('are listed and shown to %s', async (_who, actor) => {
    expect(await read(await list.execute(actor, {}))).toEqual({ items: [drama, comedy], total: 2 });
    const page = { page: 2, perPage: 1 };
    expect(await read(await list.execute(actor, { page }))).toEqual({ items: [comedy], total: 2 });
    expect(await get.execute(actor, { id: 13 })).toEqual(comedy);
  });

  it('are missing for an unknown id', async () => {
    await expect(get.execute(anonymous, { id: 3 })).rejects.toThrow(missing);
  });

  it('are denied to a user without the permission', async () => {
    const actor = aUserActorWithout('catalogue:read');
    await expect(list.execute(actor, {})).rejects.toThrow(new PermissionDenied());
    await expect(get.execute(actor, { id: 13 })).rejects.toThrow(new PermissionDenied());
  });
});

describe('ListMovies', () => {
  let listMovies: ListMovies;
  beforeEach(async () => {
    const movies = new InMemoryMovieRepository();
    listMovies = new ListMovies(movies, new FilmVisibility(new InMemoryAccessRules(), new FixedClock()));
    await movies.save([aCard(), aCard({ kinopoiskId: 5, directors: [] })]);
  });

  it('shows the films whose card is complete, all of them or a page', async () => {
    const filter = { order: 'stored' } as const;
    expect(await read(await listMovies.execute(aUserActor(), { filter }))).toEqual([visibleWhole(aMovie())]);
    const page = { page: 1, perPage: 12 };
    expect(await read(await listMovies.execute(aUserActor(), { filter, page }))).toEqual({
      items: [visibleWhole(aMovie())],
      total: 1,
    });
  });

  it.each([
    ['asks somebody without a token to log in', anonymous, new Unauthenticated()],
    ['denies a user without the right', aUserActorWithout('movies:read'), new PermissionDenied()],
  ])('%s', async (_, actor, refusal) => {
    await expect(listMovies.execute(actor, { filter: { order: 'newest' } })).rejects.toThrow(refusal);
  });
});
