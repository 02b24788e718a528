import { AccessPolicy } from '../../src/domain/access/access-policy.ts';
import type { AnonymousActor, SystemActor, UserActor } from '../../src/domain/access/actor.ts';
import type { Permission } from '../../src/domain/access/permission.ts';
import { BUILT_IN_ROLES } from '../../src/domain/access/role.ts';
import { uuid } from './user.ts';

/** The permissions of these built-in roles in a new installation. */
export function permissionsOf(...roles: readonly string[]): Set<Permission> {
  return new Set(new AccessPolicy(BUILT_IN_ROLES, []).permissionsOf(roles));
}

/** A caller without a token. */
export const anonymous: AnonymousActor = { kind: 'anonymous', permissions: permissionsOf('anonymous') };

/** The operator on the command line. */
export const operator: SystemActor = { kind: 'system', name: 'cli' };

/** The actor of {@link aUser} in a session. */
export function aUserActor(differences: Partial<UserActor> = {}): UserActor {
  return {
    kind: 'user',
    userId: uuid(1),
    credential: { kind: 'session', sessionId: uuid(1001) },
    roles: ['user'],
    permissions: permissionsOf('user'),
    isSuperuser: false,
    ...differences,
  };
}

/** {@link aUserActor} with all permissions of a user except one. */
export function aUserActorWithout(permission: Permission): UserActor {
  const permissions = permissionsOf('user');
  permissions.delete(permission);
  return aUserActor({ permissions });
}

/** {@link aUserActor} with more permissions than a user has. */
export function aUserActorWith(...permissions: readonly Permission[]): UserActor {
  return aUserActor({ permissions: new Set([...permissionsOf('user'), ...permissions]) });
}
