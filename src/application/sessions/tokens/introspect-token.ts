import type { Actor } from '../../../domain/access/actor.ts';
import { authorize } from '../../../domain/access/actor.ts';
import { rolesOf } from '../../../domain/access/role.ts';
import type { Scope } from '../../../domain/access/scope.ts';
import { heldScope, narrowed } from '../../../domain/access/scope.ts';
import type { User } from '../../../domain/accounts/user.ts';
import { looksLikePersonalToken } from '../../../domain/sessions/personal-token-text.ts';
import { renewalOutcome } from '../../../domain/sessions/renewal.ts';
import type { SessionId } from '../../../domain/sessions/session.ts';
import type { AccessRules } from '../../access/ports/access-rules.ts';
import type { UserRepository } from '../../accounts/ports/user-repository.ts';
import { declareOperation } from '../../shared/operation.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import type { RefreshTokens } from '../ports/refresh-tokens.ts';
import type { RenewalRules, SessionRepository } from '../ports/session-repository.ts';
import type { AccessTokenHolders } from './access-token-holders.ts';
import type { PersonalTokenHolders } from './personal-token-holders.ts';
import { unlessInvalid } from './unless-invalid.ts';

/**
 * A token that would be accepted. `scope`: the permissions that it gives now. `tokenId`: `undefined` for a refresh
 * token. `sessionId` and `clientId`: `undefined` for a personal token.
 */
export type ActiveToken = {
  readonly kind: 'access' | 'refresh' | 'personal';
  readonly user: User;
  readonly sessionId: SessionId | undefined;
  readonly clientId: string | undefined;
  readonly scope: Scope;
  readonly tokenId: string | undefined;
  readonly issuedAt: Date;
  readonly expiresAt: Date;
};

/**
 * Tells other services what a token allows (RFC 7662). Does not consume a refresh token. @throws PermissionDenied,
 * Unauthenticated
 */
export class IntrospectToken {
  static readonly operation = declareOperation('introspectToken', 'tokens:introspect');

  constructor(
    private readonly holders: AccessTokenHolders,
    private readonly personal: PersonalTokenHolders,
    private readonly refreshTokens: RefreshTokens,
    private readonly sessions: SessionRepository,
    private readonly users: UserRepository,
    private readonly accessRules: AccessRules,
    private readonly rules: Pick<RenewalRules, 'leewaySeconds'>,
    private readonly clock: Clock,
  ) {}

  /** @returns `undefined` for every text that would not be accepted as a token */
  async execute(actor: Actor, { token }: { token: string }): Promise<ActiveToken | undefined> {
    authorize(actor, IntrospectToken.operation.permission);
    if (looksLikePersonalToken(token)) return unlessInvalid(() => this.personalToken(token));
    return (await unlessInvalid(() => this.refreshToken(token))) ?? unlessInvalid(() => this.accessToken(token));
  }

  private async accessToken(token: string): Promise<ActiveToken | undefined> {
    const { actor: holder, claims } = await this.holders.holderOf(token);
    const user = await this.users.find(holder.userId);
    if (!user?.isActive) return undefined;
    const { sessionId, clientId, tokenId, issuedAt, expiresAt } = claims;
    const { isSuperuser, roles, permissions } = holder;
    const held = isSuperuser
      ? (await this.accessRules.current()).permissionsOfHolder({ roles, isSuperuser })
      : permissions;
    return { kind: 'access', user, sessionId, clientId, scope: heldScope(held), tokenId, issuedAt, expiresAt };
  }

  private async personalToken(text: string): Promise<ActiveToken | undefined> {
    const { actor: holder, token } = await this.personal.holderOf(text);
    const user = await this.users.find(holder.userId);
    if (!user?.isActive) return undefined;
    const none = { sessionId: undefined, clientId: undefined };
    const { id: tokenId, createdAt: issuedAt, expiresAt } = token;
    return { kind: 'personal', user, ...none, scope: heldScope(holder.permissions), tokenId, issuedAt, expiresAt };
  }

  private async refreshToken(token: string): Promise<ActiveToken | undefined> {
    const claims = this.refreshTokens.verify(token);
    const found = await this.sessions.find(claims);
    const { leewaySeconds } = this.rules;
    const outcome = renewalOutcome(found, { counter: claims.counter, now: this.clock.now(), leewaySeconds });
    if (!found || (outcome !== 'renewed' && outcome !== 'repeated')) return undefined;
    const { user, session } = found;
    const held = (await this.accessRules.current()).permissionsOfHolder({
      roles: rolesOf(user),
      isSuperuser: user.isSuperuser,
    });
    const scope = heldScope(session.scope ? narrowed(held, session.scope) : held);
    const { id: sessionId, clientId, lastUsedAt: issuedAt, idleExpiresAt: expiresAt } = session;
    return { kind: 'refresh', user, sessionId, clientId, scope, tokenId: undefined, issuedAt, expiresAt };
  }
}
