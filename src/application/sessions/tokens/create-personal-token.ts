import type { Actor } from '../../../domain/access/actor.ts';
import { authorizeAll, authorizeSession } from '../../../domain/access/actor.ts';
import type { Permission } from '../../../domain/access/permission.ts';
import type { PersonalToken } from '../../../domain/sessions/personal-token.ts';
import { DEFAULT_TOKEN_DAYS, startPersonalToken } from '../../../domain/sessions/personal-token.ts';
import { declareOperation } from '../../shared/operation.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import type { IdGenerator } from '../../shared/ports/id-generator.ts';
import type { PersonalTokenRepository } from '../ports/personal-token-repository.ts';
import type { PersonalTokenSecrets } from '../ports/personal-token-secrets.ts';

export type PersonalTokenRequest = {
  readonly name: string;
  readonly permissions: readonly Permission[];
  readonly lifeDays?: number;
};

/**
 * Makes a personal token with permissions that the caller has. In a narrowed session, these are only the permissions of
 * the session.
 * @throws Unauthenticated, PermissionDenied, SessionRequired, TooManyTokens, InvalidToken
 */
export class CreatePersonalToken {
  static readonly operation = declareOperation('createPersonalToken', 'account:own', { needsSession: true });

  constructor(
    private readonly tokens: PersonalTokenRepository,
    private readonly secrets: PersonalTokenSecrets,
    private readonly clock: Clock,
    private readonly ids: IdGenerator,
  ) {}

  /** `text`: the token itself, which is not stored. */
  async execute(
    actor: Actor,
    { name, permissions, lifeDays = DEFAULT_TOKEN_DAYS }: PersonalTokenRequest,
  ): Promise<{ token: PersonalToken; text: string }> {
    authorizeSession(actor, CreatePersonalToken.operation.permission);
    authorizeAll(actor, permissions);
    const text = this.secrets.generate();
    const start = { id: this.ids.next(), userId: actor.userId, name, permissions, text };
    const token = startPersonalToken(start, lifeDays, this.clock.now());
    const { sessionId } = actor.credential;
    await this.tokens.add(token, { hash: this.secrets.hashOf(text), sessionId });
    return { token, text };
  }
}
