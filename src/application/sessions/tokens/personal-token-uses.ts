import type { PersonalToken, PersonalTokenId } from '../../../domain/sessions/personal-token.ts';
import { StorageUnavailable } from '../../shared/ports/storage.ts';
import type { PersonalTokenRepository, TokenUse } from '../ports/personal-token-repository.ts';

const WRITTEN_AT_ONCE = 500;

/**
 * Buffers the last uses of personal tokens. Once a minute, all of them are written together, because a write for each
 * request would take longer than most requests. If the process is killed, the last minute is lost.
 */
export class PersonalTokenUses {
  private readonly pending = new Map<PersonalTokenId, TokenUse>();

  constructor(private readonly tokens: PersonalTokenRepository) {}

  note({ id, userId }: PersonalToken, at: Date): void {
    this.pending.set(id, { id, userId, at });
  }

  /** The token with the last use that this instance knows, so that its owner sees the use before it is written. */
  withLatest(token: PersonalToken): PersonalToken {
    const noted = this.pending.get(token.id)?.at ?? null;
    const isLater = noted !== null && (token.lastUsedAt === null || noted > token.lastUsedAt);
    return isLater ? { ...token, lastUsedAt: noted } : token;
  }

  /** Writes all buffered uses. Those that cannot be stored now stay in the buffer. @throws StorageUnavailable */
  async write(): Promise<void> {
    const uses = [...this.pending.values()];
    for (let at = 0; at < uses.length; at += WRITTEN_AT_ONCE) await this.store(uses.slice(at, at + WRITTEN_AT_ONCE));
  }

  private async store(uses: readonly TokenUse[]): Promise<void> {
    try {
      await this.tokens.noteUses(uses);
      this.forget(uses);
    } catch (failure) {
      // After any other failure, the same uses would fail again and block all others.
      if (!(failure instanceof StorageUnavailable)) this.forget(uses);
      throw failure;
    }
  }

  /** A later use that was noted in the meantime stays. */
  private forget(uses: readonly TokenUse[]): void {
    for (const use of uses) if (this.pending.get(use.id) === use) this.pending.delete(use.id);
  }
}
