import { sql } from 'drizzle-orm';
import type { Revocation, RoleChange } from '../../../domain/revocation.ts';
import { USER_ROLE } from '../../../domain/role.ts';
import type { Transaction } from './drizzle-database.ts';
import { revocations } from './schema.ts';

/** Every instance listens here. */
export const REVOCATION_CHANNEL = 'kinopolka_revocations';

/** What is said of so many that everybody had better read it. */
export const MANY = 'many';

/** Where this instance learns at once of what it revoked or changed itself. */
export type RevocationSink = {
  remember(told: Revocation | RoleChange): void;
  /** Reads what was written for many. */
  reload(): Promise<void>;
};

/** Writes down what is revoked and tells every instance, both when the transaction commits and not before. */
export async function revoke(tx: Transaction, revoked: readonly Revocation[]): Promise<void> {
  if (revoked.length === 0) return;
  await tx.insert(revocations).values([...revoked]);
  for (const revocation of revoked) await tell(tx, JSON.stringify(revocation));
}

/** The same for somebody's new roles. Whoever calls it holds the user's row, so that the later change has the higher number. */
export async function changeRoles(tx: Transaction, change: Omit<RoleChange, 'number'>): Promise<RoleChange> {
  const rows = await tx
    .insert(revocations)
    .values({ ...change, roles: [...change.roles] })
    .returning({ number: revocations.id });
  const numbered = { ...change, number: rows[0]?.number ?? 0 };
  await tell(tx, JSON.stringify(numbered));
  return numbered;
}

/**
 * The same for everybody who has a role that is renamed, or goes, in the same transaction later: any number of people in
 * two statements. Holds their rows.
 */
export async function changeRolesOfHolders(tx: Transaction, role: string, newName: string | null): Promise<void> {
  await tx.execute(sql`select id from users
    where id in (select user_id from user_roles where role_name = ${role}) order by id for no key update`);
  await tx.execute(sql`insert into revocations (user_id, roles, is_superuser)
    select users.id, array[${USER_ROLE}::text] || array(
      select name from (
        select case role_name when ${role} then ${newName}::text else role_name end as name
        from user_roles where user_roles.user_id = users.id
      ) as held where name is not null order by name
    ), is_superuser
    from users where id in (select user_id from user_roles where role_name = ${role})`);
  await tell(tx, MANY);
}

async function tell(tx: Transaction, message: string): Promise<void> {
  await tx.execute(sql`select pg_notify(${REVOCATION_CHANNEL}, ${message})`);
}

/** A row, or a message; other members of it do not matter. */
type Told = {
  readonly userId: string;
  readonly sessionId?: string | null;
  readonly minVersion?: number | null;
  readonly exceptSessionId?: string | null;
  readonly roles?: readonly string[] | null;
  readonly isSuperuser?: boolean | null;
  readonly number?: number;
  readonly id?: number;
};

export function toRevocation(told: Told): Revocation | RoleChange {
  const { userId, sessionId, minVersion, exceptSessionId, roles } = told;
  if (roles) return { userId, roles, isSuperuser: told.isSuperuser ?? false, number: told.number ?? told.id ?? 0 };
  if (sessionId) return { userId, sessionId };
  return { userId, minVersion: minVersion ?? 0, exceptSessionId: exceptSessionId ?? null };
}
