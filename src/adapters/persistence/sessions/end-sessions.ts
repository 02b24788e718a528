import { eq, sql } from 'drizzle-orm';
import type { UserId } from '../../../domain/accounts/user.ts';
import type { Revocation } from '../../../domain/sessions/revocation.ts';
import { users } from '../accounts/accounts-tables.ts';
import type { Transaction } from '../engine/drizzle-database.ts';
import { revoke } from './revocation-rows.ts';
import { sessions } from './sessions-tables.ts';

/**
 * Ends all sessions of a user and revokes the access tokens issued so far. A log-in that runs at the same time, with the
 * token version of before, starts no session.
 */
export async function endSessionsOf(tx: Transaction, userId: UserId): Promise<Revocation> {
  const version = sql`${users.tokenVersion} + 1`;
  const [user] = await tx
    .update(users)
    .set({ tokenVersion: version })
    .where(eq(users.id, userId))
    .returning({ version: users.tokenVersion });
  await tx.delete(sessions).where(eq(sessions.userId, userId));
  const revocation = { userId, minVersion: user?.version ?? 0, exceptSessionId: null };
  await revoke(tx, [revocation]);
  return revocation;
}
