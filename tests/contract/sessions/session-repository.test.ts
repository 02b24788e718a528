import { DrizzleUserRepository } from '../../../src/adapters/persistence/accounts/drizzle-user-repository.ts';
import { DrizzleSessionRepository } from '../../../src/adapters/persistence/sessions/drizzle-session-repository.ts';
import { CollectingRevocations } from '../../fakes/collecting-revocations.ts';
import { InMemorySessionRepository } from '../../fakes/in-memory-session-repository.ts';
import { InMemoryUserRepository } from '../../fakes/in-memory-user-repository.ts';
import { onEachEngine } from '../../support/database.ts';
import { sessionRepositoryContract } from './session-repository.contract.ts';

sessionRepositoryContract('in memory', async () => {
  const users = new InMemoryUserRepository();
  return { users, sessions: new InMemorySessionRepository(users), revoked: users.revoked.all };
});
onEachEngine((adapter, open) =>
  sessionRepositoryContract(adapter, async () => {
    const database = await open();
    const revocations = new CollectingRevocations();
    return {
      sessions: new DrizzleSessionRepository(database, revocations),
      users: new DrizzleUserRepository(database, revocations),
      revoked: revocations.all,
    };
  }),
);
