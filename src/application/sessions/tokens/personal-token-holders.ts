import type { UserActor } from '../../../domain/access/actor.ts';
import { narrowedTo } from '../../../domain/access/actor.ts';
import { isPersonalTokenText } from '../../../domain/sessions/personal-token-text.ts';
import type { PersonalToken } from '../../../domain/sessions/personal-token.ts';
import { isExpired } from '../../../domain/sessions/personal-token.ts';
import { InvalidToken } from '../../../domain/sessions/session.ts';
import type { AccessRules } from '../../access/ports/access-rules.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import type { PersonalTokenLookup } from '../ports/personal-token-repository.ts';
import type { PersonalTokenSecrets } from '../ports/personal-token-secrets.ts';
import type { PersonalTokenUses } from './personal-token-uses.ts';

/** Finds the holder of a personal token, with the rights that the token gives now. */
export class PersonalTokenHolders {
  constructor(
    private readonly secrets: PersonalTokenSecrets,
    private readonly tokens: PersonalTokenLookup,
    private readonly uses: PersonalTokenUses,
    private readonly rules: AccessRules,
    private readonly clock: Clock,
  ) {}

  /** The caller who uses the token. @throws InvalidToken, StorageUnavailable */
  async caller(text: string): Promise<UserActor> {
    const { actor, token } = await this.holderOf(text);
    this.uses.note(token, this.clock.now());
    return actor;
  }

  /**
   * Like `caller`, but does not count as a use. @throws InvalidToken unless the text is a usable token;
   * StorageUnavailable
   */
  async holderOf(text: string): Promise<{ actor: UserActor; token: PersonalToken }> {
    const found = isPersonalTokenText(text) ? await this.tokens.find(this.secrets.hashOf(text)) : undefined;
    if (!found || isExpired(found.token, this.clock.now())) throw new InvalidToken();
    const { token, standing } = found;
    const permissions = (await this.rules.current()).permissionsOf(standing.roles);
    const credential = { kind: 'personal-token', tokenId: token.id } as const;
    const actor = { kind: 'user', userId: token.userId, credential, ...standing, permissions } as const;
    return { actor: narrowedTo(token.permissions, actor), token };
  }
}
