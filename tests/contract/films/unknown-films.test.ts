import { DrizzleUnknownFilms } from '../../../src/adapters/persistence/films/drizzle-unknown-films.ts';
import { InMemoryUnknownFilms } from '../../fakes/in-memory-unknown-films.ts';
import { onEachEngine } from '../../support/database.ts';
import { unknownFilmsContract } from './unknown-films.contract.ts';

unknownFilmsContract('in memory', async () => new InMemoryUnknownFilms());

onEachEngine((adapter, open) => {
  unknownFilmsContract(adapter, async () => new DrizzleUnknownFilms(await open()));
});
