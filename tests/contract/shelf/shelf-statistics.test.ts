import { DrizzleUserRepository } from '../../../src/adapters/persistence/accounts/drizzle-user-repository.ts';
import { DrizzleMovieRepository } from '../../../src/adapters/persistence/films/drizzle-movie-repository.ts';
import { DrizzleFavoriteMovieRepository } from '../../../src/adapters/persistence/shelf/drizzle-favorite-movie-repository.ts';
import { DrizzleShelfStatistics } from '../../../src/adapters/persistence/shelf/drizzle-shelf-statistics.ts';
import { CollectingRevocations } from '../../fakes/collecting-revocations.ts';
import { InMemoryFavoriteMovieRepository } from '../../fakes/in-memory-favorite-movie-repository.ts';
import { InMemoryMovieRepository } from '../../fakes/in-memory-movie-repository.ts';
import { InMemoryShelfStatistics } from '../../fakes/in-memory-shelf-statistics.ts';
import { InMemoryUserRepository } from '../../fakes/in-memory-user-repository.ts';
import { onEachEngine } from '../../support/database.ts';
import { shelfStatisticsContract } from './shelf-statistics.contract.ts';

shelfStatisticsContract('in memory', async () => {
  const movies = new InMemoryMovieRepository();
  const favorites = new InMemoryFavoriteMovieRepository(movies);
  return { movies, favorites, statistics: new InMemoryShelfStatistics(favorites), users: new InMemoryUserRepository() };
});

onEachEngine((adapter, open) => {
  shelfStatisticsContract(adapter, async () => {
    const database = await open();
    return {
      movies: new DrizzleMovieRepository(database),
      favorites: new DrizzleFavoriteMovieRepository(database),
      statistics: new DrizzleShelfStatistics(database),
      users: new DrizzleUserRepository(database, new CollectingRevocations()),
    };
  });
});
