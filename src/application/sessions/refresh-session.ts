import type { Actor } from '../../domain/access/actor.ts';
import { rolesOf } from '../../domain/access/role.ts';
import type { Scope } from '../../domain/access/scope.ts';
import { includesScope, InvalidScope, parseScope } from '../../domain/access/scope.ts';
import { InvalidToken, RefreshTokenReused } from '../../domain/sessions/session.ts';
import type { AccessRules } from '../access/ports/access-rules.ts';
import { declareOperation } from '../shared/operation.ts';
import type { Clock } from '../shared/ports/clock.ts';
import type { Metrics } from '../shared/ports/metrics.ts';
import type { AccessTokens } from './ports/access-tokens.ts';
import type { RefreshTokens } from './ports/refresh-tokens.ts';
import type { RenewalCheck, RenewalRules, SessionRepository } from './ports/session-repository.ts';
import type { TokenIssuer, TokenPair } from './tokens/token-issuer.ts';

export type RenewalRequest = {
  readonly refreshToken: string;
  readonly accessToken?: string;
  readonly clientId?: string;
  readonly scope?: string;
};

/**
 * Renews a session: consumes the refresh token and issues the next one (RFC 9700 section 4.14.2). Using a consumed
 * token ends its session. @throws InvalidToken, RefreshTokenReused, InvalidScope
 */
export class RefreshSession {
  static readonly operation = declareOperation('refreshSession', 'public');

  constructor(
    private readonly sessions: SessionRepository,
    private readonly refreshTokens: RefreshTokens,
    private readonly accessTokens: AccessTokens,
    private readonly tokens: TokenIssuer,
    private readonly accessRules: AccessRules,
    private readonly rules: RenewalRules,
    private readonly metrics: Metrics,
    private readonly clock: Clock,
  ) {}

  /**
   * If `accessToken` is given, it must belong to the same session; it may have expired. If `clientId` is given, it must
   * be that of the session. `scope`, as the client wrote it, narrows the access token. If one of these causes a
   * refusal, the refresh token stays valid.
   */
  async execute(
    _actor: Actor,
    { refreshToken, accessToken, clientId, scope: written }: RenewalRequest,
  ): Promise<TokenPair> {
    const claims = this.refreshTokens.verify(refreshToken);
    if (accessToken !== undefined) {
      const { sessionId } = await this.accessTokens.verifyExpired(accessToken);
      if (sessionId !== claims.sessionId) throw new InvalidToken();
    }
    const scope = written === undefined ? undefined : parseScope(written);
    const check = await this.checkOf(clientId, scope);
    const renewal = await this.sessions.renew(claims, this.clock.now(), this.rules, check);
    if (renewal.outcome === 'reused') {
      this.metrics.count('auth_refresh_reuse_total', {});
      throw new RefreshTokenReused({ details: { user: claims.userId, session: claims.sessionId } });
    }
    if (renewal.outcome === 'ended') throw new InvalidToken();
    return this.tokens.issue(renewal.user, renewal.session, scope);
  }

  private async checkOf(clientId: string | undefined, scope: Scope | undefined): Promise<RenewalCheck | undefined> {
    if (clientId === undefined && scope === undefined) return undefined;
    const policy = await this.accessRules.current();
    return ({ session, user }) => {
      if (clientId !== undefined && clientId !== session.clientId) throw new InvalidToken();
      if (scope === undefined) return;
      if (!includesScope(session.scope, scope)) throw new InvalidScope();
      policy.authorizeScope(scope, { roles: rolesOf(user), isSuperuser: user.isSuperuser });
    };
  }
}
