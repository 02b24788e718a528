import { ChangeRole } from '../../../application/access/change-role.ts';
import { ChangeUser } from '../../../application/access/change-user.ts';
import { CheckPermissions } from '../../../application/access/check-permissions.ts';
import { CreateRole } from '../../../application/access/create-role.ts';
import { DeleteRestriction } from '../../../application/access/delete-restriction.ts';
import { DeleteRole } from '../../../application/access/delete-role.ts';
import { GetRole } from '../../../application/access/get-role.ts';
import { GetUser } from '../../../application/access/get-user.ts';
import { GiveRole } from '../../../application/access/give-role.ts';
import { ListPermissions } from '../../../application/access/list-permissions.ts';
import { ListRestrictions } from '../../../application/access/list-restrictions.ts';
import { ListRoles } from '../../../application/access/list-roles.ts';
import { ListUserPermissions } from '../../../application/access/list-user-permissions.ts';
import { ListUsers } from '../../../application/access/list-users.ts';
import { PutRestriction } from '../../../application/access/put-restriction.ts';
import { TakeRole } from '../../../application/access/take-role.ts';
import { z } from 'zod';
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
import { declareRoute } from '../routing/route.ts';
import { nameOf, paging, text } from '../input/schemas.ts';
import { UUID } from '../../../domain/shared/uuid.ts';
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

const access = { tag: 'Access', cache: 'no-store' } as const;

/** Whoever manages roles has to know what there is to give, whoever manages users what there is to choose from. */
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
  summary: 'May I do this?',
  description:
    'For nginx `auth_request` and Traefik ForwardAuth: 204, or 401 for somebody without a token, or 403. Several `permission` parameters are all needed; without any it tells whether somebody is logged in.',
  storage: 'fallback',
  // A misspelt parameter must not turn into the question whether somebody is logged in.
  query: z.strictObject({
    permission: z
      .preprocess(
        (said) => (said === undefined || Array.isArray(said) ? said : [said]),
        z.array(permission).max(MAX_CHECKED).optional(),
      )
      .meta({ description: 'What is to be done; may be repeated', example: ['movies:read'] }),
  }),
  answers: { 204: { description: 'You may' } },
  errors: [Unauthenticated, PermissionDenied],
});

export const listPermissionsRoute = declareRoute({
  ...access,
  method: 'get',
  path: '/permissions',
  operation: ListPermissions.operation,
  summary: 'List all permissions',
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
  query: z.object(paging),
  answers: { 200: { description: 'The roles, by name', body: z.array(roleView), headers: inPages } },
  errors: [],
});

export const createRoleRoute = declareRoute({
  ...access,
  method: 'post',
  path: '/roles',
  operation: CreateRole.operation,
  summary: 'Make a role',
  description: 'Of permissions that you hold yourself.',
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
    'What is not given stays. You must hold all permissions of the role, those that it has and those that it gets. Whoever has the role is judged by it from the next request on.',
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
  description: 'It is taken from all who have it.',
  params: z.object({ name: nameOf(RoleNotFound, ROLE_NAME).meta({ example: 'editors' }) }),
  answers: { 204: { description: 'Deleted' } },
  errors: [RoleNotFound, BuiltInRole],
});

export const listUsersRoute = declareRoute({
  ...access,
  method: 'get',
  path: '/users',
  operation: ListUsers.operation,
  summary: 'List the users',
  query: z.object({
    ...paging,
    query: text({ max: 320 }).optional().meta({ description: 'Part of a user name or an e-mail address' }),
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
  params: ofUser,
  answers: { 200: { description: 'The user', body: accountView } },
  errors: [UserNotFound],
});

export const changeUserRoute = declareRoute({
  ...access,
  method: 'patch',
  path: '/users/{id}',
  operation: ChangeUser.operation,
  summary: 'Deactivate a user, or activate them again',
  description: 'Ends all sessions and tokens of the user at once. You must hold every permission that the user has.',
  params: ofUser,
  body: z.object({ is_active: z.boolean() }).meta({ id: 'UserChange', example: { is_active: false } }),
  answers: { 200: { description: 'The user', body: accountView } },
  errors: [UserNotFound, LastSuperuser],
});

export const listUserPermissionsRoute = declareRoute({
  ...access,
  method: 'get',
  path: '/users/{id}/permissions',
  operation: ListUserPermissions.operation,
  summary: 'List what a user may do',
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
    'One whose permissions you hold. It counts from the next request on, also with a token already out. Repeating is harmless.',
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
  description: 'One whose permissions you hold. It counts from the next request on, also with a token already out.',
  params: ofUserAndRole,
  answers: { 204: { description: 'The user no longer has the role' } },
  errors: [UserNotFound, RoleNotFound, RoleNotHeld, BuiltInRole],
});

export const listRestrictionsRoute = declareRoute({
  ...access,
  method: 'get',
  path: '/restrictions',
  operation: ListRestrictions.operation,
  summary: 'List which films only some may view',
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
    'Films that the rule covers carry the label. Viewing them whole, or keeping them, takes the permission `movies:label:<label>`; others see a teaser. You must hold that permission yourself.',
  params: z.object({ label }),
  body: restrictionToPut,
  answers: {
    201: { description: 'A new restriction', body: restrictionView },
    200: { description: 'The restriction has a new rule', body: restrictionView },
  },
  errors: [],
});

export const deleteRestrictionRoute = declareRoute({
  ...access,
  method: 'delete',
  path: '/restrictions/{label}',
  operation: DeleteRestriction.operation,
  summary: 'Restrict films no longer',
  description: 'You must hold the permission `movies:label:<label>`.',
  params: z.object({ label: nameOf(RestrictionNotFound, LABEL).meta({ example: 'new' }) }),
  answers: { 204: { description: 'The films are open again' } },
  errors: [RestrictionNotFound],
});
