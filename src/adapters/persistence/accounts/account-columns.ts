import { eq, sql } from 'drizzle-orm';
import type { User, UserId } from '../../../domain/accounts/user.ts';
import type { Transaction } from '../engine/drizzle-database.ts';
import { users } from './accounts-tables.ts';

/**
 * Raw SQL, because drizzle omits the name of a single table. Inside the subquery, the column would then belong to
 * another table.
 */
export const rolesOfUser = sql<string[]>`(
  select coalesce(json_agg(user_roles.role_name order by user_roles.role_name), '[]')
  from user_roles where user_roles.user_id = users.id
)`;

/** The columns of a {@link User} only. */
export const accountColumns = {
  id: users.id,
  username: users.username,
  email: users.email,
  name: users.name,
  surname: users.surname,
  favoriteGenreId: users.favoriteGenreId,
  isActive: users.isActive,
  isSuperuser: users.isSuperuser,
  tokenVersion: users.tokenVersion,
  roles: rolesOfUser.as('roles'),
  createdAt: users.createdAt,
};

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
