import type { Actor } from '../../domain/access/actor.ts';
import { InvalidToken, RefreshTokenReused } from '../../domain/sessions/session.ts';
import { declareOperation } from '../shared/operation.ts';
import type { Clock } from '../shared/ports/clock.ts';
import type { Metrics } from '../shared/ports/metrics.ts';
import type { AccessTokens } from './ports/access-tokens.ts';
import type { RefreshTokens } from './ports/refresh-tokens.ts';
import type { RenewalRules, SessionRepository } from './ports/session-repository.ts';
import type { TokenIssuer, TokenPair } from './token-issuer.ts';

/**
 * Renews a session: consumes the refresh token and issues the next one (RFC 9700 section 4.14.2). Using a consumed
 * token ends its session. @throws InvalidToken, RefreshTokenReused
 */
export class RefreshSession {
  static readonly operation = declareOperation('refreshSession', 'public');

  constructor(
    private readonly sessions: SessionRepository,
    private readonly refreshTokens: RefreshTokens,
    private readonly accessTokens: AccessTokens,
    private readonly tokens: TokenIssuer,
    private readonly rules: RenewalRules,
    private readonly metrics: Metrics,
    private readonly clock: Clock,
  ) {}

  /** `accessToken`, when given, must belong to the same session; it may have expired. */
  async execute(
    _actor: Actor,
    { refreshToken, accessToken }: { refreshToken: string; accessToken?: string },
  ): Promise<TokenPair> {
    const claims = this.refreshTokens.verify(refreshToken);
    if (accessToken !== undefined) {
      const { sessionId } = await this.accessTokens.verifyExpired(accessToken);
      if (sessionId !== claims.sessionId) throw new InvalidToken();
    }
    const renewal = await this.sessions.renew(claims, this.clock.now(), this.rules);
    if (renewal.outcome === 'reused') {
      this.metrics.count('auth_refresh_reuse_total', {});
      throw new RefreshTokenReused({ details: { user: claims.userId, session: claims.sessionId } });
    }
    if (renewal.outcome === 'ended') throw new InvalidToken();
    return this.tokens.issue(renewal.user, renewal.session);
  }
}
