import type { UserActor } from '../../../domain/access/actor.ts';
import { narrowedTo } from '../../../domain/access/actor.ts';
import { InvalidToken } from '../../../domain/sessions/session.ts';
import type { AccessRules } from '../../access/ports/access-rules.ts';
import type { AccessClaims, AccessTokens } from '../ports/access-tokens.ts';
import type { RevocationList } from '../ports/revocation-list.ts';

/** Finds the holder of an access token, with the current rights: roles may have changed since the token was issued. */
export class AccessTokenHolders {
  constructor(
    private readonly accessTokens: AccessTokens,
    private readonly revocations: RevocationList,
    private readonly rules: AccessRules,
  ) {}

  /** @throws InvalidToken, also for a revoked token; StorageUnavailable */
  async holderOf(token: string): Promise<{ actor: UserActor; claims: AccessClaims }> {
    return this.holderBy(await this.accessTokens.verify(token));
  }

  /** Like `holderOf`, but accepts an expired token. @throws InvalidToken, StorageUnavailable */
  async holderOfExpired(token: string): Promise<{ actor: UserActor; claims: AccessClaims }> {
    return this.holderBy(await this.accessTokens.verifyExpired(token));
  }

  private async holderBy(claims: AccessClaims): Promise<{ actor: UserActor; claims: AccessClaims }> {
    const standing = await this.revocations.standingOf(claims);
    if (!standing) throw new InvalidToken();
    const { userId, sessionId, scope, isNarrowed } = claims;
    const permissions = (await this.rules.current()).permissionsOf(standing.roles);
    const credential = { kind: 'session', sessionId } as const;
    const actor = { kind: 'user', userId, credential, ...standing, permissions } as const;
    return { actor: isNarrowed ? narrowedTo(scope, actor) : actor, claims };
  }
}
