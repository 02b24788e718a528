import { and, count, desc, eq, gt, lte, sql } from 'drizzle-orm';
import type { SQL } from 'drizzle-orm';
import type {
  PersonalTokenRepository,
  TokenOfUser,
  TokenUse,
} from '../../../application/sessions/ports/personal-token-repository.ts';
import { rolesOf } from '../../../domain/access/role.ts';
import type { UserId } from '../../../domain/accounts/user.ts';
import type { PersonalToken, PersonalTokenId } from '../../../domain/sessions/personal-token.ts';
import { refuseSurplusToken } from '../../../domain/sessions/personal-token.ts';
import type { SessionId } from '../../../domain/sessions/session.ts';
import { InvalidToken } from '../../../domain/sessions/session.ts';
import { rolesOfUser } from '../accounts/account-columns.ts';
import { users } from '../accounts/accounts-tables.ts';
import { deleteSome } from '../engine/delete-some.ts';
import type { Database, OpenDatabase, Transaction } from '../engine/drizzle-database.ts';
import { inTransaction, translatingErrors } from '../engine/storage-errors.ts';
import { cancelImports } from '../imports/import-rows.ts';
import { imports } from '../imports/imports-tables.ts';
import type { RevocationSink } from './revocation-rows.ts';
import { revokePersonalTokens } from './revocation-rows.ts';
import { personalTokens, sessions } from './sessions-tables.ts';

/** All columns but the hash. */
const tokenColumns = {
  id: personalTokens.id,
  userId: personalTokens.userId,
  name: personalTokens.name,
  permissions: personalTokens.permissions,
  hint: personalTokens.hint,
  createdAt: personalTokens.createdAt,
  expiresAt: personalTokens.expiresAt,
  lastUsedAt: personalTokens.lastUsedAt,
};

/** Locks are always taken in this order: the user, then tokens. */
export class DrizzlePersonalTokenRepository implements PersonalTokenRepository {
  private readonly db: Database;
  private readonly byHash: ReturnType<typeof prepareByHash>;
  private readonly idByHash: ReturnType<typeof prepareIdByHash>;

  constructor(
    { db, reads }: Pick<OpenDatabase, 'db' | 'reads'>,
    private readonly revoked: RevocationSink,
  ) {
    this.db = db;
    this.byHash = prepareByHash(reads);
    this.idByHash = prepareIdByHash(reads);
  }

  async find(hash: string): Promise<TokenOfUser | undefined> {
    const [found] = await translatingErrors(() => this.byHash.execute({ hash }));
    if (!found) return undefined;
    const { isSuperuser, roles } = found;
    return { token: found.token, standing: { isSuperuser, roles: rolesOf({ roles }) } };
  }

  async add(token: PersonalToken, { hash, sessionId }: { hash: string; sessionId: SessionId }): Promise<void> {
    const { userId, permissions, createdAt } = token;
    await translatingErrors(() =>
      inTransaction(this.db, async (tx) => {
        await lockMaker(tx, userId, sessionId);
        const isUnexpired = and(eq(personalTokens.userId, userId), gt(personalTokens.expiresAt, createdAt));
        const [counted] = await tx.select({ unexpired: count() }).from(personalTokens).where(isUnexpired);
        refuseSurplusToken(counted?.unexpired ?? 0);
        await tx.insert(personalTokens).values({ ...token, permissions: [...permissions], hash });
      }),
    );
  }

  async list(userId: UserId, now: Date): Promise<readonly PersonalToken[]> {
    return translatingErrors(async () =>
      this.db
        .select(tokenColumns)
        .from(personalTokens)
        .where(and(eq(personalTokens.userId, userId), gt(personalTokens.expiresAt, now)))
        .orderBy(desc(personalTokens.createdAt), desc(personalTokens.id)),
    );
  }

  async remove(userId: UserId, id: PersonalTokenId): Promise<boolean> {
    return this.removeWhere(and(eq(personalTokens.userId, userId), eq(personalTokens.id, id)));
  }

  /** Anybody can send invented tokens, so a token that does not exist costs a short read and no transaction. */
  async removeByHash(hash: string): Promise<void> {
    const known = await translatingErrors(() => this.idByHash.execute({ hash }));
    if (known.length === 0) return;
    await this.removeWhere(eq(personalTokens.hash, hash));
  }

  async noteUses(uses: readonly TokenUse[]): Promise<void> {
    if (uses.length === 0) return;
    const values = sql.join(
      uses.map(({ userId, id, at }) => sql`(${userId}::uuid, ${id}::uuid, ${at.toISOString()}::timestamptz)`),
      sql`, `,
    );
    // Repeats after a deadlock: another instance may write the same rows in another order.
    await inTransaction(this.db, (tx) =>
      tx.execute(sql`update personal_tokens set last_used_at = used.at
        from (values ${values}) as used (user_id, id, at)
        where personal_tokens.user_id = used.user_id and personal_tokens.id = used.id
          and used.at > coalesce(personal_tokens.last_used_at, '-infinity')`),
    );
  }

  async purge(now: Date): Promise<number> {
    return translatingErrors(() => deleteSome(this.db, personalTokens, lte(personalTokens.expiresAt, now)));
  }

  private async removeWhere(condition: SQL | undefined): Promise<boolean> {
    const change = await translatingErrors(() =>
      inTransaction(this.db, async (tx) => {
        const ids = { userId: personalTokens.userId, id: personalTokens.id };
        const [removed] = await tx.delete(personalTokens).where(condition).returning(ids);
        if (!removed) return undefined;
        await cancelImports(tx, and(eq(imports.userId, removed.userId), eq(imports.personalTokenId, removed.id)));
        return revokePersonalTokens(tx, removed.userId);
      }),
    );
    if (change) this.revoked.remember(change);
    return change !== undefined;
  }
}

/**
 * A reset of the password ends sessions and tokens. It either waits for this lock, or has already ended the session.
 * @throws InvalidToken
 */
async function lockMaker(tx: Transaction, userId: UserId, sessionId: SessionId): Promise<void> {
  const isOwner = and(eq(users.id, userId), users.isActive);
  const owner = await tx.select({ id: users.id }).from(users).where(isOwner).for('no key update');
  const isSession = and(eq(sessions.userId, userId), eq(sessions.id, sessionId));
  const session = await tx.select({ id: sessions.id }).from(sessions).where(isSession);
  if (owner.length === 0 || session.length === 0) throw new InvalidToken();
}

function prepareByHash(db: Database) {
  return db
    .select({ token: tokenColumns, isSuperuser: users.isSuperuser, roles: rolesOfUser.as('roles') })
    .from(personalTokens)
    .innerJoin(users, eq(users.id, personalTokens.userId))
    .where(and(eq(personalTokens.hash, sql.placeholder('hash')), users.isActive))
    .prepare('personal_token_by_hash');
}

/** Finds tokens of deactivated accounts, too. */
function prepareIdByHash(db: Database) {
  return db
    .select({ id: personalTokens.id })
    .from(personalTokens)
    .where(eq(personalTokens.hash, sql.placeholder('hash')))
    .prepare('personal_token_id_by_hash');
}
