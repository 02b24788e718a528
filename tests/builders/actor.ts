import type { SystemActor, UserActor } from '../../src/domain/actor.ts';
import type { Permission } from '../../src/domain/permission.ts';
import { permissionsOf } from '../../src/domain/role.ts';
import { uuid } from './user.ts';

/** The operator on the command line. */
export const operator: SystemActor = { kind: 'system', name: 'cli' };

/** What {@link aUser} is while logged in, unless told otherwise. */
export function aUserActor(differences: Partial<UserActor> = {}): UserActor {
  return {
    kind: 'user',
    userId: uuid(1),
    sessionId: uuid(1001),
    roles: ['user'],
    permissions: permissionsOf(['user']),
    ...differences,
  };
}

/** {@link aUserActor} with every right of a user but one. */
export function aUserActorWithout(permission: Permission): UserActor {
  const permissions = permissionsOf(['user']);
  permissions.delete(permission);
  return aUserActor({ permissions });
}
