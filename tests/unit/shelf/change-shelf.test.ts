import { setImmediate } from 'node:timers/promises';
import { beforeEach, describe, expect, it } from 'vitest';
import { FilmVisibility } from '../../../src/application/films/film-visibility.ts';
import type { FoundMovie, MovieCatalog } from '../../../src/application/films/movie-catalog.ts';
import { FilmSourceTimeout } from '../../../src/application/films/ports/film-source.ts';
import { ChangeShelf } from '../../../src/application/shelf/change-shelf.ts';
import { PermissionDenied, Unauthenticated } from '../../../src/domain/access/actor.ts';
import { anonymous, aUserActor, aUserActorWithout, operator } from '../../builders/actor.ts';
import { aCatalog } from '../../builders/catalog.ts';
import { aCard, aFilm } from '../../builders/film.ts';
import { aClient } from '../../builders/session.ts';
import { uuid } from '../../builders/user.ts';
import { FixedClock } from '../../fakes/fixed-clock.ts';
import { InMemoryAccessRules } from '../../fakes/in-memory-access-rules.ts';
import { InMemoryFavoriteMovieRepository } from '../../fakes/in-memory-favorite-movie-repository.ts';
import { InMemoryFilmSource } from '../../fakes/in-memory-film-source.ts';
import { InMemoryMovieRepository } from '../../fakes/in-memory-movie-repository.ts';

const noon = new Date('2026-11-20T12:00:00.000Z');

describe('ChangeShelf', () => {
  let clock: FixedClock;
  let source: InMemoryFilmSource;
  let movies: InMemoryMovieRepository;
  let favorites: InMemoryFavoriteMovieRepository;
  let rules: InMemoryAccessRules;
  let changeShelf: ChangeShelf;

  beforeEach(async () => {
    clock = new FixedClock();
    source = new InMemoryFilmSource(clock);
    movies = new InMemoryMovieRepository();
    favorites = new InMemoryFavoriteMovieRepository(movies);
    rules = new InMemoryAccessRules();
    changeShelf = changeShelfWith(aCatalog({ movies, source, clock, share: 3 }).catalog);
    await movies.save([1, 2, 3].map((kinopoiskId) => aFilm({ kinopoiskId })));
    await favorites.add(uuid(1), 1, noon);
  });

  function changeShelfWith(catalog: MovieCatalog): ChangeShelf {
    return new ChangeShelf(favorites, movies, catalog, new FilmVisibility(rules, clock), clock);
  }

  async function told(add: number[], remove: number[] = [], use = changeShelf): Promise<string[]> {
    const outcomes = await use.execute(aUserActor(), { add, remove, client: aClient });
    return outcomes.map(({ kinopoiskId, outcome }) => `${kinopoiskId} ${outcome}`);
  }

  it('returns an outcome for each film in the order of the input', async () => {
    source.knows(aCard({ kinopoiskId: 4 }));
    expect(await told([4, 2, 99], [3, 1])).toEqual(['4 added', '2 added', '99 not_found', '3 not_found', '1 removed']);
  });

  it('changes nothing when repeated', async () => {
    expect(await told([1, 2])).toEqual(['1 existing', '2 added']);
    expect(await told([1, 2])).toEqual(['1 existing', '2 existing']);
    expect(await told([], [2])).toEqual(['2 removed']);
    expect(await told([], [2])).toEqual(['2 not_found']);
    expect(await told([])).toEqual([]);
  });

  it('makes no call for stored films', async () => {
    source.fails(new FilmSourceTimeout());
    expect(await told([1, 2, 3])).toEqual(['1 existing', '2 added', '3 added']);
    expect(source.calls).toEqual([]);
  });

  it('adds the others if the source fails, or a film is restricted', async () => {
    rules.restrict({ label: 'chosen', rule: { kinopoiskIds: [2] } });
    source.fails(new FilmSourceTimeout());
    expect(await told([4, 2, 3])).toEqual(['4 unavailable', '2 restricted', '3 added']);
  });

  it('makes no more calls than the share of the caller allows', async () => {
    const ids = [100, 101, 102, 103, 104];
    for (const kinopoiskId of ids) source.knows(aCard({ kinopoiskId }));
    const outcomes = await told(ids);
    expect(outcomes.filter((outcome) => outcome.endsWith('added'))).toHaveLength(3);
    expect(outcomes.filter((outcome) => outcome.endsWith('unavailable'))).toHaveLength(2);
  });

  it('requests at most four films at once', async () => {
    let [asking, most] = [0, 0];
    const slow = {
      get: async (kinopoiskId: number): Promise<FoundMovie> => {
        most = Math.max(most, ++asking);
        await setImmediate();
        asking -= 1;
        const [movie] = await movies.save([aCard({ kinopoiskId })]);
        return { movie: movie ?? expect.unreachable('it was just saved'), from: 'kinopoisk' };
      },
    } as unknown as MovieCatalog;
    const ids = Array.from({ length: 30 }, (_, n) => n + 100);
    expect(await told(ids, [], changeShelfWith(slow))).toEqual(ids.map((id) => `${id} added`));
    expect(most).toBe(4);
  });

  it('requests no more films when its time is over', async () => {
    const slow = {
      get: async (kinopoiskId: number): Promise<FoundMovie> => {
        clock.advanceSeconds(3);
        const [movie] = await movies.save([aCard({ kinopoiskId })]);
        return { movie: movie ?? expect.unreachable('it was just saved'), from: 'kinopoisk' };
      },
    } as unknown as MovieCatalog;
    const outcomes = await told([100, 101, 102, 103, 104], [], changeShelfWith(slow));
    expect(outcomes.filter((outcome) => outcome.endsWith('added'))).toHaveLength(2);
    expect(outcomes.filter((outcome) => outcome.endsWith('unavailable'))).toHaveLength(3);
  });

  it('does not hide a fault of the service', async () => {
    const broken = { get: () => Promise.reject(new TypeError('a fault')) } as unknown as MovieCatalog;
    await expect(told([100], [], changeShelfWith(broken))).rejects.toThrow(TypeError);
  });

  it.each([
    ['asks somebody without a token to log in', anonymous, new Unauthenticated()],
    ['asks the operator, who has no shelf, to log in', operator, new Unauthenticated()],
    ['denies a user without the right', aUserActorWithout('favorites:own'), new PermissionDenied()],
  ])('%s, before it asks the source', async (_, actor, refusal) => {
    await expect(changeShelf.execute(actor, { add: [4], remove: [1], client: aClient })).rejects.toThrow(refusal);
    expect(source.calls).toEqual([]);
  });
});
