import { inject } from 'inversify';
import { controller } from 'inversify-express-utils';
import { CreatePersonalToken } from '../../../application/sessions/tokens/create-personal-token.ts';
import { ListPersonalTokens } from '../../../application/sessions/tokens/list-personal-tokens.ts';
import { RevokePersonalToken } from '../../../application/sessions/tokens/revoke-personal-token.ts';
import { route } from '../routing/route-decorator.ts';
import type { AnswerOf, InputOf } from '../routing/route.ts';
import { toPersonalTokenView } from './personal-token.view.ts';
import {
  createPersonalTokenRoute,
  listPersonalTokensRoute,
  revokePersonalTokenRoute,
} from './personal-tokens.routes.ts';

@controller('/')
export class PersonalTokensController {
  constructor(
    @inject(CreatePersonalToken) private readonly createPersonalToken: CreatePersonalToken,
    @inject(ListPersonalTokens) private readonly listPersonalTokens: ListPersonalTokens,
    @inject(RevokePersonalToken) private readonly revokePersonalToken: RevokePersonalToken,
  ) {}

  @route(createPersonalTokenRoute)
  async create({
    actor,
    body,
  }: InputOf<typeof createPersonalTokenRoute>): Promise<AnswerOf<typeof createPersonalTokenRoute>> {
    const { name, permissions, expires_in_days: lifeDays } = body;
    const { token, text } = await this.createPersonalToken.execute(actor, { name, permissions, lifeDays });
    return { status: 201, body: { ...toPersonalTokenView(token), token: text } };
  }

  @route(listPersonalTokensRoute)
  async list({ actor }: InputOf<typeof listPersonalTokensRoute>): Promise<AnswerOf<typeof listPersonalTokensRoute>> {
    const tokens = await this.listPersonalTokens.execute(actor);
    return { status: 200, body: tokens.map(toPersonalTokenView) };
  }

  @route(revokePersonalTokenRoute)
  async revoke({
    actor,
    params,
  }: InputOf<typeof revokePersonalTokenRoute>): Promise<AnswerOf<typeof revokePersonalTokenRoute>> {
    await this.revokePersonalToken.execute(actor, { tokenId: params.id });
    return { status: 204 };
  }
}
