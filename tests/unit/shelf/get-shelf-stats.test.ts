import { beforeEach, describe, expect, it } from 'vitest';
import { GetShelfStats } from '../../../src/application/shelf/get-shelf-stats.ts';
import { PermissionDenied, Unauthenticated } from '../../../src/domain/access/actor.ts';
import { anonymous, aUserActor, aUserActorWithout, operator } from '../../builders/actor.ts';
import { aCard } from '../../builders/film.ts';
import { uuid } from '../../builders/user.ts';
import { InMemoryFavoriteMovieRepository } from '../../fakes/in-memory-favorite-movie-repository.ts';
import { InMemoryMovieRepository } from '../../fakes/in-memory-movie-repository.ts';
import { InMemoryShelfStatistics } from '../../fakes/in-memory-shelf-statistics.ts';

describe('GetShelfStats', () => {
  let getShelfStats: GetShelfStats;

  beforeEach(async () => {
    const movies = new InMemoryMovieRepository();
    const favorites = new InMemoryFavoriteMovieRepository(movies);
    await movies.save([aCard()]);
    await favorites.add(uuid(1), 301, new Date('2026-11-20T12:00:00.000Z'));
    getShelfStats = new GetShelfStats(new InMemoryShelfStatistics(favorites));
  });

  it("counts the caller's films and nobody else's", async () => {
    expect(await getShelfStats.execute(aUserActor({ userId: uuid(1) }))).toMatchObject({
      films: 1,
      averageRating: null,
    });
    expect(await getShelfStats.execute(aUserActor({ userId: uuid(2) }))).toMatchObject({ films: 0, byGenre: [] });
  });

  it('requires a log-in and the permission for the shelf', async () => {
    await expect(getShelfStats.execute(anonymous)).rejects.toThrow(Unauthenticated);
    await expect(getShelfStats.execute(operator)).rejects.toThrow(Unauthenticated);
    await expect(getShelfStats.execute(aUserActorWithout('favorites:own'))).rejects.toThrow(PermissionDenied);
  });
});
