import type { Role, RoleChanges, RoleContent } from '../../../domain/access/role.ts';
import type { UserId } from '../../../domain/accounts/user.ts';

/** Decides on the role as it is in the very moment of the change, and throws what speaks against it. */
export type RoleCheck = (role: Role) => void;

/**
 * The roles and who has them. Whatever changes what somebody may do is one transaction that also tells every instance,
 * and the roles of those who already hold a token.
 */
export interface RoleRepository {
  /** By name. */
  list(): Promise<readonly Role[]>;

  find(name: string): Promise<Role | undefined>;

  /** @throws RoleNameTaken, also when calls race */
  add(role: RoleContent): Promise<Role>;

  /** What is not given stays. Who has the role keeps it under its new name. @throws RoleNotFound, RoleNameTaken, whatever `check` throws */
  change(name: string, changes: RoleChanges, check: RoleCheck): Promise<Role>;

  /** Takes the role from all who have it. @throws RoleNotFound, whatever `check` throws */
  remove(name: string, check: RoleCheck): Promise<void>;

  /** Giving what is held already changes nothing. @throws RoleNotFound, UserNotFound, TooManyRoles, whatever `check` throws */
  give(userId: UserId, name: string, check: RoleCheck): Promise<void>;

  /** @throws RoleNotFound, UserNotFound, RoleNotHeld, whatever `check` throws */
  take(userId: UserId, name: string, check: RoleCheck): Promise<void>;
}
