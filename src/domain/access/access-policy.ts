import type { User } from '../accounts/user.ts';
import type { Permission } from './permission.ts';
import { ALL_LABELS, labelPermission, PERMISSIONS } from './permission.ts';
import type { Restriction } from './restriction.ts';
import type { Role } from './role.ts';
import { rolesOf } from './role.ts';

/** The permissions of all roles and the film restrictions, read at one moment. */
export class AccessPolicy {
  private readonly allowedBy = new Map<string, ReadonlySet<Permission>>();

  constructor(
    readonly roles: readonly Role[],
    readonly restrictions: readonly Restriction[],
  ) {}

  /** The permissions of the named roles together. A role name that does not exist grants nothing. */
  permissionsOf(names: readonly string[]): ReadonlySet<Permission> {
    const key = names.join(' ');
    const known = this.allowedBy.get(key);
    if (known) return known;
    const held = this.roles.filter((role) => names.includes(role.name));
    const permissions = new Set(held.flatMap((role) => role.permissions));
    this.allowedBy.set(key, permissions);
    return permissions;
  }

  /** Every permission that exists, including those of labels. */
  allPermissions(): readonly Permission[] {
    return [...PERMISSIONS, ...this.restrictions.map(({ label }) => labelPermission(label)), ALL_LABELS];
  }

  /** The permissions of the account, in alphabetical order. */
  permissionsOfUser(user: User): readonly Permission[] {
    const held = user.isSuperuser ? this.allPermissions() : this.permissionsOf(rolesOf(user));
    return [...held].toSorted();
  }
}
