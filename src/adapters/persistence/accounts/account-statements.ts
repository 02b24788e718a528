import { eq, sql } from 'drizzle-orm';
import type { Database } from '../engine/drizzle-database.ts';
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
