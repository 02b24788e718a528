import { DrizzleUserRepository } from '../../../src/adapters/persistence/accounts/drizzle-user-repository.ts';
import { DrizzlePersonalTokenRepository } from '../../../src/adapters/persistence/sessions/drizzle-personal-token-repository.ts';
import { DrizzleSessionRepository } from '../../../src/adapters/persistence/sessions/drizzle-session-repository.ts';
import { CollectingRevocations } from '../../fakes/collecting-revocations.ts';
import { InMemoryPersonalTokenRepository } from '../../fakes/in-memory-personal-token-repository.ts';
import { InMemorySessionRepository } from '../../fakes/in-memory-session-repository.ts';
import { InMemoryUserRepository } from '../../fakes/in-memory-user-repository.ts';
import { onEachEngine } from '../../support/database.ts';
import { personalTokenRepositoryContract } from './personal-token-repository.contract.ts';

personalTokenRepositoryContract('in memory', async () => {
  const users = new InMemoryUserRepository();
  const sessions = new InMemorySessionRepository(users);
  const tokens = new InMemoryPersonalTokenRepository(users, sessions);
  return { users, sessions, tokens: [tokens, tokens] };
});
onEachEngine((adapter, open) =>
  personalTokenRepositoryContract(adapter, async () => {
    const database = await open();
    const revocations = new CollectingRevocations();
    const tokens = () => new DrizzlePersonalTokenRepository(database, revocations);
    return {
      tokens: [tokens(), tokens()],
      sessions: new DrizzleSessionRepository(database, revocations),
      users: new DrizzleUserRepository(database, revocations),
    };
  }),
);
