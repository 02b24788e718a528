import { DrizzleNamedRepository } from '../../../src/adapters/persistence/films/drizzle-named-repository.ts';
import { directors } from '../../../src/adapters/persistence/drizzle/schema.ts';
import { InMemoryNamedRepository } from '../../fakes/in-memory-named-repository.ts';
import { onEachEngine } from '../../support/database.ts';
import { namedRepositoryContract } from './named-repository.contract.ts';

namedRepositoryContract('in memory', async (records) => new InMemoryNamedRepository(records));

onEachEngine((adapter, open) => {
  namedRepositoryContract(adapter, async (records) => {
    const database = await open();
    if (records.length > 0) await database.db.insert(directors).values([...records]);
    return new DrizzleNamedRepository(database, directors);
  });
});
