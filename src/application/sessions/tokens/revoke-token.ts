import type { Actor } from '../../../domain/access/actor.ts';
import { isPersonalTokenText } from '../../../domain/sessions/personal-token-text.ts';
import { declareOperation } from '../../shared/operation.ts';
import type { AccessTokens } from '../ports/access-tokens.ts';
import type { PersonalTokenRepository } from '../ports/personal-token-repository.ts';
import type { PersonalTokenSecrets } from '../ports/personal-token-secrets.ts';
import type { RefreshTokens } from '../ports/refresh-tokens.ts';
import type { SessionRepository } from '../ports/session-repository.ts';
import { unlessInvalid } from './unless-invalid.ts';

/**
 * Ends the session of a refresh token or an access token (RFC 7009). The token may be used up or expired, because its
 * holder wants to be logged out. Revokes a personal token itself. Does nothing for any other text.
 * @throws StorageUnavailable
 */
export class RevokeToken {
  static readonly operation = declareOperation('revokeToken', 'public');

  constructor(
    private readonly sessions: SessionRepository,
    private readonly refreshTokens: RefreshTokens,
    private readonly accessTokens: AccessTokens,
    private readonly personalTokens: PersonalTokenRepository,
    private readonly secrets: PersonalTokenSecrets,
  ) {}

  async execute(_actor: Actor, { token }: { token: string }): Promise<void> {
    if (isPersonalTokenText(token)) return this.personalTokens.removeByHash(this.secrets.hashOf(token));
    const ofRefreshToken = await unlessInvalid(async () => this.refreshTokens.verify(token));
    const identity = ofRefreshToken ?? (await unlessInvalid(() => this.accessTokens.verifyExpired(token)));
    if (identity) await this.sessions.end(identity.userId, identity.sessionId);
  }
}
