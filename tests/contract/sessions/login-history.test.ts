import { DrizzleUserRepository } from '../../../src/adapters/persistence/accounts/drizzle-user-repository.ts';
import { DrizzleLoginHistory } from '../../../src/adapters/persistence/sessions/drizzle-login-history.ts';
import { CollectingRevocations } from '../../fakes/collecting-revocations.ts';
import { InMemoryLoginHistory } from '../../fakes/in-memory-login-history.ts';
import { InMemoryUserRepository } from '../../fakes/in-memory-user-repository.ts';
import { onEachEngine } from '../../support/database.ts';
import { loginHistoryContract } from './login-history.contract.ts';

loginHistoryContract('in memory', async () => {
  const users = new InMemoryUserRepository();
  return { users, history: new InMemoryLoginHistory(users) };
});
onEachEngine((adapter, open) =>
  loginHistoryContract(adapter, async () => {
    const database = await open();
    const users = new DrizzleUserRepository(database, new CollectingRevocations());
    return { users, history: new DrizzleLoginHistory(database) };
  }),
);
