import { sql } from 'drizzle-orm';
import type { Revocation } from '../../../domain/revocation.ts';
import type { Transaction } from './drizzle-database.ts';
import { revocations } from './schema.ts';

/** Every instance listens here. */
export const REVOCATION_CHANNEL = 'kinopolka_revocations';

/** Where this instance learns at once of what it revoked itself. */
export type RevocationSink = { remember(revocation: Revocation): void };

/** Writes down what is revoked and tells every instance, both when the transaction commits and not before. */
export async function revoke(tx: Transaction, revoked: readonly Revocation[]): Promise<void> {
  if (revoked.length === 0) return;
  await tx.insert(revocations).values([...revoked]);
  for (const revocation of revoked) {
    await tx.execute(sql`select pg_notify(${REVOCATION_CHANNEL}, ${JSON.stringify(revocation)})`);
  }
}

/** What a row or a message says; other members of it do not matter. */
export function toRevocation(row: {
  userId: string;
  sessionId?: string | null;
  minVersion?: number | null;
  exceptSessionId?: string | null;
}): Revocation {
  const { userId, sessionId, minVersion, exceptSessionId } = row;
  if (sessionId) return { userId, sessionId };
  return { userId, minVersion: minVersion ?? 0, exceptSessionId: exceptSessionId ?? null };
}
