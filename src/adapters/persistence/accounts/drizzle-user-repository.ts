import type { SQL } from 'drizzle-orm';
import { and, asc, count, desc, eq, inArray, like, lt, ne, or, sql } from 'drizzle-orm';
import type {
  Credentials,
  LoginNames,
  ProfileChanges,
  UserRepository,
} from '../../../application/accounts/ports/user-repository.ts';
import { rolesOf } from '../../../domain/access/role.ts';
import type { LoginName, User, UserId } from '../../../domain/accounts/user.ts';
import {
  EmailTaken,
  LastSuperuser,
  UnknownFavoriteGenre,
  UserNotFound,
  UsernameTaken,
} from '../../../domain/accounts/user.ts';
import type { Revocation, RoleChange } from '../../../domain/sessions/revocation.ts';
import type { Client, SessionId } from '../../../domain/sessions/session.ts';
import { recordOf } from '../../../domain/sessions/session.ts';
import type { Page, PageRequest } from '../../../domain/shared/page.ts';
import { tellOfNewRules } from '../access/access-rows.ts';
import { deleteInParts } from '../engine/delete-some.ts';
import type { Database, OpenDatabase, Transaction } from '../engine/drizzle-database.ts';
import { inTransaction, translatingErrors } from '../engine/storage-errors.ts';
import { TurnBatch } from '../engine/turn-batch.ts';
import { cancelImports } from '../imports/import-rows.ts';
import { importRows, imports } from '../imports/imports-tables.ts';
import type { RevocationSink } from '../sessions/revocation-rows.ts';
import { changeRoles, endSessionsOf, revoke } from '../sessions/revocation-rows.ts';
import { loginEvents, personalTokens, sessions } from '../sessions/sessions-tables.ts';
import { favoriteMovies, shelfChanges } from '../shelf/shelf-tables.ts';
import { accountColumns } from './account-columns.ts';
import { lockedUser } from './account-rows.ts';
import { prepareAccountStatements } from './account-statements.ts';
import { users } from './accounts-tables.ts';

/** Greater than the version of any token. */
const ALL_VERSIONS = 2_147_483_647;

const BATCH_SIZE = 100;

const violations = {
  users_username_key: UsernameTaken,
  users_username_skeleton_key: UsernameTaken,
  users_email_key: EmailTaken,
  users_favorite_genre_id_genres_id_fk: UnknownFavoriteGenre,
};

export class DrizzleUserRepository implements UserRepository {
  private readonly db: Database;
  private readonly statements: ReturnType<typeof prepareAccountStatements>;
  private readonly byId: TurnBatch<UserId, User>;

  constructor(
    database: Pick<OpenDatabase, 'db' | 'reads' | 'whose' | 'asService' | 'pool'>,
    private readonly revoked: RevocationSink,
  ) {
    this.db = database.db;
    this.statements = prepareAccountStatements(database.reads);
    this.byId = new TurnBatch<UserId, User>(database, {
      read: (ids) => translatingErrors(() => this.statements.byIds.execute({ ids: ids.join() })),
      keyOf: ({ id }) => id,
    });
  }

  async add(
    user: User,
    secrets: { passwordHash: string; usernameSkeleton: string | null },
    registeredBy?: Client,
  ): Promise<void> {
    await translatingErrors(
      () =>
        this.db.transaction(async (tx) => {
          await tx.insert(users).values({ ...user, ...secrets });
          if (registeredBy) await tx.insert(loginEvents).values(registrationOf(user, registeredBy));
        }),
      violations,
    );
  }

  async find(id: UserId): Promise<User | undefined> {
    return this.byId.find(id);
  }

  async findByUsername(username: string): Promise<User | undefined> {
    const [user] = await translatingErrors(() =>
      this.db.select(accountColumns).from(users).where(eq(users.username, username)),
    );
    return user;
  }

  async findCredentials(login: LoginName): Promise<Credentials | undefined> {
    const { byUsername, byEmail } = this.statements;
    const [credentials] = await translatingErrors(() =>
      'username' in login ? byUsername.execute(login) : byEmail.execute(login),
    );
    return credentials;
  }

  async findCredentialsOf(id: UserId): Promise<Credentials | undefined> {
    const [credentials] = await translatingErrors(() => this.statements.credentialsById.execute({ id }));
    return credentials;
  }

  async changePassword(
    id: UserId,
    { from, to, keepSessionId }: { from: string; to: string; keepSessionId: SessionId },
  ): Promise<boolean> {
    const revocation = await translatingErrors(() =>
      inTransaction(this.db, async (tx) => {
        const [changed] = await tx
          .update(users)
          .set({ passwordHash: to, tokenVersion: sql`${users.tokenVersion} + 1` })
          .where(and(eq(users.id, id), eq(users.passwordHash, from)))
          .returning({ minVersion: users.tokenVersion });
        if (!changed) return undefined;
        await tx.delete(sessions).where(and(eq(sessions.userId, id), ne(sessions.id, keepSessionId)));
        const revoked: Revocation = { userId: id, minVersion: changed.minVersion, exceptSessionId: keepSessionId };
        await revoke(tx, [revoked]);
        return revoked;
      }),
    );
    if (revocation) this.revoked.remember(revocation);
    return revocation !== undefined;
  }

  async resetPassword(id: UserId, passwordHash: string): Promise<boolean> {
    const revocation = await translatingErrors(() =>
      inTransaction(this.db, async (tx) => {
        const isAccount = eq(users.id, id);
        const reset = await tx.update(users).set({ passwordHash }).where(isAccount).returning({ id: users.id });
        if (reset.length === 0) return undefined;
        // Needs no notification of its own: the revocation of the sessions also covers personal tokens.
        await tx.delete(personalTokens).where(eq(personalTokens.userId, id));
        await cancelImports(tx, eq(imports.userId, id));
        return endSessionsOf(tx, id);
      }),
    );
    if (revocation) this.revoked.remember(revocation);
    return revocation !== undefined;
  }

  async changeLogin(id: UserId, names: LoginNames): Promise<User | undefined> {
    return translatingErrors(
      () =>
        this.db.transaction(async (tx) => {
          const user = await change(tx, id, names);
          // Instances drop their cached names when they read new rules, so a new name is announced as new rules.
          if (user) await tellOfNewRules(tx);
          return user;
        }),
      violations,
    );
  }

  async changeProfile(id: UserId, changes: ProfileChanges): Promise<User | undefined> {
    return translatingErrors(() => change(this.db, id, changes), violations);
  }

  async list(query: string | undefined, { page, perPage }: PageRequest): Promise<Page<User>> {
    return translatingErrors(async () => {
      const [counted] = await this.db.select({ total: count() }).from(users).where(isNamed(query));
      const { total = 0 } = counted ?? {};
      const offset = (page - 1) * perPage;
      return { items: offset < total ? await this.readPage(isNamed(query), perPage, offset) : [], total };
    });
  }

  async *stream(query: string | undefined): AsyncIterable<User> {
    let last: User | undefined;
    do {
      const isNext = and(isNamed(query), last && lt(users.id, last.id));
      const batch = await translatingErrors(async () => this.read(isNext, BATCH_SIZE));
      yield* batch;
      last = batch.length === BATCH_SIZE ? batch.at(-1) : undefined;
    } while (last);
  }

  async setActive(id: UserId, isActive: boolean, check: (user: User) => void): Promise<User> {
    const { user, revocation } = await translatingErrors(() =>
      inTransaction(this.db, async (tx) => {
        const isLast = !isActive && (await isLastSuperuser(tx, id));
        const locked = await lockedUser(tx, id);
        if (!locked) throw new UserNotFound();
        check(locked);
        if (isLast) throw new LastSuperuser();
        return locked.isActive === isActive
          ? { user: locked, revocation: undefined }
          : switchActive(tx, locked, isActive);
      }),
    );
    if (revocation) this.revoked.remember(revocation);
    return user;
  }

  async remove(id: UserId): Promise<void> {
    const revocation: Revocation = { userId: id, minVersion: ALL_VERSIONS, exceptSessionId: null };
    await translatingErrors(async () => {
      const demoted = await inTransaction(this.db, (tx) => demote(tx, id));
      if (demoted) this.revoked.remember(demoted);
      // In batches: half a million rows of imports, or millions of log-ins, exceed the time limit of one statement. A large
      // shelf takes so long that other changes of the person wait for the lock of the account and hold connections.
      // Each batch is final, so nothing may refuse the deletion from here on.
      for (const table of [importRows, loginEvents, favoriteMovies, shelfChanges])
        await deleteInParts(this.db, table, eq(table.userId, id));
      await inTransaction(this.db, async (tx) => {
        await tx.delete(users).where(eq(users.id, id));
        await revoke(tx, [revocation]);
      });
    });
    this.revoked.remember(revocation);
  }

  async replacePasswordHash(id: UserId, { from, to }: { from: string; to: string }): Promise<void> {
    const isStillThere = and(eq(users.id, id), eq(users.passwordHash, from));
    await translatingErrors(async () => this.db.update(users).set({ passwordHash: to }).where(isStillThere));
  }

  /** Skips rows of earlier pages by id only, without loading their roles. */
  private readPage(condition: SQL | undefined, limit: number, offset: number) {
    const shown = this.db.select({ id: users.id }).from(users).where(condition).orderBy(desc(users.id));
    return this.read(inArray(users.id, shown.limit(limit).offset(offset)), limit);
  }

  /** Newest first: ids are UUIDv7, so newer accounts have greater ids. */
  private read(condition: SQL | undefined, limit: number) {
    return this.db.select(accountColumns).from(users).where(condition).orderBy(desc(users.id)).limit(limit);
  }
}

async function change(
  db: Database | Transaction,
  id: UserId,
  changes: LoginNames | ProfileChanges,
): Promise<User | undefined> {
  const isAccount = eq(users.id, id);
  const isEmpty = Object.values(changes).every((value) => value === undefined);
  const [user] = isEmpty
    ? await db.select(accountColumns).from(users).where(isAccount)
    : await db.update(users).set(changes).where(isAccount).returning(accountColumns);
  return user;
}

function registrationOf({ id, createdAt }: User, client: Client) {
  const event = { id, userId: id, at: createdAt, outcome: 'registered' as const, sessionId: null };
  return { ...event, ...recordOf(client), addressBlock: client.address.block };
}

function isNamed(query: string | undefined): SQL | undefined {
  if (query === undefined) return undefined;
  const part = `%${query
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
  return or(like(users.username, part), like(users.email, part));
}

/** Locks all active superusers in one order, so that two of them cannot leave at the same time. */
async function isLastSuperuser(tx: Transaction, id: UserId): Promise<boolean> {
  const [account] = await tx.select({ isSuperuser: users.isSuperuser }).from(users).where(eq(users.id, id));
  if (!account?.isSuperuser) return false;
  const active = await tx
    .select({ id: users.id })
    .from(users)
    .where(and(users.isSuperuser, users.isActive))
    .orderBy(asc(users.id))
    .for('no key update');
  return active.length === 1 && active[0]?.id === id;
}

/**
 * Decides whether the account may be deleted: from now on it is no superuser, so it cannot be the last one later. If the
 * process ends before the account is deleted, its owner can still log in and repeat the deletion.
 * @throws LastSuperuser
 */
async function demote(tx: Transaction, id: UserId): Promise<RoleChange | undefined> {
  if (await isLastSuperuser(tx, id)) throw new LastSuperuser();
  const user = await lockedUser(tx, id);
  if (!user?.isSuperuser) return undefined;
  await tx.update(users).set({ isSuperuser: false }).where(eq(users.id, id));
  return changeRoles(tx, { userId: id, roles: rolesOf(user), isSuperuser: false });
}

async function switchActive(
  tx: Transaction,
  { id }: User,
  isActive: boolean,
): Promise<{ user: User; revocation: Revocation | undefined }> {
  const version = isActive ? users.tokenVersion : sql`${users.tokenVersion} + 1`;
  const [user] = await tx
    .update(users)
    .set({ isActive, tokenVersion: version })
    .where(eq(users.id, id))
    .returning(accountColumns);
  if (!user) throw new UserNotFound();
  if (isActive) return { user, revocation: undefined };
  await tx.delete(sessions).where(eq(sessions.userId, id));
  const revocation = { userId: id, minVersion: user.tokenVersion, exceptSessionId: null };
  await revoke(tx, [revocation]);
  return { user, revocation };
}
