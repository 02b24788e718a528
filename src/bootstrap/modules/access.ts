import { toRuleView } from '../../adapters/http/access/access.view.ts';
import { ChangeRole } from '../../application/access/change-role.ts';
import { ChangeUser } from '../../application/access/change-user.ts';
import { CheckPermissions } from '../../application/access/check-permissions.ts';
import { CreateRole } from '../../application/access/create-role.ts';
import { DeleteRestriction } from '../../application/access/delete-restriction.ts';
import { DeleteRole } from '../../application/access/delete-role.ts';
import { GetRole } from '../../application/access/get-role.ts';
import { GetUser } from '../../application/access/get-user.ts';
import { GiveRole } from '../../application/access/give-role.ts';
import { ListPermissions } from '../../application/access/list-permissions.ts';
import { ListRestrictions } from '../../application/access/list-restrictions.ts';
import { ListRoles } from '../../application/access/list-roles.ts';
import { ListUserPermissions } from '../../application/access/list-user-permissions.ts';
import { ListUsers } from '../../application/access/list-users.ts';
import { PutRestriction } from '../../application/access/put-restriction.ts';
import { TakeRole } from '../../application/access/take-role.ts';
import type { BindUseCase } from './module.ts';
import type { Get } from '../tokens.ts';
import { tokens } from '../tokens.ts';

/** Who may do what. What administrators change is logged with whom or what it is about. */
export function bindAccess(bind: BindUseCase, get: Get): void {
  const [users, roles] = [() => get(tokens.userRepository), () => get(tokens.roleRepository)];
  const [rules, restrictions] = [() => get(tokens.accessRules), () => get(tokens.restrictionRepository)];
  bind(CheckPermissions, () => new CheckPermissions());
  bind(ListPermissions, () => new ListPermissions(rules()));
  bind(ListRoles, () => new ListRoles(roles()));
  bind(GetRole, () => new GetRole(roles()));
  bind(
    CreateRole,
    () => new CreateRole(roles()),
    ({ name, permissions }) => ({ role: name, permissions }),
  );
  bind(
    ChangeRole,
    () => new ChangeRole(roles()),
    ({ role, changes: { name, permissions } }) => ({
      role,
      new_name: name,
      permissions,
    }),
  );
  bind(
    DeleteRole,
    () => new DeleteRole(roles()),
    ({ role }) => ({ role }),
  );
  bind(
    GiveRole,
    () => new GiveRole(roles()),
    ({ userId, role }) => ({ user: userId, role }),
  );
  bind(
    TakeRole,
    () => new TakeRole(roles()),
    ({ userId, role }) => ({ user: userId, role }),
  );
  bind(ListUsers, () => new ListUsers(users()));
  bind(GetUser, () => new GetUser(users()));
  bind(ListUserPermissions, () => new ListUserPermissions(users(), rules()));
  bind(
    ChangeUser,
    () => new ChangeUser(users(), rules()),
    ({ userId, isActive }) => ({
      user: userId,
      is_active: isActive,
    }),
  );
  bind(ListRestrictions, () => new ListRestrictions(restrictions()));
  bind(
    PutRestriction,
    () => new PutRestriction(restrictions()),
    ({ label, rule }) => ({
      label,
      rule: 'kinopoiskIds' in rule ? { kinopoisk_ids: rule.kinopoiskIds.length } : toRuleView(rule),
    }),
  );
  bind(
    DeleteRestriction,
    () => new DeleteRestriction(restrictions()),
    ({ label }) => ({ label }),
  );
}
