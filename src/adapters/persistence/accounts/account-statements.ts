import { eq, sql } from 'drizzle-orm';
import type { User, UserId } from '../../../domain/accounts/user.ts';
import type { Database, Transaction } from '../engine/drizzle-database.ts';
import { accountColumns } from './account-columns.ts';
import { users } from './accounts-tables.ts';

/** Short reads of accounts. */
export function prepareAccountStatements(db: Database) {
  const credentials = () => db.select({ user: accountColumns, passwordHash: users.passwordHash }).from(users);
  return {
    byIds: db
      .select(accountColumns)
      .from(users)
      .where(sql`${users.id} = any(string_to_array(${sql.placeholder('ids')}, ',')::uuid[])`)
      .prepare('users_by_ids'),
    credentialsById: credentials()
      .where(eq(users.id, sql.placeholder('id')))
      .prepare('credentials_by_id'),
    byUsername: credentials()
      .where(eq(users.username, sql.placeholder('username')))
      .prepare('user_by_username'),
    byEmail: credentials()
      .where(eq(users.email, sql.placeholder('email')))
      .prepare('user_by_email'),
  };
}

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
