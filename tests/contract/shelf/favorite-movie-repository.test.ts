import { afterAll, expect, it } from 'vitest';
import { DrizzleUserRepository } from '../../../src/adapters/persistence/accounts/drizzle-user-repository.ts';
import type { OpenDatabase } from '../../../src/adapters/persistence/engine/database.ts';
import { openDatabase } from '../../../src/adapters/persistence/engine/database.ts';
import { DrizzleMovieRepository } from '../../../src/adapters/persistence/films/drizzle-movie-repository.ts';
import { DrizzleFavoriteMovieRepository } from '../../../src/adapters/persistence/shelf/drizzle-favorite-movie-repository.ts';
import { InvalidToken } from '../../../src/domain/sessions/session.ts';
import { aCard } from '../../builders/film.ts';
import { uuid } from '../../builders/user.ts';
import { CollectingRevocations } from '../../fakes/collecting-revocations.ts';
import { InMemoryFavoriteMovieRepository } from '../../fakes/in-memory-favorite-movie-repository.ts';
import { InMemoryMovieRepository } from '../../fakes/in-memory-movie-repository.ts';
import { InMemoryUserRepository } from '../../fakes/in-memory-user-repository.ts';
import { onEachEngine } from '../../support/database.ts';
import { favoriteMovieRepositoryContract } from './favorite-movie-repository.contract.ts';
import { shelfHistoryContract } from './shelf-history.contract.ts';

async function inMemory() {
  const movies = new InMemoryMovieRepository();
  const favorites = new InMemoryFavoriteMovieRepository(movies);
  return { movies, favorites, others: [], users: new InMemoryUserRepository() };
}
favoriteMovieRepositoryContract('in memory', inMemory);
shelfHistoryContract('in memory', inMemory);

onEachEngine((adapter, open) => {
  const on = (database: OpenDatabase) => ({
    movies: new DrizzleMovieRepository(database),
    favorites: new DrizzleFavoriteMovieRepository(database),
    users: new DrizzleUserRepository(database, new CollectingRevocations()),
  });
  favoriteMovieRepositoryContract(adapter, async () => on(await open()));

  let other: OpenDatabase | undefined;
  afterAll(() => other?.close());
  shelfHistoryContract(adapter, async () => {
    const database = await open();
    if (database.url !== undefined) other ??= await openDatabase({ url: database.url, migrationsFolder: 'drizzle' });
    return { ...on(database), others: other ? [new DrizzleFavoriteMovieRepository(other)] : [] };
  });

  it(`has no shelf for a deleted account: ${adapter}`, async () => {
    const { movies, favorites } = on(await open());
    await movies.save([aCard()]);
    await expect(favorites.add(uuid(1), 301, new Date())).rejects.toThrow(InvalidToken);
  });
});
