import { DrizzleUserRepository } from '../../../src/adapters/persistence/accounts/drizzle-user-repository.ts';
import { DrizzleMovieRepository } from '../../../src/adapters/persistence/films/drizzle-movie-repository.ts';
import { DrizzleFavoriteMovieRepository } from '../../../src/adapters/persistence/shelf/drizzle-favorite-movie-repository.ts';
import { CollectingRevocations } from '../../fakes/collecting-revocations.ts';
import { InMemoryFavoriteMovieRepository } from '../../fakes/in-memory-favorite-movie-repository.ts';
import { InMemoryMovieRepository } from '../../fakes/in-memory-movie-repository.ts';
import { InMemoryUserRepository } from '../../fakes/in-memory-user-repository.ts';
import { onEachEngine } from '../../support/database.ts';
import { teasersContract } from './teasers.contract.ts';

teasersContract('in memory', async () => {
  const movies = new InMemoryMovieRepository();
  return { movies, favorites: new InMemoryFavoriteMovieRepository(movies), users: new InMemoryUserRepository() };
});

onEachEngine((adapter, open) => {
  teasersContract(adapter, async () => {
    const database = await open();
    return {
      movies: new DrizzleMovieRepository(database),
      favorites: new DrizzleFavoriteMovieRepository(database),
      users: new DrizzleUserRepository(database, new CollectingRevocations()),
    };
  });
});
