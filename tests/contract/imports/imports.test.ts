import { DrizzleUserRepository } from '../../../src/adapters/persistence/accounts/drizzle-user-repository.ts';
import type { OpenDatabase } from '../../../src/adapters/persistence/engine/database.ts';
import { DrizzleMovieRepository } from '../../../src/adapters/persistence/films/drizzle-movie-repository.ts';
import { DrizzleImportQueue } from '../../../src/adapters/persistence/imports/drizzle-import-queue.ts';
import { DrizzleImportRepository } from '../../../src/adapters/persistence/imports/drizzle-import-repository.ts';
import { DrizzleFavoriteMovieRepository } from '../../../src/adapters/persistence/shelf/drizzle-favorite-movie-repository.ts';
import { anImportStore } from '../../builders/imports.ts';
import { CollectingRevocations } from '../../fakes/collecting-revocations.ts';
import { onEachEngine } from '../../support/database.ts';
import { importQueueContract } from './import-queue.contract.ts';
import { importRepositoryContract } from './import-repository.contract.ts';

importQueueContract('in memory', async () => anImportStore());
importRepositoryContract('in memory', async () => anImportStore());

onEachEngine((adapter, open) => {
  const on = (database: OpenDatabase) => ({
    imports: new DrizzleImportRepository(database),
    queue: new DrizzleImportQueue(database),
    favorites: new DrizzleFavoriteMovieRepository(database),
    movies: new DrizzleMovieRepository(database),
    users: new DrizzleUserRepository(database, new CollectingRevocations()),
  });
  importQueueContract(adapter, async () => on(await open()));
  importRepositoryContract(adapter, async () => on(await open()));
});
