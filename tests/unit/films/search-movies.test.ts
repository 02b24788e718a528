import { beforeEach, describe, expect, it } from 'vitest';
import { FilmVisibility } from '../../../src/application/films/film-visibility.ts';
import { SearchMovies } from '../../../src/application/films/search-movies.ts';
import { PermissionDenied, Unauthenticated } from '../../../src/domain/access/actor.ts';
import { anonymous, aUserActor, aUserActorWithout, operator } from '../../builders/actor.ts';
import { aCatalog } from '../../builders/catalog.ts';
import { aFilm, visibleWhole } from '../../builders/film.ts';
import { aClient } from '../../builders/session.ts';
import { FixedClock } from '../../fakes/fixed-clock.ts';
import { InMemoryAccessRules } from '../../fakes/in-memory-access-rules.ts';
import { InMemoryFilmSource } from '../../fakes/in-memory-film-source.ts';
import { InMemoryMovieRepository } from '../../fakes/in-memory-movie-repository.ts';

describe('SearchMovies', () => {
  let movies: InMemoryMovieRepository;
  let source: InMemoryFilmSource;
  let searchMovies: SearchMovies;

  beforeEach(() => {
    const clock = new FixedClock();
    movies = new InMemoryMovieRepository();
    source = new InMemoryFilmSource(clock);
    source.knows(...Array.from({ length: 21 }, (_, index) => aFilm({ kinopoiskId: 301 + index })));
    const visibility = new FilmVisibility(new InMemoryAccessRules(), clock);
    searchMovies = new SearchMovies(aCatalog({ movies, source, clock }).search, visibility);
  });

  it.each([
    ['a user', aUserActor()],
    ['the operator', operator],
  ])('shows the page of what was found to %s', async (_, actor) => {
    expect(await searchMovies.execute(actor, { query: 'матрица', page: 2, client: aClient })).toEqual({
      movies: movies.all().map(visibleWhole),
      total: 21,
      from: 'kinopoisk',
    });
  });

  it.each([
    ['asks somebody without a token to log in', anonymous, new Unauthenticated()],
    ['denies a user without the right', aUserActorWithout('movies:read'), new PermissionDenied()],
  ])('%s, before it asks the source', async (_, actor, refusal) => {
    await expect(searchMovies.execute(actor, { query: 'матрица', page: 1, client: aClient })).rejects.toThrow(refusal);
    expect(source.calls).toEqual([]);
  });
});
