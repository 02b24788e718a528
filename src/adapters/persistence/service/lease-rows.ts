import { eq, lte, or, sql } from 'drizzle-orm';
import type { Transaction } from '../engine/drizzle-database.ts';
import { leases } from './service-tables.ts';

/**
 * Takes the lease, or renews it, unless another holder has it. Concurrent callers wait here for the end of the first one's
 * transaction. @returns whether the holder has it now
 */
export async function isLeasedTo(
  tx: Transaction,
  { name, holder, durationMs }: { name: string; holder: string; durationMs: number },
  now: Date,
): Promise<boolean> {
  const lease = { name, holder, expiresAt: new Date(now.getTime() + durationMs) };
  const taken = await tx
    .insert(leases)
    .values(lease)
    .onConflictDoUpdate({
      target: leases.name,
      set: lease,
      setWhere: sql`${or(eq(leases.holder, holder), lte(leases.expiresAt, now))}`,
    })
    .returning({ name: leases.name });
  return taken.length > 0;
}
