import type {
  PersonalTokenRepository,
  TokenOfUser,
  TokenUse,
} from '../../src/application/sessions/ports/personal-token-repository.ts';
import { rolesOf } from '../../src/domain/access/role.ts';
import type { UserId } from '../../src/domain/accounts/user.ts';
import type { PersonalToken, PersonalTokenId } from '../../src/domain/sessions/personal-token.ts';
import { isExpired, refuseSurplusToken } from '../../src/domain/sessions/personal-token.ts';
import type { SessionId } from '../../src/domain/sessions/session.ts';
import { InvalidToken } from '../../src/domain/sessions/session.ts';
import type { InMemorySessionRepository } from './in-memory-session-repository.ts';
import type { InMemoryUserRepository } from './in-memory-user-repository.ts';

type Stored = { readonly token: PersonalToken; readonly hash: string };

export class InMemoryPersonalTokenRepository implements PersonalTokenRepository {
  /** How often a token was looked up. */
  lookups = 0;
  private stored: Stored[] = [];

  constructor(
    private readonly users: InMemoryUserRepository,
    private readonly sessions: InMemorySessionRepository,
  ) {
    users.endPersonalTokens = (userId) => this.keep(({ token }) => token.userId !== userId);
  }

  async find(hash: string): Promise<TokenOfUser | undefined> {
    this.lookups += 1;
    const found = this.stored.find((one) => one.hash === hash)?.token;
    const owner = found && this.users.get(found.userId)?.user;
    if (!found || !owner?.isActive) return undefined;
    return structuredClone({
      token: found,
      standing: { roles: rolesOf(owner), isSuperuser: owner.isSuperuser },
    });
  }

  async add(token: PersonalToken, { hash, sessionId }: { hash: string; sessionId: SessionId }): Promise<void> {
    const { userId, createdAt } = token;
    const isThere = this.sessions.sessions.some((session) => session.id === sessionId && session.userId === userId);
    if (!isThere || !this.users.get(userId)?.user.isActive) throw new InvalidToken();
    const unexpired = this.stored.filter((one) => one.token.userId === userId && !isExpired(one.token, createdAt));
    refuseSurplusToken(unexpired.length);
    this.stored.push(structuredClone({ token, hash }));
  }

  async list(userId: UserId, now: Date): Promise<readonly PersonalToken[]> {
    const theirs = this.stored.map(({ token }) => token).filter((token) => token.userId === userId);
    const newestFirst = (a: PersonalToken, b: PersonalToken) =>
      b.createdAt.getTime() - a.createdAt.getTime() || (a.id < b.id ? 1 : -1);
    return structuredClone(theirs.filter((token) => !isExpired(token, now)).toSorted(newestFirst));
  }

  async remove(userId: UserId, id: PersonalTokenId): Promise<boolean> {
    return this.keep(({ token }) => token.userId !== userId || token.id !== id) > 0;
  }

  async removeByHash(hash: string): Promise<void> {
    this.keep((one) => one.hash !== hash);
  }

  async noteUses(uses: readonly TokenUse[]): Promise<void> {
    this.stored = this.stored.map(({ token, hash }) => {
      const at = uses.find((use) => use.id === token.id && use.userId === token.userId)?.at;
      const isLater = at !== undefined && (token.lastUsedAt === null || at > token.lastUsedAt);
      return { hash, token: isLater ? { ...token, lastUsedAt: at } : token };
    });
  }

  async purge(now: Date): Promise<number> {
    return this.keep(({ token }) => !isExpired(token, now));
  }

  /** @returns how many others were deleted */
  private keep(isKept: (stored: Stored) => boolean): number {
    const before = this.stored.length;
    this.stored = this.stored.filter(isKept);
    return before - this.stored.length;
  }
}
