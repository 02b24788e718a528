import { toRuleView } from '../../adapters/http/access/access.view.ts';
import { DrizzleRestrictionRepository } from '../../adapters/persistence/access/drizzle-restriction-repository.ts';
import { DrizzleRoleRepository } from '../../adapters/persistence/access/drizzle-role-repository.ts';
import { ChangeRole } from '../../application/access/change-role.ts';
import { ChangeUser } from '../../application/access/change-user.ts';
import { CreateRole } from '../../application/access/create-role.ts';
import { DeleteRestriction } from '../../application/access/delete-restriction.ts';
import { DeleteRole } from '../../application/access/delete-role.ts';
import { GetRole } from '../../application/access/get-role.ts';
import { GetUser } from '../../application/access/get-user.ts';
import { GiveRole } from '../../application/access/give-role.ts';
import { ListRestrictions } from '../../application/access/list-restrictions.ts';
import { ListRoles } from '../../application/access/list-roles.ts';
import { ListUsers } from '../../application/access/list-users.ts';
import { CheckPermissions } from '../../application/access/permissions/check-permissions.ts';
import { ListOwnPermissions } from '../../application/access/permissions/list-own-permissions.ts';
import { ListPermissions } from '../../application/access/permissions/list-permissions.ts';
import { ListUserPermissions } from '../../application/access/permissions/list-user-permissions.ts';
import { PutRestriction } from '../../application/access/put-restriction.ts';
import { TakeRole } from '../../application/access/take-role.ts';
import { tokens } from '../tokens.ts';
import type { Module } from './module.ts';

/** Access: roles, permissions, users, restrictions. Log lines of changes name the thing that is changed. */
export const bindAccess: Module = ({ bind, bindUseCase, get }, { database, rules: accessRules, revocations }) => {
  bind(tokens.roleRepository, () => new DrizzleRoleRepository(database, { rules: accessRules, revoked: revocations }));
  bind(tokens.restrictionRepository, () => new DrizzleRestrictionRepository(database, accessRules));
  bind(tokens.accessRules, () => accessRules);
  const [users, roles] = [() => get(tokens.userRepository), () => get(tokens.roleRepository)];
  const [rules, restrictions] = [() => get(tokens.accessRules), () => get(tokens.restrictionRepository)];
  bindUseCase(CheckPermissions, () => new CheckPermissions(get(tokens.accountNames)));
  bindUseCase(ListOwnPermissions, () => new ListOwnPermissions(rules()));
  bindUseCase(ListPermissions, () => new ListPermissions(rules()));
  bindUseCase(ListRoles, () => new ListRoles(roles()));
  bindUseCase(GetRole, () => new GetRole(roles()));
  bindUseCase(
    CreateRole,
    () => new CreateRole(roles()),
    ({ name, permissions }) => ({ role: name, permissions }),
  );
  bindUseCase(
    ChangeRole,
    () => new ChangeRole(roles()),
    ({ role, changes: { name, permissions } }) => ({
      role,
      new_name: name,
      permissions,
    }),
  );
  bindUseCase(
    DeleteRole,
    () => new DeleteRole(roles()),
    ({ role }) => ({ role }),
  );
  bindUseCase(
    GiveRole,
    () => new GiveRole(roles()),
    ({ userId, role }) => ({ user: userId, role }),
  );
  bindUseCase(
    TakeRole,
    () => new TakeRole(roles()),
    ({ userId, role }) => ({ user: userId, role }),
  );
  bindUseCase(ListUsers, () => new ListUsers(users()));
  bindUseCase(GetUser, () => new GetUser(users()));
  bindUseCase(ListUserPermissions, () => new ListUserPermissions(users(), rules()));
  bindUseCase(
    ChangeUser,
    () => new ChangeUser(users(), rules()),
    ({ userId, isActive }) => ({
      user: userId,
      is_active: isActive,
    }),
  );
  bindUseCase(ListRestrictions, () => new ListRestrictions(restrictions()));
  bindUseCase(
    PutRestriction,
    () => new PutRestriction(restrictions()),
    ({ label, rule }) => ({
      label,
      rule: 'kinopoiskIds' in rule ? { kinopoisk_ids: rule.kinopoiskIds.length } : toRuleView(rule),
    }),
  );
  bindUseCase(
    DeleteRestriction,
    () => new DeleteRestriction(restrictions()),
    ({ label }) => ({ label }),
  );
};
