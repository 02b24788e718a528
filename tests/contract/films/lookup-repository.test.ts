import { DrizzleLookupRepository } from '../../../src/adapters/persistence/films/drizzle-lookup-repository.ts';
import { directors } from '../../../src/adapters/persistence/films/films-tables.ts';
import { InMemoryLookupRepository } from '../../fakes/in-memory-lookup-repository.ts';
import { onEachEngine } from '../../support/database.ts';
import { lookupRepositoryContract } from './lookup-repository.contract.ts';

lookupRepositoryContract('in memory', async (records) => new InMemoryLookupRepository(records));

onEachEngine((adapter, open) => {
  lookupRepositoryContract(adapter, async (records) => {
    const database = await open();
    if (records.length > 0) await database.db.insert(directors).values([...records]);
    return new DrizzleLookupRepository(database, directors);
  });
});
