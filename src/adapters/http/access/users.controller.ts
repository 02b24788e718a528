import { inject } from 'inversify';
import { controller } from 'inversify-express-utils';
import { ChangeUser } from '../../../application/access/change-user.ts';
import { GetUser } from '../../../application/access/get-user.ts';
import { GiveRole } from '../../../application/access/give-role.ts';
import { ListUsers } from '../../../application/access/list-users.ts';
import { ListUserPermissions } from '../../../application/access/permissions/list-user-permissions.ts';
import { TakeRole } from '../../../application/access/take-role.ts';
import { given } from '../../../domain/shared/given.ts';
import { listAnswer, pageRequest } from '../output/list-answer.ts';
import { route } from '../routing/route-decorator.ts';
import type { AnswerOf, InputOf } from '../routing/route.ts';
import { toAccountView, toPermissionView } from './access.view.ts';
import {
  changeUserRoute,
  getUserRoute,
  giveRoleRoute,
  listUserPermissionsRoute,
  listUsersRoute,
  takeRoleRoute,
} from './users.routes.ts';

@controller('/')
export class UsersController {
  constructor(
    @inject(ListUsers) private readonly listUsers: ListUsers,
    @inject(GetUser) private readonly getUser: GetUser,
    @inject(ChangeUser) private readonly changeUser: ChangeUser,
    @inject(ListUserPermissions) private readonly listUserPermissions: ListUserPermissions,
    @inject(GiveRole) private readonly giveRole: GiveRole,
    @inject(TakeRole) private readonly takeRole: TakeRole,
  ) {}

  @route(listUsersRoute)
  async list({ actor, query }: InputOf<typeof listUsersRoute>): Promise<AnswerOf<typeof listUsersRoute>> {
    const requested = pageRequest(query);
    return listAnswer(
      await this.listUsers.execute(actor, { ...given({ query: query.query }), ...requested }),
      requested,
      toAccountView,
    );
  }

  @route(getUserRoute)
  async get({ actor, params }: InputOf<typeof getUserRoute>): Promise<AnswerOf<typeof getUserRoute>> {
    return { status: 200, body: toAccountView(await this.getUser.execute(actor, { userId: params.id })) };
  }

  @route(changeUserRoute)
  async change({ actor, params, body }: InputOf<typeof changeUserRoute>): Promise<AnswerOf<typeof changeUserRoute>> {
    const user = await this.changeUser.execute(actor, { userId: params.id, isActive: body.is_active });
    return { status: 200, body: toAccountView(user) };
  }

  @route(listUserPermissionsRoute)
  async permissions({
    actor,
    params,
    query,
  }: InputOf<typeof listUserPermissionsRoute>): Promise<AnswerOf<typeof listUserPermissionsRoute>> {
    const requested = pageRequest(query);
    const held = await this.listUserPermissions.execute(actor, { userId: params.id, ...requested });
    return listAnswer(held, requested, toPermissionView);
  }

  @route(giveRoleRoute)
  async give({ actor, params }: InputOf<typeof giveRoleRoute>): Promise<AnswerOf<typeof giveRoleRoute>> {
    await this.giveRole.execute(actor, { userId: params.id, role: params.name });
    return { status: 204 };
  }

  @route(takeRoleRoute)
  async take({ actor, params }: InputOf<typeof takeRoleRoute>): Promise<AnswerOf<typeof takeRoleRoute>> {
    await this.takeRole.execute(actor, { userId: params.id, role: params.name });
    return { status: 204 };
  }
}
