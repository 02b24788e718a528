import { z } from 'zod';
import { ChangeRole } from '../../../application/access/change-role.ts';
import { CreateRole } from '../../../application/access/create-role.ts';
import { DeleteRole } from '../../../application/access/delete-role.ts';
import { GetRole } from '../../../application/access/get-role.ts';
import { ListRoles } from '../../../application/access/list-roles.ts';
import { BuiltInRole, ROLE_NAME, RoleNameTaken, RoleNotFound } from '../../../domain/access/role.ts';
import { nameOf, paging } from '../input/schemas.ts';
import { declareRoute } from '../routing/route.ts';
import { access, inPages } from './access.routes.ts';
import { roleChange, roleToCreate, roleView } from './access.view.ts';

export const ofRole = z.object({
  name: nameOf(RoleNotFound, ROLE_NAME).meta({ description: 'Name of a role', example: 'subscribers' }),
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
