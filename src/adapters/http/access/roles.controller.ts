import { inject } from 'inversify';
import { controller } from 'inversify-express-utils';
import { ChangeRole } from '../../../application/access/change-role.ts';
import { CreateRole } from '../../../application/access/create-role.ts';
import { DeleteRole } from '../../../application/access/delete-role.ts';
import { GetRole } from '../../../application/access/get-role.ts';
import { ListRoles } from '../../../application/access/list-roles.ts';
import { given } from '../../../domain/shared/given.ts';
import { listAnswer, pageRequest } from '../output/list-answer.ts';
import { route } from '../routing/route-decorator.ts';
import type { AnswerOf, InputOf } from '../routing/route.ts';
import { storedDescription, toRoleView } from './access.view.ts';
import { changeRoleRoute, createRoleRoute, deleteRoleRoute, getRoleRoute, listRolesRoute } from './roles.routes.ts';

@controller('/')
export class RolesController {
  constructor(
    @inject(ListRoles) private readonly listRoles: ListRoles,
    @inject(GetRole) private readonly getRole: GetRole,
    @inject(CreateRole) private readonly createRole: CreateRole,
    @inject(ChangeRole) private readonly changeRole: ChangeRole,
    @inject(DeleteRole) private readonly deleteRole: DeleteRole,
  ) {}

  @route(listRolesRoute)
  async list({ actor, query, language }: InputOf<typeof listRolesRoute>): Promise<AnswerOf<typeof listRolesRoute>> {
    const requested = pageRequest(query);
    const roles = await this.listRoles.execute(actor, requested);
    return listAnswer(roles, requested, (role) => toRoleView(role, language));
  }

  @route(getRoleRoute)
  async get({ actor, params, language }: InputOf<typeof getRoleRoute>): Promise<AnswerOf<typeof getRoleRoute>> {
    return { status: 200, body: toRoleView(await this.getRole.execute(actor, { name: params.name }), language) };
  }

  @route(createRoleRoute)
  async create({ actor, body, language }: InputOf<typeof createRoleRoute>): Promise<AnswerOf<typeof createRoleRoute>> {
    return { status: 201, body: toRoleView(await this.createRole.execute(actor, body), language) };
  }

  @route(changeRoleRoute)
  async change({
    actor,
    params,
    body,
    language,
  }: InputOf<typeof changeRoleRoute>): Promise<AnswerOf<typeof changeRoleRoute>> {
    const changes = given({ ...body, description: storedDescription(params.name, body.description) });
    return {
      status: 200,
      body: toRoleView(await this.changeRole.execute(actor, { role: params.name, changes }), language),
    };
  }

  @route(deleteRoleRoute)
  async delete({ actor, params }: InputOf<typeof deleteRoleRoute>): Promise<AnswerOf<typeof deleteRoleRoute>> {
    await this.deleteRole.execute(actor, { role: params.name });
    return { status: 204 };
  }
}
