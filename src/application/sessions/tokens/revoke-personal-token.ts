import type { Actor } from '../../../domain/access/actor.ts';
import { authorizeSession } from '../../../domain/access/actor.ts';
import type { PersonalTokenId } from '../../../domain/sessions/personal-token.ts';
import { TokenNotFound } from '../../../domain/sessions/personal-token.ts';
import { declareOperation } from '../../shared/operation.ts';
import type { PersonalTokenRepository } from '../ports/personal-token-repository.ts';

/**
 * Revokes one of the caller's personal tokens.
 * @throws Unauthenticated, PermissionDenied, SessionRequired, TokenNotFound, also for tokens of other users
 */
export class RevokePersonalToken {
  static readonly operation = declareOperation('revokePersonalToken', 'account:own', { needsSession: true });

  constructor(private readonly tokens: PersonalTokenRepository) {}

  async execute(actor: Actor, { tokenId }: { tokenId: PersonalTokenId }): Promise<void> {
    authorizeSession(actor, RevokePersonalToken.operation.permission);
    const wasThere = await this.tokens.remove(actor.userId, tokenId);
    if (!wasThere) throw new TokenNotFound();
  }
}
