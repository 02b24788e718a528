import type { Permission } from '../../../domain/permission.ts';
import { permissionsOf, rolesOf } from '../../../domain/role.ts';
import type { User } from '../../../domain/user.ts';

/** An account as its owner sees it; `permissions` in alphabetical order. */
export type Profile = {
  readonly user: User;
  readonly roles: readonly string[];
  readonly permissions: readonly Permission[];
};

export function profileOf(user: User): Profile {
  const roles = rolesOf(user);
  return { user, roles, permissions: [...permissionsOf(roles)].toSorted() };
}
