import type { Permission } from './permission.ts';
import { ALL_LABELS, labelPermission, PERMISSIONS } from './permission.ts';
import type { Restriction } from './restriction.ts';
import type { Role } from './role.ts';
import { rolesOf } from './role.ts';
import type { User } from '../accounts/user.ts';

/** What the roles allow and which films are restricted, at one moment. */
export class AccessPolicy {
  private readonly allowedBy = new Map<string, ReadonlySet<Permission>>();

  constructor(
    readonly roles: readonly Role[],
    readonly restrictions: readonly Restriction[],
  ) {}

  /** What the named roles allow together; a name that no longer exists allows nothing. */
  permissionsOf(names: readonly string[]): ReadonlySet<Permission> {
    const key = names.join(' ');
    const known = this.allowedBy.get(key);
    if (known) return known;
    const held = this.roles.filter((role) => names.includes(role.name));
    const permissions = new Set(held.flatMap((role) => role.permissions));
    this.allowedBy.set(key, permissions);
    return permissions;
  }

  /** Everything there is a permission for. */
  allPermissions(): readonly Permission[] {
    return [...PERMISSIONS, ...this.restrictions.map(({ label }) => labelPermission(label)), ALL_LABELS];
  }

  /** What the account may do, in alphabetical order. */
  permissionsOfUser(user: User): readonly Permission[] {
    const held = user.isSuperuser ? this.allPermissions() : this.permissionsOf(rolesOf(user));
    return [...held].toSorted();
  }
}
