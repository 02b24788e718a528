import { and, eq, isNotNull, sql } from 'drizzle-orm';
import type { SQL } from 'drizzle-orm';
import { USER_ROLE } from '../../../domain/access/role.ts';
import type { UserId } from '../../../domain/accounts/user.ts';
import type {
  CredentialChange,
  PersonalTokenChange,
  Revocation,
  RoleChange,
} from '../../../domain/sessions/revocation.ts';
import { users } from '../accounts/accounts-tables.ts';
import type { Transaction } from '../engine/drizzle-database.ts';
import { revocations, sessions } from './sessions-tables.ts';

/** All instances listen on this channel. A message only means that there are new rows. */
export const REVOCATION_CHANNEL = 'kinopolka_revocations';

/**
 * The payload of a notification. This version ignores it. During an update, an instance of version 0.1.0 may run at the
 * same time. It reads all rows after this payload. It would parse any other payload as JSON, and end with an exception.
 */
const READ_EVERYTHING = 'many';

/** Applies this instance's own revocations and role changes at once. */
export type RevocationSink = {
  remember(change: CredentialChange): void;
  /** Reads rows written for many users. */
  reload(): Promise<void>;
};

/**
 * Stores revocations and notifies all instances. Both take effect when the transaction commits. A row replaces those
 * that it covers, so that repeating an action does not grow the table. The caller holds the lock of the user's row when
 * it revokes more than one session.
 */
export async function revoke(tx: Transaction, revoked: readonly Revocation[]): Promise<void> {
  if (revoked.length === 0) return;
  for (const revocation of revoked) {
    const covered = coveredBy(revocation);
    if (covered) await tx.delete(revocations).where(and(eq(revocations.userId, revocation.userId), covered));
  }
  await tx.insert(revocations).values([...revoked]);
  await tell(tx);
}

/**
 * Stores a user's new roles and notifies all instances, like `revoke`. The caller holds the lock of the user's row, so
 * that the later change has the higher number.
 */
export async function changeRoles(tx: Transaction, change: Omit<RoleChange, 'number'>): Promise<RoleChange> {
  await tx.delete(revocations).where(and(eq(revocations.userId, change.userId), isNotNull(revocations.roles)));
  const rows = await tx
    .insert(revocations)
    .values({ ...change, roles: [...change.roles] })
    .returning({ number: revocations.id });
  await tell(tx);
  return { ...change, number: rows[0]?.number ?? 0 };
}

/**
 * Does the same for all holders of a role that is renamed or deleted later in the same transaction. It takes three
 * statements for any number of users, and locks their rows.
 */
export async function changeRolesOfHolders(tx: Transaction, role: string, newName: string | null): Promise<void> {
  const holders = sql`(select user_id from user_roles where role_name = ${role})`;
  await tx.execute(sql`select id from users where id in ${holders} order by id for no key update`);
  await tx.execute(sql`delete from revocations where roles is not null and user_id in ${holders}`);
  await tx.execute(sql`insert into revocations (user_id, roles, is_superuser)
    select users.id, array[${USER_ROLE}::text] || array(
      select name from (
        select case role_name when ${role} then ${newName}::text else role_name end as name
        from user_roles where user_roles.user_id = users.id
      ) as held where name is not null order by name
    ), is_superuser
    from users where id in ${holders}`);
  await tell(tx);
}

/** Does the same for personal tokens that the transaction deletes. One row covers all tokens of a user. */
export async function revokePersonalTokens(tx: Transaction, userId: UserId): Promise<PersonalTokenChange> {
  await tx.delete(revocations).where(and(eq(revocations.userId, userId), isNotNull(revocations.personalTokens)));
  await tx.insert(revocations).values({ userId, personalTokens: true });
  await tell(tx);
  return { userId, personalTokens: true };
}

/**
 * Ends all sessions of a user and revokes the access tokens issued so far. A concurrent log-in, which has read the
 * previous token version, starts no session.
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

/** Equal messages of one transaction are delivered as one. */
async function tell(tx: Transaction): Promise<void> {
  await tx.execute(sql`select pg_notify(${REVOCATION_CHANNEL}, ${READ_EVERYTHING})`);
}

/** Rows of the same user that this one makes redundant. */
function coveredBy(revocation: Revocation): SQL | undefined {
  if ('sessionId' in revocation) return undefined;
  if ('beforeSessionId' in revocation) return sql`${revocations.beforeSessionId} <= ${revocation.beforeSessionId}`;
  const { minVersion, exceptSessionId } = revocation;
  return sql`${revocations.minVersion} <= ${minVersion}
    and ${revocations.exceptSessionId} is not distinct from ${exceptSessionId}::uuid`;
}

type Row = typeof revocations.$inferSelect;

export function toChange(row: Row): CredentialChange {
  const { userId, sessionId, beforeSessionId, minVersion, exceptSessionId, roles } = row;
  if (roles) return { userId, roles, isSuperuser: row.isSuperuser ?? false, number: row.id };
  if (row.personalTokens) return { userId, personalTokens: true };
  if (sessionId !== null) return { userId, sessionId };
  if (beforeSessionId !== null) return { userId, beforeSessionId };
  return { userId, minVersion: minVersion ?? 0, exceptSessionId };
}
