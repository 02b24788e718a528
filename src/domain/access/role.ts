import type { User } from '../accounts/user.ts';
import { domainError } from '../shared/errors.ts';
import type { Permission } from './permission.ts';
import { ALL_LABELS, PERMISSIONS } from './permission.ts';

/** `name` is unique; tokens and answers carry it. Built-in roles can be neither renamed nor deleted. */
export type Role = {
  readonly name: string;
  readonly description: string;
  readonly permissions: readonly Permission[];
  readonly builtIn: boolean;
};

/** The parts of a role that a caller sets and may change. */
export type RoleContent = Pick<Role, 'name' | 'description' | 'permissions'>;

/** Fields that are not given stay as they are. */
export type RoleChanges = { readonly [Field in keyof RoleContent]?: RoleContent[Field] };

export const ROLE_NAME = /^[a-z0-9](?:[a-z0-9._-]{0,38}[a-z0-9])?$/;
export const MAX_ROLE_DESCRIPTION_LENGTH = 300;

export const ANONYMOUS_ROLE = 'anonymous';
export const USER_ROLE = 'user';

/**
 * The roles of a new installation; a migration in `drizzle` writes them into the database, and a test compares both. Their
 * permissions may be changed.
 */
export const BUILT_IN_ROLES: readonly Role[] = [
  { name: ANONYMOUS_ROLE, description: 'Everyone without a token', permissions: ['catalogue:read'], builtIn: true },
  {
    name: USER_ROLE,
    description: 'Everyone who registered',
    permissions: ['catalogue:read', 'movies:read', 'favorites:own', 'account:own'],
    builtIn: true,
  },
  { name: 'subscribers', description: 'For films that only some may view', permissions: [], builtIn: true },
  {
    name: 'admin',
    description: 'Everything but what only superusers may',
    permissions: [...PERMISSIONS, ALL_LABELS],
    builtIn: true,
  },
];

/** Access tokens carry all roles of their owner, so the number is limited. */
export const MAX_ROLES_PER_USER = 50;

export class RoleNotFound extends domainError('not-found', 'role-not-found') {}
export class RoleNameTaken extends domainError('conflict', 'role-name-taken') {}
/**
 * Built-in roles cannot be renamed or deleted. `anonymous` and `user` are assigned automatically; people cannot assign
 * them.
 */
export class BuiltInRole extends domainError('conflict', 'built-in-role') {}
/** The user already has {@link MAX_ROLES_PER_USER} roles. */
export class TooManyRoles extends domainError('conflict', 'too-many-roles') {}
/** The user does not have the role that is to be removed. */
export class RoleNotHeld extends domainError('not-found', 'role-not-held') {}

/**
 * The permissions required to change a role, besides that of the operation. These are all permissions that the role has
 * before or after the change. They are required for a new name, too, because tokens and other services refer to roles
 * by name.
 */
export function rightsToChangeRole(before: Role, changes: RoleChanges): ReadonlySet<Permission> {
  return new Set([...before.permissions, ...(changes.permissions ?? [])]);
}

/** All roles of a registered user, starting with the role that everybody has. */
export function rolesOf(user: Pick<User, 'roles'>): readonly string[] {
  return [USER_ROLE, ...user.roles];
}

/** Whether the role is assigned by hand. The others are assigned automatically. */
export function isGivenByHand(name: string): boolean {
  return name !== ANONYMOUS_ROLE && name !== USER_ROLE;
}
