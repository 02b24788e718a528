import { inject } from 'inversify';
import { controller } from 'inversify-express-utils';
import { EndSession } from '../../../application/sessions/end-session.ts';
import { EndUserSessions } from '../../../application/sessions/end-user-sessions.ts';
import { ListLogins } from '../../../application/sessions/list-logins.ts';
import { ListSessions } from '../../../application/sessions/list-sessions.ts';
import { LogIn } from '../../../application/sessions/log-in.ts';
import { LogOutOthers } from '../../../application/sessions/log-out-others.ts';
import { LogOut } from '../../../application/sessions/log-out.ts';
import { RefreshSession } from '../../../application/sessions/refresh-session.ts';
import type { TokenPair } from '../../../application/sessions/tokens/token-issuer.ts';
import { given } from '../../../domain/shared/given.ts';
import { listAnswer, pageRequest } from '../output/list-answer.ts';
import { rateLimitHeaders } from '../output/rate-limit-headers.ts';
import { route } from '../routing/route-decorator.ts';
import type { AnswerOf, InputOf } from '../routing/route.ts';
import { toLoginView, toSessionView } from './session.view.ts';
import {
  endSessionRoute,
  endUserSessionsRoute,
  listLoginsRoute,
  listSessionsRoute,
  logInRoute,
  logOutOthersRoute,
  logOutRoute,
  refreshSessionRoute,
} from './sessions.routes.ts';

@controller('/')
export class SessionsController {
  constructor(
    @inject(LogIn) private readonly logIn: LogIn,
    @inject(RefreshSession) private readonly refreshSession: RefreshSession,
    @inject(LogOut) private readonly logOut: LogOut,
    @inject(LogOutOthers) private readonly logOutOthers: LogOutOthers,
    @inject(ListSessions) private readonly listSessions: ListSessions,
    @inject(EndSession) private readonly endSession: EndSession,
    @inject(EndUserSessions) private readonly endUserSessions: EndUserSessions,
    @inject(ListLogins) private readonly listLogins: ListLogins,
  ) {}

  @route(logInRoute)
  async start({ actor, body, client }: InputOf<typeof logInRoute>): Promise<AnswerOf<typeof logInRoute>> {
    const login = body.login ?? body.username ?? body.email ?? '';
    const { tokens, limit } = await this.logIn.execute(actor, { login, password: body.password, client });
    return { status: 200, headers: rateLimitHeaders(limit), body: toTokenPairView(tokens) };
  }

  @route(refreshSessionRoute)
  async refresh({ actor, body }: InputOf<typeof refreshSessionRoute>): Promise<AnswerOf<typeof refreshSessionRoute>> {
    const tokens = given({ refreshToken: body.refresh_token, accessToken: body.access_token });
    return { status: 200, body: toTokenPairView(await this.refreshSession.execute(actor, tokens)) };
  }

  @route(logOutRoute)
  async end({ actor }: InputOf<typeof logOutRoute>): Promise<AnswerOf<typeof logOutRoute>> {
    await this.logOut.execute(actor);
    return { status: 204 };
  }

  @route(logOutOthersRoute)
  async endOthers({ actor }: InputOf<typeof logOutOthersRoute>): Promise<AnswerOf<typeof logOutOthersRoute>> {
    return { status: 200, body: toTokenPairView(await this.logOutOthers.execute(actor)) };
  }

  @route(listSessionsRoute)
  async list({ actor }: InputOf<typeof listSessionsRoute>): Promise<AnswerOf<typeof listSessionsRoute>> {
    const sessions = await this.listSessions.execute(actor);
    return { status: 200, body: sessions.map(toSessionView) };
  }

  @route(endSessionRoute)
  async endOne({ actor, params }: InputOf<typeof endSessionRoute>): Promise<AnswerOf<typeof endSessionRoute>> {
    await this.endSession.execute(actor, { sessionId: params.id });
    return { status: 204 };
  }

  @route(endUserSessionsRoute)
  async endAll({
    actor,
    params,
  }: InputOf<typeof endUserSessionsRoute>): Promise<AnswerOf<typeof endUserSessionsRoute>> {
    await this.endUserSessions.execute(actor, { userId: params.id });
    return { status: 204 };
  }

  @route(listLoginsRoute)
  async history({ actor, query }: InputOf<typeof listLoginsRoute>): Promise<AnswerOf<typeof listLoginsRoute>> {
    const requested = pageRequest(query);
    return listAnswer(await this.listLogins.execute(actor, requested), requested, toLoginView);
  }
}

function toTokenPairView(tokens: TokenPair) {
  return {
    access_token: tokens.accessToken,
    refresh_token: tokens.refreshToken,
    token_type: 'Bearer' as const,
    expires_in: tokens.expiresInSeconds,
    refresh_expires_in: tokens.refreshExpiresInSeconds,
  };
}
