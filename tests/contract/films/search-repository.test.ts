import { DrizzleMovieRepository } from '../../../src/adapters/persistence/films/drizzle-movie-repository.ts';
import { DrizzleSearchRepository } from '../../../src/adapters/persistence/films/upstream/drizzle-search-repository.ts';
import { InMemoryMovieRepository } from '../../fakes/in-memory-movie-repository.ts';
import { InMemorySearchRepository } from '../../fakes/in-memory-search-repository.ts';
import { onEachEngine } from '../../support/database.ts';
import { searchRepositoryContract } from './search-repository.contract.ts';

searchRepositoryContract('in memory', async () => {
  const movies = new InMemoryMovieRepository();
  return { movies, searches: new InMemorySearchRepository(movies) };
});

onEachEngine((adapter, open) => {
  searchRepositoryContract(adapter, async () => {
    const database = await open();
    return { movies: new DrizzleMovieRepository(database), searches: new DrizzleSearchRepository(database) };
  });
});
