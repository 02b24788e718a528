import { z } from 'zod';
import { ChangeUser } from '../../../application/access/change-user.ts';
import { GetUser } from '../../../application/access/get-user.ts';
import { GiveRole } from '../../../application/access/give-role.ts';
import { ListUsers } from '../../../application/access/list-users.ts';
import { ListUserPermissions } from '../../../application/access/permissions/list-user-permissions.ts';
import { TakeRole } from '../../../application/access/take-role.ts';
import { BuiltInRole, RoleNotFound, RoleNotHeld, TooManyRoles } from '../../../domain/access/role.ts';
import { LastSuperuser, UserNotFound } from '../../../domain/accounts/user.ts';
import { UUID } from '../../../domain/shared/uuid.ts';
import { nameOf, paging, text } from '../input/schemas.ts';
import { declareRoute } from '../routing/route.ts';
import { access, inPages } from './access.routes.ts';
import { accountView, permissionView } from './access.view.ts';
import { ofRole } from './roles.routes.ts';

const ofUser = z.object({
  id: nameOf(UserNotFound, UUID).meta({ description: 'Id of a user', example: '01936f7e-7c1e-7c3a-9a55-1d2f0c9b8a77' }),
});
const ofUserAndRole = ofUser.extend(ofRole.shape);

export const listUsersRoute = declareRoute({
  ...access,
  method: 'get',
  path: '/users',
  operation: ListUsers.operation,
  summary: 'List the users',
  description: 'All accounts, including deactivated ones.',
  query: z.object({
    ...paging,
    query: text({ max: 320 })
      .optional()
      .meta({ description: 'Part of a user name or an e-mail address', example: 'neo' }),
  }),
  answers: { 200: { description: 'The users, newest first', body: z.array(accountView), headers: inPages } },
  isExpensive: true,
  errors: [],
});

export const getUserRoute = declareRoute({
  ...access,
  method: 'get',
  path: '/users/{id}',
  operation: GetUser.operation,
  summary: 'Show a user',
  description: 'The account with its roles. Its shelf, sessions and log-ins are private.',
  params: ofUser,
  answers: { 200: { description: 'The user', body: accountView } },
  errors: [UserNotFound],
});

export const changeUserRoute = declareRoute({
  ...access,
  method: 'patch',
  path: '/users/{id}',
  operation: ChangeUser.operation,
  summary: 'Deactivate or reactivate a user',
  description:
    'Deactivating ends all sessions of the user at once. Personal access tokens are refused until the account is activated again. You need every permission that the user has.',
  params: ofUser,
  body: z
    .object({ is_active: z.boolean().meta({ description: 'Whether the user can log in' }) })
    .meta({ id: 'UserChange', description: 'What to change about a user', example: { is_active: false } }),
  answers: { 200: { description: 'The user', body: accountView } },
  errors: [UserNotFound, LastSuperuser],
});

export const listUserPermissionsRoute = declareRoute({
  ...access,
  method: 'get',
  path: '/users/{id}/permissions',
  operation: ListUserPermissions.operation,
  summary: 'List the permissions of a user',
  description: 'What the roles of the user allow at this moment. A superuser may do everything, and has all of them.',
  params: ofUser,
  query: z.object(paging),
  answers: { 200: { description: 'The permissions', body: z.array(permissionView), headers: inPages } },
  errors: [UserNotFound],
});

export const giveRoleRoute = declareRoute({
  ...access,
  method: 'put',
  path: '/users/{id}/roles/{name}',
  operation: GiveRole.operation,
  summary: 'Give a user a role',
  description:
    'You need all permissions of the role. The change applies from the next request on, even with tokens already issued. Repeating the call changes nothing.',
  params: ofUserAndRole,
  answers: { 204: { description: 'The user has the role' } },
  errors: [UserNotFound, RoleNotFound, BuiltInRole, TooManyRoles],
});

export const takeRoleRoute = declareRoute({
  ...access,
  method: 'delete',
  path: '/users/{id}/roles/{name}',
  operation: TakeRole.operation,
  summary: 'Take a role from a user',
  description:
    'You need all permissions of the role. The change applies from the next request on, even with tokens already issued.',
  params: ofUserAndRole,
  answers: { 204: { description: 'The user no longer has the role' } },
  errors: [UserNotFound, RoleNotFound, RoleNotHeld, BuiltInRole],
});
