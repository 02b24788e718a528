import { DrizzleMovieRepository } from '../../../src/adapters/persistence/films/drizzle-movie-repository.ts';
import { DrizzleEnrichmentQueue } from '../../../src/adapters/persistence/films/upstream/drizzle-enrichment-queue.ts';
import { InMemoryEnrichmentQueue } from '../../fakes/in-memory-enrichment-queue.ts';
import { InMemoryMovieRepository } from '../../fakes/in-memory-movie-repository.ts';
import { onEachEngine } from '../../support/database.ts';
import { enrichmentQueueContract } from './enrichment-queue.contract.ts';

enrichmentQueueContract('in memory', async () => {
  const movies = new InMemoryMovieRepository();
  return { movies, queue: new InMemoryEnrichmentQueue(movies) };
});

onEachEngine((adapter, open) => {
  enrichmentQueueContract(adapter, async () => {
    const database = await open();
    return { queue: new DrizzleEnrichmentQueue(database), movies: new DrizzleMovieRepository(database) };
  });
});
