import { sql } from 'drizzle-orm';
import { users } from './accounts-tables.ts';

/** Written out: drizzle leaves the table's name away where there is one table only, and inside it would mean another. */
export const rolesOfUser = sql<string[]>`(
  select coalesce(json_agg(user_roles.role_name order by user_roles.role_name), '[]')
  from user_roles where user_roles.user_id = users.id
)`;

/** All of a {@link User}, and nothing else of the row. */
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
