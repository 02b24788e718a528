import { eq } from 'drizzle-orm';
import type { User, UserId } from '../../../domain/accounts/user.ts';
import type { Transaction } from '../engine/drizzle-database.ts';
import { accountColumns } from './account-columns.ts';
import { users } from './accounts-tables.ts';

/**
 * Locks the row of the user, and then reads it with its roles. One statement for both would wait for the lock and then
 * return the roles from before the wait, because a subquery reads rows as they were when its statement began.
 */
export async function lockedUser(tx: Transaction, id: UserId): Promise<User | undefined> {
  const isAccount = eq(users.id, id);
  await tx.select({ id: users.id }).from(users).where(isAccount).for('no key update');
  const [user] = await tx.select(accountColumns).from(users).where(isAccount);
  return user;
}
