import type { Permission } from './permission.ts';
import { PERMISSIONS } from './permission.ts';
import type { User } from './user.ts';

/** `name` is unique and what tokens and answers carry. */
export type Role = {
  readonly name: string;
  readonly permissions: readonly Permission[];
  readonly builtIn: boolean;
};

export const ANONYMOUS_ROLE = 'anonymous';
export const USER_ROLE = 'user';

/** The roles every installation has. `anonymous` is everyone without a token, `user` everyone who registered. */
export const BUILT_IN_ROLES: readonly Role[] = [
  { name: ANONYMOUS_ROLE, permissions: ['catalogue:read'], builtIn: true },
  { name: USER_ROLE, permissions: ['catalogue:read', 'movies:read', 'favorites:own', 'account:own'], builtIn: true },
  { name: 'subscribers', permissions: [], builtIn: true },
  { name: 'admin', permissions: PERMISSIONS, builtIn: true },
];

/** The roles somebody has by being registered. */
export function rolesOf(_user: User): readonly string[] {
  return [USER_ROLE];
}

/** What the named roles allow together; a name that no longer exists allows nothing. */
export function permissionsOf(names: readonly string[], roles: readonly Role[] = BUILT_IN_ROLES): Set<Permission> {
  return new Set(roles.filter((role) => names.includes(role.name)).flatMap((role) => role.permissions));
}
