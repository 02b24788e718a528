import type { Actor } from '../../domain/access/actor.ts';
import { authorizeSession, PermissionDenied } from '../../domain/access/actor.ts';
import { isSameScope } from '../../domain/access/scope.ts';
import { InvalidToken } from '../../domain/sessions/session.ts';
import { declareOperation } from '../shared/operation.ts';
import type { Clock } from '../shared/ports/clock.ts';
import type { SessionRepository } from './ports/session-repository.ts';
import type { TokenIssuer, TokenPair } from './tokens/token-issuer.ts';

/**
 * Ends all other sessions of the caller. The current one gets new tokens.
 * @throws Unauthenticated, PermissionDenied, InvalidToken
 */
export class LogOutOthers {
  static readonly operation = declareOperation('logOutOthers', 'account:own', { needsSession: true });

  constructor(
    private readonly sessions: SessionRepository,
    private readonly tokens: TokenIssuer,
    private readonly clock: Clock,
  ) {}

  async execute(actor: Actor): Promise<TokenPair> {
    authorizeSession(actor, LogOutOthers.operation.permission);
    const remaining = await this.sessions.endOthers(
      actor.userId,
      actor.credential.sessionId,
      this.clock.now(),
      ({ scope }) => {
        // The new tokens have the scope of the session. A caller with a narrower access token must not get them.
        if (!isSameScope(scope, actor.scope ?? null)) throw new PermissionDenied();
      },
    );
    if (!remaining) throw new InvalidToken();
    return this.tokens.issue(remaining.user, remaining.session);
  }
}
