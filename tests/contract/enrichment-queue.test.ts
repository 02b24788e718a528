import { DrizzleEnrichmentQueue } from '../../src/adapters/persistence/drizzle/drizzle-enrichment-queue.ts';
import { DrizzleFavoriteMovieRepository } from '../../src/adapters/persistence/drizzle/drizzle-favorite-movie-repository.ts';
import { DrizzleMovieRepository } from '../../src/adapters/persistence/drizzle/drizzle-movie-repository.ts';
import { DrizzleUserRepository } from '../../src/adapters/persistence/drizzle/drizzle-user-repository.ts';
import { CollectingRevocations } from '../fakes/collecting-revocations.ts';
import { InMemoryEnrichmentQueue } from '../fakes/in-memory-enrichment-queue.ts';
import { InMemoryFavoriteMovieRepository } from '../fakes/in-memory-favorite-movie-repository.ts';
import { InMemoryMovieRepository } from '../fakes/in-memory-movie-repository.ts';
import { InMemoryUserRepository } from '../fakes/in-memory-user-repository.ts';
import { onEachEngine } from '../support/database.ts';
import { enrichmentQueueContract } from './enrichment-queue.contract.ts';

enrichmentQueueContract('in memory', async () => {
  const movies = new InMemoryMovieRepository();
  const favorites = new InMemoryFavoriteMovieRepository(movies);
  const queue = new InMemoryEnrichmentQueue(movies, (id) => favorites.isKept(id));
  return { movies, favorites, users: new InMemoryUserRepository(), queue };
});

onEachEngine((adapter, open) => {
  enrichmentQueueContract(adapter, async () => {
    const database = await open();
    return {
      queue: new DrizzleEnrichmentQueue(database),
      movies: new DrizzleMovieRepository(database),
      favorites: new DrizzleFavoriteMovieRepository(database),
      users: new DrizzleUserRepository(database, new CollectingRevocations()),
    };
  });
});
