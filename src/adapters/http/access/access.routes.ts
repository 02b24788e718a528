import { z } from 'zod';
import { ChangeRole } from '../../../application/access/change-role.ts';
import { ChangeUser } from '../../../application/access/change-user.ts';
import { CreateRole } from '../../../application/access/create-role.ts';
import { DeleteRestriction } from '../../../application/access/delete-restriction.ts';
import { DeleteRole } from '../../../application/access/delete-role.ts';
import { GetRole } from '../../../application/access/get-role.ts';
import { GetUser } from '../../../application/access/get-user.ts';
import { GiveRole } from '../../../application/access/give-role.ts';
import { ListRestrictions } from '../../../application/access/list-restrictions.ts';
import { ListRoles } from '../../../application/access/list-roles.ts';
import { ListUsers } from '../../../application/access/list-users.ts';
import { CheckPermissions } from '../../../application/access/permissions/check-permissions.ts';
import { ListOwnPermissions } from '../../../application/access/permissions/list-own-permissions.ts';
import { ListPermissions } from '../../../application/access/permissions/list-permissions.ts';
import { ListUserPermissions } from '../../../application/access/permissions/list-user-permissions.ts';
import { PutRestriction } from '../../../application/access/put-restriction.ts';
import { TakeRole } from '../../../application/access/take-role.ts';
import { PermissionDenied, Unauthenticated } from '../../../domain/access/actor.ts';
import { LABEL } from '../../../domain/access/permission.ts';
import { RestrictionNotFound } from '../../../domain/access/restriction.ts';
import {
  BuiltInRole,
  ROLE_NAME,
  RoleNameTaken,
  RoleNotFound,
  RoleNotHeld,
  TooManyRoles,
} from '../../../domain/access/role.ts';
import { LastSuperuser, UserNotFound } from '../../../domain/accounts/user.ts';
import { UUID } from '../../../domain/shared/uuid.ts';
import { nameOf, paging, text } from '../input/schemas.ts';
import { declareRoute } from '../routing/route.ts';
import {
  accountView,
  label,
  permission,
  permissionView,
  restrictionToPut,
  restrictionView,
  roleChange,
  roleToCreate,
  roleView,
} from './access.view.ts';
import { IDENTITY_HEADERS } from './identity-headers.ts';

const access = { tag: 'Access', cache: 'no-store' } as const;

/** Maximum number of permissions in one check. */
const MAX_CHECKED = 20;

const ofRole = z.object({
  name: nameOf(RoleNotFound, ROLE_NAME).meta({ description: 'Name of a role', example: 'subscribers' }),
});
const ofUser = z.object({
  id: nameOf(UserNotFound, UUID).meta({ description: 'Id of a user', example: '01936f7e-7c1e-7c3a-9a55-1d2f0c9b8a77' }),
});
const inPages = ['X-Total-Count', 'Link'] as const;

export const checkPermissionsRoute = declareRoute({
  ...access,
  method: 'get',
  path: '/auth/check',
  operation: CheckPermissions.operation,
  summary: 'Check what I may do',
  description:
    'For nginx `auth_request`, Caddy `forward_auth` and Traefik ForwardAuth: 204 if I have all of the given permissions; otherwise 401 if I sent no token, and 403 if I sent one. Without a `permission` parameter it checks whether I am logged in. The headers tell the gateway who I am.',
  storage: 'fallback',
  // Unknown parameters are refused: with a misspelt `permission` the request would only check for a log-in.
  query: z.strictObject({
    permission: z
      .preprocess(
        (said) => (said === undefined || Array.isArray(said) ? said : [said]),
        z.array(permission).max(MAX_CHECKED).optional(),
      )
      .meta({ description: 'A required permission; may be repeated', example: ['movies:read'] }),
  }),
  answers: { 204: { description: 'You have the permissions', ownHeaders: IDENTITY_HEADERS } },
  errors: [Unauthenticated, PermissionDenied],
});

export const listOwnPermissionsRoute = declareRoute({
  ...access,
  method: 'get',
  path: '/auth/permissions',
  operation: ListOwnPermissions.operation,
  summary: 'List what I may do',
  description:
    'For clients that offer only what their user may do. Without a token it lists what everybody may do. With a narrowed or a personal token it lists what this token allows.',
  storage: 'fallback',
  query: z.object(paging),
  answers: { 200: { description: 'The permissions', body: z.array(permissionView), headers: inPages } },
  errors: [],
});

export const listPermissionsRoute = declareRoute({
  ...access,
  method: 'get',
  path: '/permissions',
  operation: ListPermissions.operation,
  summary: 'List the permissions that exist',
  description:
    'The permissions that a role can have, each with a sentence that says what it allows. Every label of a restriction has one.',
  query: z.object(paging),
  answers: { 200: { description: 'The permissions', body: z.array(permissionView), headers: inPages } },
  errors: [],
});

export const listRolesRoute = declareRoute({
  ...access,
  method: 'get',
  path: '/roles',
  operation: ListRoles.operation,
  summary: 'List the roles',
  description:
    'The roles with their permissions. `anonymous` applies to requests without a token, `user` to every account.',
  query: z.object(paging),
  answers: { 200: { description: 'The roles, by name', body: z.array(roleView), headers: inPages } },
  errors: [],
});

export const createRoleRoute = declareRoute({
  ...access,
  method: 'post',
  path: '/roles',
  operation: CreateRole.operation,
  summary: 'Create a role',
  description: 'You can only use permissions that you have yourself.',
  body: roleToCreate,
  answers: { 201: { description: 'The role', body: roleView } },
  errors: [RoleNameTaken],
});

export const getRoleRoute = declareRoute({
  ...access,
  method: 'get',
  path: '/roles/{name}',
  operation: GetRole.operation,
  summary: 'Show a role',
  description: 'With its permissions.',
  params: ofRole,
  answers: { 200: { description: 'The role', body: roleView } },
  errors: [RoleNotFound],
});

export const changeRoleRoute = declareRoute({
  ...access,
  method: 'patch',
  path: '/roles/{name}',
  operation: ChangeRole.operation,
  summary: 'Change a role',
  description:
    'Fields that are not given stay as they are. You need all permissions that the role has before and after the change. The change applies to its holders from the next request on.',
  params: ofRole,
  body: roleChange,
  answers: { 200: { description: 'The role', body: roleView } },
  errors: [RoleNotFound, RoleNameTaken, BuiltInRole],
});

export const deleteRoleRoute = declareRoute({
  ...access,
  method: 'delete',
  path: '/roles/{name}',
  operation: DeleteRole.operation,
  summary: 'Delete a role',
  description: 'All users who have the role lose it.',
  params: z.object({
    name: nameOf(RoleNotFound, ROLE_NAME).meta({ description: 'Name of a role', example: 'editors' }),
  }),
  answers: { 204: { description: 'Deleted' } },
  errors: [RoleNotFound, BuiltInRole],
});

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
    'Deactivating ends all sessions and revokes all tokens of the user at once. You need every permission that the user has.',
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

const ofUserAndRole = ofUser.extend(ofRole.shape);

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

export const listRestrictionsRoute = declareRoute({
  ...access,
  method: 'get',
  path: '/restrictions',
  operation: ListRestrictions.operation,
  summary: 'List the restrictions',
  description:
    'A restriction gives a label to films. A film with a label is shown in full only to callers with the permission `movies:label:<label>`.',
  query: z.object(paging),
  answers: { 200: { description: 'The restrictions, by label', body: z.array(restrictionView), headers: inPages } },
  errors: [],
});

export const putRestrictionRoute = declareRoute({
  ...access,
  method: 'put',
  path: '/restrictions/{label}',
  operation: PutRestriction.operation,
  summary: 'Restrict films',
  description:
    'Films that the rule covers get the label. Viewing them in full, or adding them to a shelf, requires the permission `movies:label:<label>`; everyone else gets a teaser. You need that permission yourself.',
  params: z.object({ label }),
  body: restrictionToPut,
  answers: {
    201: { description: 'The restriction was created', body: restrictionView },
    200: { description: 'The restriction was replaced', body: restrictionView },
  },
  errors: [],
});

export const deleteRestrictionRoute = declareRoute({
  ...access,
  method: 'delete',
  path: '/restrictions/{label}',
  operation: DeleteRestriction.operation,
  summary: 'Delete a restriction',
  description: 'You need the permission `movies:label:<label>`.',
  params: z.object({
    label: nameOf(RestrictionNotFound, LABEL).meta({ description: 'Label of a restriction', example: 'new' }),
  }),
  answers: { 204: { description: 'The restriction was deleted' } },
  errors: [RestrictionNotFound],
});
