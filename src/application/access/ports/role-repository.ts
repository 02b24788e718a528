import type { Role, RoleChanges, RoleContent } from '../../../domain/access/role.ts';
import type { UserId } from '../../../domain/accounts/user.ts';

/** Checks the role as locked for the change, and throws to refuse the change. */
export type RoleCheck = (role: Role) => void;

/**
 * The roles and their holders. Every change of a user's permissions is one transaction that also notifies all instances
 * and updates the roles of tokens already issued.
 */
export interface RoleRepository {
  /** Ordered by name. */
  list(): Promise<readonly Role[]>;

  find(name: string): Promise<Role | undefined>;

  /** @throws RoleNameTaken, also when calls race */
  add(role: RoleContent): Promise<Role>;

  /**
   * Changes the given properties only. Users who have the role keep it, also under a new name.
   * @throws RoleNotFound, RoleNameTaken, any error of `check`
   */
  change(name: string, changes: RoleChanges, check: RoleCheck): Promise<Role>;

  /** Takes the role from all users who have it. @throws RoleNotFound, any error of `check` */
  remove(name: string, check: RoleCheck): Promise<void>;

  /**
   * Giving a role that the user already has changes nothing.
   * @throws RoleNotFound, UserNotFound, TooManyRoles, any error of `check`
   */
  give(userId: UserId, name: string, check: RoleCheck): Promise<void>;

  /** @throws RoleNotFound, UserNotFound, RoleNotHeld, any error of `check` */
  take(userId: UserId, name: string, check: RoleCheck): Promise<void>;
}
