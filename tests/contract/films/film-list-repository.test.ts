import { DrizzleFilmListRepository } from '../../../src/adapters/persistence/films/upstream/drizzle-film-list-repository.ts';
import { InMemoryFilmListRepository } from '../../fakes/in-memory-film-list-repository.ts';
import { onEachEngine } from '../../support/database.ts';
import { filmListRepositoryContract } from './film-list-repository.contract.ts';

filmListRepositoryContract('in memory', async () => new InMemoryFilmListRepository());

onEachEngine((adapter, open) => {
  filmListRepositoryContract(adapter, async () => new DrizzleFilmListRepository(await open()));
});
