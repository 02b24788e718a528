import type { User } from '../accounts/user.ts';
import type { Permission } from './permission.ts';
import { ALL_LABELS, includesPermission, labelPermission, PERMISSIONS } from './permission.ts';
import type { Restriction } from './restriction.ts';
import type { Role } from './role.ts';
import { rolesOf } from './role.ts';
import type { Scope } from './scope.ts';
import { InvalidScope } from './scope.ts';

/** The properties of an account that determine its permissions. */
type Holder = { readonly roles: readonly string[]; readonly isSuperuser: boolean };

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

  /** The permissions of these roles, or every permission for a superuser. */
  permissionsOfHolder({ roles, isSuperuser }: Holder): ReadonlySet<Permission> {
    return isSuperuser ? new Set(this.allPermissions()) : this.permissionsOf(roles);
  }

  /**
   * Refuses a scope with a permission that the holder lacks, or with a label that neither a restriction nor a role of
   * the holder names. @throws InvalidScope
   */
  authorizeScope(scope: Scope, holder: Holder): void {
    const held = this.permissionsOfHolder(holder);
    const all = this.allPermissions();
    const mayGrant = (permission: Permission) =>
      held.has(permission) || (includesPermission(held, permission) && all.includes(permission));
    if (!scope.every(mayGrant)) throw new InvalidScope();
  }

  /** Every permission that exists, including those of labels. */
  allPermissions(): readonly Permission[] {
    return [...PERMISSIONS, ...this.restrictions.map(({ label }) => labelPermission(label)), ALL_LABELS];
  }

  /** The permissions of the account, in alphabetical order. */
  permissionsOfUser(user: User): readonly Permission[] {
    return [...this.permissionsOfHolder({ roles: rolesOf(user), isSuperuser: user.isSuperuser })].toSorted();
  }
}
