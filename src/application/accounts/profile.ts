import type { AccessPolicy } from '../../domain/access/access-policy.ts';
import type { UserActor } from '../../domain/access/actor.ts';
import type { Permission } from '../../domain/access/permission.ts';
import { narrowed } from '../../domain/access/scope.ts';
import type { User } from '../../domain/accounts/user.ts';

/** An account as its owner sees it. `permissions`: those that the token in use allows, in alphabetical order. */
export type Profile = { readonly user: User; readonly permissions: readonly Permission[] };

export function profileOf(user: User, policy: AccessPolicy, actor?: UserActor): Profile {
  const held = policy.permissionsOfUser(user);
  if (actor?.scope === undefined) return { user, permissions: held };
  return { user, permissions: [...narrowed(new Set(held), actor.scope)].toSorted() };
}
