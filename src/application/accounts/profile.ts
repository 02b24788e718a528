import type { AccessPolicy } from '../../domain/access/access-policy.ts';
import type { Permission } from '../../domain/access/permission.ts';
import type { User } from '../../domain/accounts/user.ts';

/** An account as its owner sees it; `permissions` in alphabetical order. */
export type Profile = { readonly user: User; readonly permissions: readonly Permission[] };

export function profileOf(user: User, policy: AccessPolicy): Profile {
  return { user, permissions: policy.permissionsOfUser(user) };
}
