import { inject } from 'inversify';
import { controller } from 'inversify-express-utils';
import { DeleteRestriction } from '../../../application/access/delete-restriction.ts';
import { ListRestrictions } from '../../../application/access/list-restrictions.ts';
import { CheckPermissions } from '../../../application/access/permissions/check-permissions.ts';
import { ListOwnPermissions } from '../../../application/access/permissions/list-own-permissions.ts';
import { ListPermissions } from '../../../application/access/permissions/list-permissions.ts';
import { PutRestriction } from '../../../application/access/put-restriction.ts';
import { listAnswer, pageRequest } from '../output/list-answer.ts';
import { route } from '../routing/route-decorator.ts';
import type { AnswerOf, InputOf } from '../routing/route.ts';
import {
  checkPermissionsRoute,
  deleteRestrictionRoute,
  listOwnPermissionsRoute,
  listPermissionsRoute,
  listRestrictionsRoute,
  putRestrictionRoute,
} from './access.routes.ts';
import { ruleIn, toPermissionView, toRestrictionView } from './access.view.ts';
import { identityHeaders } from './identity-headers.ts';

@controller('/')
export class AccessController {
  constructor(
    @inject(CheckPermissions) private readonly checkPermissions: CheckPermissions,
    @inject(ListOwnPermissions) private readonly listOwnPermissions: ListOwnPermissions,
    @inject(ListPermissions) private readonly listPermissions: ListPermissions,
    @inject(ListRestrictions) private readonly listRestrictions: ListRestrictions,
    @inject(PutRestriction) private readonly putRestriction: PutRestriction,
    @inject(DeleteRestriction) private readonly deleteRestriction: DeleteRestriction,
  ) {}

  @route(checkPermissionsRoute)
  async check({
    actor,
    query,
  }: InputOf<typeof checkPermissionsRoute>): Promise<AnswerOf<typeof checkPermissionsRoute>> {
    const caller = await this.checkPermissions.execute(actor, { permissions: query.permission ?? [] });
    return { status: 204, ...(caller && { headers: identityHeaders(caller) }) };
  }

  @route(listOwnPermissionsRoute)
  async ownPermissions({
    actor,
    query,
  }: InputOf<typeof listOwnPermissionsRoute>): Promise<AnswerOf<typeof listOwnPermissionsRoute>> {
    const requested = pageRequest(query);
    return listAnswer(await this.listOwnPermissions.execute(actor, requested), requested, toPermissionView);
  }

  @route(listPermissionsRoute)
  async permissions({
    actor,
    query,
  }: InputOf<typeof listPermissionsRoute>): Promise<AnswerOf<typeof listPermissionsRoute>> {
    const requested = pageRequest(query);
    return listAnswer(await this.listPermissions.execute(actor, requested), requested, toPermissionView);
  }

  @route(listRestrictionsRoute)
  async restrictions({
    actor,
    query,
  }: InputOf<typeof listRestrictionsRoute>): Promise<AnswerOf<typeof listRestrictionsRoute>> {
    const requested = pageRequest(query);
    return listAnswer(await this.listRestrictions.execute(actor, requested), requested, toRestrictionView);
  }

  @route(putRestrictionRoute)
  async restrict({
    actor,
    params,
    body,
  }: InputOf<typeof putRestrictionRoute>): Promise<AnswerOf<typeof putRestrictionRoute>> {
    const restriction = { label: params.label, rule: ruleIn(body.rule) };
    const isNew = await this.putRestriction.execute(actor, restriction);
    return { status: isNew ? 201 : 200, body: toRestrictionView(restriction) };
  }

  @route(deleteRestrictionRoute)
  async open({
    actor,
    params,
  }: InputOf<typeof deleteRestrictionRoute>): Promise<AnswerOf<typeof deleteRestrictionRoute>> {
    await this.deleteRestriction.execute(actor, { label: params.label });
    return { status: 204 };
  }
}
