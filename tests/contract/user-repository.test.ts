import { DrizzleUserRepository } from '../../src/adapters/persistence/drizzle/drizzle-user-repository.ts';
import { InMemoryUserRepository } from '../fakes/in-memory-user-repository.ts';
import { onEachEngine } from '../support/database.ts';
import { userRepositoryContract } from './user-repository.contract.ts';

userRepositoryContract('in memory', async () => new InMemoryUserRepository());
onEachEngine((adapter, open) => userRepositoryContract(adapter, async () => new DrizzleUserRepository(await open())));
