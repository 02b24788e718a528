import type { Actor } from '../../../domain/access/actor.ts';
import { authorizeSession } from '../../../domain/access/actor.ts';
import type { PersonalToken } from '../../../domain/sessions/personal-token.ts';
import { declareOperation } from '../../shared/operation.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import type { PersonalTokenRepository } from '../ports/personal-token-repository.ts';
import type { PersonalTokenUses } from './personal-token-uses.ts';

/** Lists the caller's personal tokens. @throws Unauthenticated, PermissionDenied, SessionRequired */
export class ListPersonalTokens {
  static readonly operation = declareOperation('listPersonalTokens', 'account:own', { needsSession: true });

  constructor(
    private readonly tokens: PersonalTokenRepository,
    private readonly uses: PersonalTokenUses,
    private readonly clock: Clock,
  ) {}

  async execute(actor: Actor): Promise<readonly PersonalToken[]> {
    authorizeSession(actor, ListPersonalTokens.operation.permission);
    const tokens = await this.tokens.list(actor.userId, this.clock.now());
    return tokens.map((token) => this.uses.withLatest(token));
  }
}
