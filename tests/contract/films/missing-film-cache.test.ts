import { DrizzleMissingFilmCache } from '../../../src/adapters/persistence/films/upstream/drizzle-missing-film-cache.ts';
import { InMemoryMissingFilmCache } from '../../fakes/in-memory-missing-film-cache.ts';
import { onEachEngine } from '../../support/database.ts';
import { missingFilmCacheContract } from './missing-film-cache.contract.ts';

missingFilmCacheContract('in memory', async () => new InMemoryMissingFilmCache());

onEachEngine((adapter, open) => {
  missingFilmCacheContract(adapter, async () => new DrizzleMissingFilmCache(await open()));
});
