import { beforeEach, describe, expect, it } from 'vitest';
import { FilmVisibility } from '../../../src/application/films/film-visibility.ts';
import { GetMovie } from '../../../src/application/films/get-movie.ts';
import { PermissionDenied, Unauthenticated } from '../../../src/domain/access/actor.ts';
import { MovieNotFound } from '../../../src/domain/films/movie.ts';
import { anonymous, aUserActor, aUserActorWithout, operator } from '../../builders/actor.ts';
import { aCatalog } from '../../builders/catalog.ts';
import { aCard, aMovie, visibleWhole } from '../../builders/film.ts';
import { aClient } from '../../builders/session.ts';
import { FixedClock } from '../../fakes/fixed-clock.ts';
import { InMemoryAccessRules } from '../../fakes/in-memory-access-rules.ts';
import { InMemoryFilmSource } from '../../fakes/in-memory-film-source.ts';

describe('GetMovie', () => {
  let source: InMemoryFilmSource;
  let getMovie: GetMovie;

  beforeEach(() => {
    const clock = new FixedClock();
    source = new InMemoryFilmSource(clock);
    source.knows(aCard());
    const { catalog } = aCatalog({ source, clock });
    getMovie = new GetMovie(catalog, new FilmVisibility(new InMemoryAccessRules(), clock));
  });

  it.each([
    ['a user', aUserActor()],
    ['the operator', operator],
  ])('shows the film to %s', async (_, actor) => {
    const movie = aMovie({ fetchedAt: new Date('2026-11-20T12:00:00.000Z') });
    expect(await getMovie.execute(actor, { kinopoiskId: 301, client: aClient })).toEqual({
      ...visibleWhole(movie),
      from: 'kinopoisk',
    });
  });

  it('does not find an unknown film', async () => {
    await expect(getMovie.execute(aUserActor(), { kinopoiskId: 302, client: aClient })).rejects.toThrow(
      new MovieNotFound(),
    );
  });

  it.each([
    ['asks somebody without a token to log in', anonymous, new Unauthenticated()],
    ['denies a user without the right', aUserActorWithout('movies:read'), new PermissionDenied()],
  ])('%s, before it asks the source', async (_, actor, refusal) => {
    await expect(getMovie.execute(actor, { kinopoiskId: 301, client: aClient })).rejects.toThrow(refusal);
    expect(source.calls).toEqual([]);
  });
});
