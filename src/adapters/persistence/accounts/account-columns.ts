import { sql } from 'drizzle-orm';
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
