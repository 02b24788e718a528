import { inject } from 'inversify';
import { controller } from 'inversify-express-utils';
import { LogIn } from '../../../application/use-cases/sessions/log-in.ts';
import type { TokenPair } from '../../../application/token-issuer.ts';
import { rateLimitHeaders } from '../rate-limit-headers.ts';
import type { AnswerOf, InputOf } from '../route.ts';
import { route } from '../route-decorator.ts';
import { logInRoute } from './sessions.routes.ts';

@controller('/')
export class SessionsController {
  constructor(@inject(LogIn) private readonly logIn: LogIn) {}

  @route(logInRoute)
  async start({ actor, body, client }: InputOf<typeof logInRoute>): Promise<AnswerOf<typeof logInRoute>> {
    const login = body.login ?? body.username ?? body.email ?? '';
    const { tokens, limit } = await this.logIn.execute(actor, { login, password: body.password, client });
    return { status: 200, headers: rateLimitHeaders(limit), body: toTokenPairView(tokens) };
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
