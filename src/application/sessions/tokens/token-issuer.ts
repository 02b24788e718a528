import { rolesOf } from '../../../domain/access/role.ts';
import type { Scope } from '../../../domain/access/scope.ts';
import { heldScope } from '../../../domain/access/scope.ts';
import type { User } from '../../../domain/accounts/user.ts';
import type { Session } from '../../../domain/sessions/session.ts';
import type { AccessRules } from '../../access/ports/access-rules.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import type { AccessTokens } from '../ports/access-tokens.ts';
import type { RefreshTokens } from '../ports/refresh-tokens.ts';

/** The tokens of a session. Both lifetimes are whole seconds from now. `scope`: that of the access token. */
export type TokenPair = {
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly expiresInSeconds: number;
  readonly refreshExpiresInSeconds: number;
  readonly scope: Scope;
};

/** Issues the tokens of a session. */
export class TokenIssuer {
  constructor(
    private readonly accessTokens: AccessTokens,
    private readonly refreshTokens: RefreshTokens,
    private readonly rules: AccessRules,
    private readonly clock: Clock,
  ) {}

  /** `narrowerScope`: narrows this access token further than its session. */
  async issue(user: User, session: Session, narrowerScope?: Scope): Promise<TokenPair> {
    const holder = { roles: rolesOf(user), isSuperuser: user.isSuperuser };
    const narrowedTo = narrowerScope ?? session.scope;
    const scope = narrowedTo ?? heldScope((await this.rules.current()).permissionsOfHolder(holder));
    const { token, expiresInSeconds } = await this.accessTokens.issue({
      userId: user.id,
      sessionId: session.id,
      ...holder,
      version: user.tokenVersion,
      clientId: session.clientId,
      scope,
      isNarrowed: narrowedTo !== null,
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
      scope,
    };
  }
}
