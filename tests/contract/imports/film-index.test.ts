import { DrizzleMovieRepository } from '../../../src/adapters/persistence/films/drizzle-movie-repository.ts';
import { DrizzleFilmIndex } from '../../../src/adapters/persistence/imports/drizzle-film-index.ts';
import { InMemoryFilmIndex } from '../../fakes/in-memory-film-index.ts';
import { InMemoryMovieRepository } from '../../fakes/in-memory-movie-repository.ts';
import { onEachEngine } from '../../support/database.ts';
import { filmIndexContract } from './film-index.contract.ts';

filmIndexContract('in memory', async () => {
  const movies = new InMemoryMovieRepository();
  return { movies, index: new InMemoryFilmIndex(movies) };
});

onEachEngine((adapter, open) => {
  filmIndexContract(adapter, async () => {
    const database = await open();
    return { movies: new DrizzleMovieRepository(database), index: new DrizzleFilmIndex(database) };
  });
});
