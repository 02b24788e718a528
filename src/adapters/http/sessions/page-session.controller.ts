import { inject } from 'inversify';
import { controller } from 'inversify-express-utils';
import { LogIn } from '../../../application/sessions/log-in.ts';
import { RefreshSession } from '../../../application/sessions/refresh-session.ts';
import { RevokeToken } from '../../../application/sessions/tokens/revoke-token.ts';
import type { TokenPair } from '../../../application/sessions/tokens/token-issuer.ts';
import { scopeText } from '../../../domain/access/scope.ts';
import { InvalidToken } from '../../../domain/sessions/session.ts';
import { rateLimitHeaders } from '../output/rate-limit-headers.ts';
import { route } from '../routing/route-decorator.ts';
import type { AnswerOf, InputOf } from '../routing/route.ts';
import type { AuthorizationServer } from './oauth.controller.ts';
import { AUTHORIZATION_SERVER } from './oauth.controller.ts';
import { logInOnPageRoute, logOutOnPageRoute, refreshSessionOfPageRoute } from './page-session.routes.ts';
import { expiredSessionCookie, sessionCookie, sessionCookieValues } from './session-cookie.ts';

/** The client id of the web page's sessions. */
const PAGE_CLIENT_ID = 'kinopolka-web';

/** The session of the web page: its refresh token is in a cookie, its access token in the memory of the page. */
@controller('/')
export class PageSessionController {
  constructor(
    @inject(LogIn) private readonly logIn: LogIn,
    @inject(RefreshSession) private readonly refreshSession: RefreshSession,
    @inject(RevokeToken) private readonly revokeToken: RevokeToken,
    @inject(AUTHORIZATION_SERVER) private readonly server: AuthorizationServer,
  ) {}

  @route(logInOnPageRoute)
  async start(input: InputOf<typeof logInOnPageRoute>): Promise<AnswerOf<typeof logInOnPageRoute>> {
    const { actor, body, client } = input;
    const login = body.login ?? body.username ?? body.email ?? '';
    const credentials = { login, password: body.password, client, clientId: PAGE_CLIENT_ID };
    const { tokens, limit } = await this.logIn.execute(actor, credentials);
    return { status: 200, ...this.answerOf(tokens, input, rateLimitHeaders(limit)) };
  }

  /**
   * @throws InvalidToken also for several cookies: another page of the domain may have set one of them, and the service
   * cannot tell which.
   */
  @route(refreshSessionOfPageRoute)
  async refresh(input: InputOf<typeof refreshSessionOfPageRoute>): Promise<AnswerOf<typeof refreshSessionOfPageRoute>> {
    const [refreshToken, ...others] = this.cookiesOf(input);
    if (refreshToken === undefined) return { status: 204 };
    if (others.length > 0) throw new InvalidToken();
    const tokens = await this.refreshSession.execute(input.actor, { refreshToken, clientId: PAGE_CLIENT_ID });
    return { status: 200, ...this.answerOf(tokens, input) };
  }

  @route(logOutOnPageRoute)
  async end(input: InputOf<typeof logOutOnPageRoute>): Promise<AnswerOf<typeof logOutOnPageRoute>> {
    for (const token of this.cookiesOf(input)) await this.revokeToken.execute(input.actor, { token });
    return { status: 204, headers: { 'Set-Cookie': expiredSessionCookie(this.reachOf(input)) } };
  }

  private cookiesOf(request: PageRequest): string[] {
    return sessionCookieValues(request.headers.cookie, this.reachOf(request));
  }

  private answerOf(tokens: TokenPair, request: PageRequest, headers: Record<string, string> = {}) {
    const cookie = sessionCookie(tokens.refreshToken, tokens.refreshExpiresInSeconds, this.reachOf(request));
    return { headers: { ...headers, 'Set-Cookie': cookie }, body: toAccessTokenView(tokens) };
  }

  /** The browser's `Origin` shows whether it reaches the service over TLS, even through proxies. */
  private reachOf({ headers: { origin }, isOverTls }: PageRequest): { isSecure: boolean } {
    if (origin !== undefined) return { isSecure: origin.startsWith('https://') };
    return { isSecure: isOverTls() || (this.server.publicUrl?.startsWith('https://') ?? false) };
  }
}

type PageRequest = Pick<InputOf<typeof refreshSessionOfPageRoute>, 'headers' | 'isOverTls'>;

function toAccessTokenView(tokens: TokenPair) {
  return {
    access_token: tokens.accessToken,
    token_type: 'Bearer' as const,
    expires_in: tokens.expiresInSeconds,
    refresh_expires_in: tokens.refreshExpiresInSeconds,
    scope: scopeText(tokens.scope),
  };
}
