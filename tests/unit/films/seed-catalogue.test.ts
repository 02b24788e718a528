import { beforeEach, describe, expect, it } from 'vitest';
import { SeedCatalogue } from '../../../src/application/films/seed-catalogue.ts';
import { PermissionDenied } from '../../../src/domain/access/actor.ts';
import { PERMISSIONS } from '../../../src/domain/access/permission.ts';
import { anonymous, aUserActor, operator } from '../../builders/actor.ts';
import { aCard, aFilm, aMovie } from '../../builders/film.ts';
import { InMemoryMovieRepository } from '../../fakes/in-memory-movie-repository.ts';

/** This many films with ids from 1001 upwards. */
function films(count: number) {
  return Array.from({ length: count }, (_, index) => aFilm({ kinopoiskId: 1001 + index }));
}

describe('SeedCatalogue', () => {
  let movies: InMemoryMovieRepository;
  let seedCatalogue: SeedCatalogue;

  beforeEach(() => {
    movies = new InMemoryMovieRepository();
    seedCatalogue = new SeedCatalogue(movies);
  });

  it.each([0, 1, 49, 50, 51, 120])('stores all of %i films', async (count) => {
    const outcome = await seedCatalogue.execute(operator, { films: films(count) });
    expect(outcome).toEqual({ added: count, completed: 0, known: count });
    const stored = await Promise.all(films(count).map(({ kinopoiskId }) => movies.find(kinopoiskId)));
    expect(stored.map((movie) => movie?.kinopoiskId)).toEqual(films(count).map(({ kinopoiskId }) => kinopoiskId));
  });

  it('changes nothing when repeated', async () => {
    await seedCatalogue.execute(operator, { films: films(120) });
    expect(await seedCatalogue.execute(operator, { films: films(121) })).toEqual({
      added: 1,
      completed: 0,
      known: 121,
    });
    expect(await seedCatalogue.execute(operator, { films: films(121) })).toEqual({
      added: 0,
      completed: 0,
      known: 121,
    });
  });

  it('adds missing values to known films, and returns their number', async () => {
    await movies.save([aFilm({ directors: undefined }), aFilm({ kinopoiskId: 302 })]);
    const said = [aFilm({ directors: aCard().directors }), aFilm({ kinopoiskId: 302 }), aFilm({ kinopoiskId: 303 })];
    expect(await seedCatalogue.execute(operator, { films: said })).toEqual({ added: 1, completed: 1, known: 3 });
    expect(await movies.find(301)).toMatchObject({ directors: aMovie().directors });
  });

  it('does not change data of Kinopoisk', async () => {
    await movies.save([aCard()]);
    const said = [aFilm({ nameRu: 'Матрица (1999)', rating: 1 })];
    expect(await seedCatalogue.execute(operator, { films: said })).toEqual({ added: 0, completed: 0, known: 1 });
    expect(await movies.find(301)).toEqual(aMovie());
  });

  it.each([
    ['somebody without a token', anonymous],
    ['a user, whatever their rights', aUserActor({ permissions: new Set(PERMISSIONS) })],
  ])('is denied to %s', async (_, actor) => {
    await expect(seedCatalogue.execute(actor, { films: films(1) })).rejects.toThrow(new PermissionDenied());
    expect(await movies.count()).toBe(0);
  });
});
