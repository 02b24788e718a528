import { inject } from 'inversify';
import { controller } from 'inversify-express-utils';
import { LogIn } from '../../../application/sessions/log-in.ts';
import { RefreshSession } from '../../../application/sessions/refresh-session.ts';
import type { ActiveToken } from '../../../application/sessions/tokens/introspect-token.ts';
import { IntrospectToken } from '../../../application/sessions/tokens/introspect-token.ts';
import { RevokeToken } from '../../../application/sessions/tokens/revoke-token.ts';
import type { TokenPair } from '../../../application/sessions/tokens/token-issuer.ts';
import { ALL_LABELS, PERMISSIONS } from '../../../domain/access/permission.ts';
import { scopeText } from '../../../domain/access/scope.ts';
import { displayedLogin } from '../../../domain/accounts/user.ts';
import { given } from '../../../domain/shared/given.ts';
import { baseUrl } from '../output/base-url.ts';
import { rateLimitHeaders } from '../output/rate-limit-headers.ts';
import { route } from '../routing/route-decorator.ts';
import type { AnswerOf, InputOf } from '../routing/route.ts';
import { authorizationServerRoute, introspectTokenRoute, requestTokenRoute, revokeTokenRoute } from './oauth.routes.ts';

/** How this server presents itself. `issuer`, `audience`: `iss` and `aud` of access tokens. */
export type AuthorizationServer = {
  readonly issuer: string;
  readonly audience: string;
  readonly publicUrl: string | undefined;
};

/** Identifies the {@link AuthorizationServer} in the container. */
export const AUTHORIZATION_SERVER: unique symbol = Symbol('authorization server');

const HEADERS = { Pragma: 'no-cache' };

/** Log-in, renewal, log-out and introspection in the form of OAuth 2.0, for its client libraries. */
@controller('/')
export class OAuthController {
  constructor(
    @inject(LogIn) private readonly logIn: LogIn,
    @inject(RefreshSession) private readonly refreshSession: RefreshSession,
    @inject(RevokeToken) private readonly revokeToken: RevokeToken,
    @inject(IntrospectToken) private readonly introspectToken: IntrospectToken,
    @inject(AUTHORIZATION_SERVER) private readonly server: AuthorizationServer,
  ) {}

  @route(requestTokenRoute)
  async token({
    actor,
    body,
    client,
    headers,
  }: InputOf<typeof requestTokenRoute>): Promise<AnswerOf<typeof requestTokenRoute>> {
    const asked = given({ clientId: body.client_id ?? basicUser(headers.authorization), scope: body.scope });
    if (body.grant_type === 'refresh_token') {
      const renewed = await this.refreshSession.execute(actor, { refreshToken: body.refresh_token ?? '', ...asked });
      return { status: 200, headers: HEADERS, body: toTokenView(renewed) };
    }
    const credentials = { login: body.username ?? '', password: body.password ?? '' };
    const { tokens, limit } = await this.logIn.execute(actor, { ...credentials, client, ...asked });
    return { status: 200, headers: { ...HEADERS, ...rateLimitHeaders(limit) }, body: toTokenView(tokens) };
  }

  @route(revokeTokenRoute)
  async revoke({ actor, body }: InputOf<typeof revokeTokenRoute>): Promise<AnswerOf<typeof revokeTokenRoute>> {
    await this.revokeToken.execute(actor, { token: body.token });
    return { status: 200, headers: HEADERS, body: {} };
  }

  @route(introspectTokenRoute)
  async introspect({
    actor,
    body,
  }: InputOf<typeof introspectTokenRoute>): Promise<AnswerOf<typeof introspectTokenRoute>> {
    const found = await this.introspectToken.execute(actor, { token: body.token });
    return { status: 200, headers: HEADERS, body: found ? toStateView(found, this.server) : { active: false } };
  }

  @route(authorizationServerRoute)
  async describe({
    headers,
  }: InputOf<typeof authorizationServerRoute>): Promise<AnswerOf<typeof authorizationServerRoute>> {
    const base = baseUrl(this.server.publicUrl, headers.host);
    const body = {
      issuer: this.server.issuer,
      token_endpoint: `${base}/oauth/token`,
      revocation_endpoint: `${base}/oauth/revoke`,
      introspection_endpoint: `${base}/oauth/introspect`,
      jwks_uri: `${base}/.well-known/jwks.json`,
      grant_types_supported: ['password', 'refresh_token'],
      response_types_supported: [],
      scopes_supported: [...PERMISSIONS, ALL_LABELS],
      token_endpoint_auth_methods_supported: ['none'],
      revocation_endpoint_auth_methods_supported: ['none'],
      introspection_endpoint_auth_methods_supported: ['Bearer'],
    };
    return { status: 200, body };
  }
}

/**
 * The client that a library names in Basic credentials, which it form-encodes (RFC 6749 section 2.3.1). The secret is
 * ignored, and so are malformed credentials.
 */
function basicUser(authorization: string | undefined): string | undefined {
  const [, encoded] = /^Basic +([\w+/-]+={0,2}) *$/i.exec(authorization ?? '') ?? [];
  const [user = ''] = Buffer.from(encoded ?? '', 'base64')
    .toString()
    .split(':');
  try {
    const name = decodeURIComponent(user.replaceAll('+', ' '));
    return /^[\x20-\x7e]{1,200}$/.test(name) ? name : undefined;
  } catch {
    return undefined;
  }
}

function toTokenView(tokens: TokenPair) {
  return {
    access_token: tokens.accessToken,
    token_type: 'Bearer' as const,
    expires_in: tokens.expiresInSeconds,
    refresh_token: tokens.refreshToken,
    scope: scopeText(tokens.scope),
  };
}

function toStateView(token: ActiveToken, { issuer, audience }: AuthorizationServer) {
  const { kind, user, tokenId } = token;
  return {
    active: true,
    scope: scopeText(token.scope),
    username: displayedLogin(user),
    sub: user.id,
    ...given({ client_id: token.clientId, sid: token.sessionId, jti: tokenId }),
    iss: issuer,
    aud: audience,
    iat: Math.floor(token.issuedAt.getTime() / 1000),
    exp: Math.floor(token.expiresAt.getTime() / 1000),
    token_type: kind === 'refresh' ? ('N_A' as const) : ('Bearer' as const),
  };
}
