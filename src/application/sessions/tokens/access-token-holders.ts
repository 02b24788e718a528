import type { UserActor } from '../../../domain/access/actor.ts';
import { narrowed } from '../../../domain/access/scope.ts';
import { InvalidToken } from '../../../domain/sessions/session.ts';
import type { AccessRules } from '../../access/ports/access-rules.ts';
import type { AccessClaims, AccessTokens } from '../ports/access-tokens.ts';
import type { RevocationList } from '../ports/revocation-list.ts';

/** Tells whose an access token is, and what it allows at this moment: roles may have changed since it was issued. */
export class AccessTokenHolders {
  constructor(
    private readonly accessTokens: AccessTokens,
    private readonly revocations: RevocationList,
    private readonly rules: AccessRules,
  ) {}

  /** @throws InvalidToken, also for a revoked token; StorageUnavailable */
  async holderOf(token: string): Promise<{ actor: UserActor; claims: AccessClaims }> {
    const claims = await this.accessTokens.verify(token);
    const standing = await this.revocations.standingOf(claims);
    if (!standing) throw new InvalidToken();
    const { userId, sessionId, scope, isNarrowed } = claims;
    const held = (await this.rules.current()).permissionsOf(standing.roles);
    const actor = { kind: 'user', userId, sessionId, ...standing, permissions: held } as const;
    if (!isNarrowed) return { actor, claims };
    const permissions = standing.isSuperuser ? new Set(scope) : narrowed(held, scope);
    return { actor: { ...actor, isSuperuser: false, permissions, scope }, claims };
  }
}
