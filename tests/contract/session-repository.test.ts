import { DrizzleSessionRepository } from '../../src/adapters/persistence/drizzle/drizzle-session-repository.ts';
import { DrizzleUserRepository } from '../../src/adapters/persistence/drizzle/drizzle-user-repository.ts';
import { InMemorySessionRepository } from '../fakes/in-memory-session-repository.ts';
import { InMemoryUserRepository } from '../fakes/in-memory-user-repository.ts';
import { onEachEngine } from '../support/database.ts';
import { sessionRepositoryContract } from './session-repository.contract.ts';

sessionRepositoryContract('in memory', async () => ({
  sessions: new InMemorySessionRepository(),
  users: new InMemoryUserRepository(),
}));
onEachEngine((adapter, open) =>
  sessionRepositoryContract(adapter, async () => {
    const database = await open();
    return { sessions: new DrizzleSessionRepository(database), users: new DrizzleUserRepository(database) };
  }),
);
