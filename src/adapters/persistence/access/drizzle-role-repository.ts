import { and, eq } from 'drizzle-orm';
import type { RoleCheck, RoleRepository } from '../../../application/access/ports/role-repository.ts';
import type { Role, RoleChanges, RoleContent } from '../../../domain/access/role.ts';
import {
  MAX_ROLES_PER_USER,
  RoleNameTaken,
  RoleNotFound,
  RoleNotHeld,
  rolesOf,
  TooManyRoles,
} from '../../../domain/access/role.ts';
import type { User, UserId } from '../../../domain/accounts/user.ts';
import { UserNotFound } from '../../../domain/accounts/user.ts';
import type { RoleChange } from '../../../domain/sessions/revocation.ts';
import { lockedUser } from '../accounts/account-rows.ts';
import type { Database, OpenDatabase, Transaction } from '../engine/drizzle-database.ts';
import { inTransaction, translatingErrors } from '../engine/storage-errors.ts';
import type { RevocationSink } from '../sessions/revocation-rows.ts';
import { changeRoles, changeRolesOfHolders } from '../sessions/revocation-rows.ts';
import { tellOfNewRules } from './access-rows.ts';
import { roles, userRoles } from './access-tables.ts';
import type { RulesInMemory } from './database-access-rules.ts';

const violations = { roles_pkey: RoleNameTaken };

/** Locks are always taken in this order: the role, then users by id. */
export class DrizzleRoleRepository implements RoleRepository {
  private readonly db: Database;

  constructor(
    { db }: Pick<OpenDatabase, 'db'>,
    private readonly sinks: { readonly rules: RulesInMemory; readonly revoked: RevocationSink },
  ) {
    this.db = db;
  }

  async list(): Promise<readonly Role[]> {
    return (await this.sinks.rules.current()).roles;
  }

  async find(name: string): Promise<Role | undefined> {
    return (await this.list()).find((role) => role.name === name);
  }

  async add(content: RoleContent): Promise<Role> {
    const role = { ...content, permissions: [...content.permissions], builtIn: false };
    await this.apply(async (tx) => void (await tx.insert(roles).values(role)));
    return role;
  }

  async change(name: string, { permissions, ...changes }: RoleChanges, check: RoleCheck): Promise<Role> {
    const set = { ...changes, ...(permissions && { permissions: [...permissions] }) };
    const isRenamed = changes.name !== undefined && changes.name !== name;
    const changed = await this.apply(async (tx) => {
      const role = await lockedRole(tx, name, check);
      if (Object.values(set).every((value) => value === undefined)) return role;
      if (isRenamed) await changeRolesOfHolders(tx, name, changes.name ?? null);
      const [now] = await tx.update(roles).set(set).where(eq(roles.name, name)).returning();
      return now ?? role;
    });
    if (isRenamed) await this.sinks.revoked.reload();
    return changed;
  }

  async remove(name: string, check: RoleCheck): Promise<void> {
    await this.apply(async (tx) => {
      await lockedRole(tx, name, check);
      await changeRolesOfHolders(tx, name, null);
      await tx.delete(roles).where(eq(roles.name, name));
    });
    await this.sinks.revoked.reload();
  }

  async give(userId: UserId, name: string, check: RoleCheck): Promise<void> {
    const change = await this.apply(async (tx) => {
      await lockedRole(tx, name, check);
      const before = await lockedHolder(tx, userId);
      const given = await tx.insert(userRoles).values({ userId, roleName: name }).onConflictDoNothing().returning();
      if (given.length === 0) return undefined;
      if (before.roles.length >= MAX_ROLES_PER_USER) throw new TooManyRoles();
      return rolesNow(tx, userId);
    });
    if (change) this.sinks.revoked.remember(change);
  }

  async take(userId: UserId, name: string, check: RoleCheck): Promise<void> {
    const change = await this.apply(async (tx) => {
      await lockedRole(tx, name, check);
      await lockedHolder(tx, userId);
      const isHeld = and(eq(userRoles.userId, userId), eq(userRoles.roleName, name));
      const taken = await tx.delete(userRoles).where(isHeld).returning();
      if (taken.length === 0) throw new RoleNotHeld();
      return rolesNow(tx, userId);
    });
    this.sinks.revoked.remember(change);
  }

  /** Runs one transaction, then reloads the rules in this instance; other instances are notified. */
  private async apply<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    const result = await translatingErrors(
      () =>
        inTransaction(this.db, async (tx) => {
          const made = await work(tx);
          await tellOfNewRules(tx);
          return made;
        }),
      violations,
    );
    await this.sinks.rules.reload();
    return result;
  }
}

async function lockedRole(tx: Transaction, name: string, check: RoleCheck): Promise<Role> {
  const [role] = await tx.select().from(roles).where(eq(roles.name, name)).for('update');
  if (!role) throw new RoleNotFound();
  check(role);
  return role;
}

async function lockedHolder(tx: Transaction, userId: UserId): Promise<User> {
  const user = await lockedUser(tx, userId);
  if (!user) throw new UserNotFound();
  return user;
}

/** Writes the roles that the user has at this point of the transaction. */
async function rolesNow(tx: Transaction, userId: UserId): Promise<RoleChange> {
  const user = await lockedHolder(tx, userId);
  return changeRoles(tx, { userId, roles: rolesOf(user), isSuperuser: user.isSuperuser });
}
