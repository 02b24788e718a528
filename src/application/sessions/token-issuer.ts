import { rolesOf } from '../../domain/access/role.ts';
import type { User } from '../../domain/accounts/user.ts';
import type { Session } from '../../domain/sessions/session.ts';
import type { Clock } from '../shared/ports/clock.ts';
import type { AccessTokens } from './ports/access-tokens.ts';
import type { RefreshTokens } from './ports/refresh-tokens.ts';

/** The tokens of a session. Both lifetimes are whole seconds from now. */
export type TokenPair = {
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly expiresInSeconds: number;
  readonly refreshExpiresInSeconds: number;
};

/** Issues the tokens of a session. */
export class TokenIssuer {
  constructor(
    private readonly accessTokens: AccessTokens,
    private readonly refreshTokens: RefreshTokens,
    private readonly clock: Clock,
  ) {}

  async issue(user: User, session: Session): Promise<TokenPair> {
    const { token, expiresInSeconds } = await this.accessTokens.issue({
      userId: user.id,
      sessionId: session.id,
      roles: rolesOf(user),
      isSuperuser: user.isSuperuser,
      version: user.tokenVersion,
    });
    const refreshToken = this.refreshTokens.issue({
      userId: user.id,
      sessionId: session.id,
      counter: session.counter,
    });
    const refreshTtlMs = session.idleExpiresAt.getTime() - this.clock.now().getTime();
    return {
      accessToken: token,
      refreshToken,
      expiresInSeconds,
      refreshExpiresInSeconds: Math.round(refreshTtlMs / 1000),
    };
  }
}
