import { users } from './schema.ts';

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
  createdAt: users.createdAt,
};
