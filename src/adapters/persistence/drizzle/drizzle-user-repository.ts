import { and, eq, sql } from 'drizzle-orm';
import type { Credentials, LoginName, UserRepository } from '../../../application/ports/user-repository.ts';
import type { User, UserId } from '../../../domain/user.ts';
import { EmailTaken, UnknownFavoriteGenre, UsernameTaken } from '../../../domain/user.ts';
import type { Database, OpenDatabase } from './drizzle-database.ts';
import { users } from './schema.ts';
import { translatingErrors } from './storage-errors.ts';

/** All of {@link User}, and nothing else of the row. */
const account = {
  id: users.id,
  username: users.username,
  email: users.email,
  name: users.name,
  surname: users.surname,
  favoriteGenreId: users.favoriteGenreId,
  isActive: users.isActive,
  isSuperuser: users.isSuperuser,
  tokenVersion: users.tokenVersion,
  createdAt: users.createdAt,
};

const violations = {
  users_username_key: UsernameTaken,
  users_username_skeleton_key: UsernameTaken,
  users_email_key: EmailTaken,
  users_favorite_genre_id_genres_id_fk: UnknownFavoriteGenre,
};

export class DrizzleUserRepository implements UserRepository {
  private readonly db: Database;
  private readonly statements: ReturnType<typeof prepareStatements>;

  constructor({ db }: Pick<OpenDatabase, 'db'>) {
    this.db = db;
    this.statements = prepareStatements(db);
  }

  async add(user: User, secrets: { passwordHash: string; usernameSkeleton: string | null }): Promise<void> {
    await translatingErrors(async () => this.db.insert(users).values({ ...user, ...secrets }), violations);
  }

  async find(id: UserId): Promise<User | undefined> {
    const [user] = await translatingErrors(() => this.statements.byId.execute({ id }));
    return user;
  }

  async findCredentials(login: LoginName): Promise<Credentials | undefined> {
    const { byUsername, byEmail } = this.statements;
    const [credentials] = await translatingErrors(() =>
      'username' in login ? byUsername.execute(login) : byEmail.execute(login),
    );
    return credentials;
  }

  async replacePasswordHash(id: UserId, { from, to }: { from: string; to: string }): Promise<void> {
    const isStillThere = and(eq(users.id, id), eq(users.passwordHash, from));
    await translatingErrors(async () => this.db.update(users).set({ passwordHash: to }).where(isStillThere));
  }
}

function prepareStatements(db: Database) {
  const credentials = () => db.select({ user: account, passwordHash: users.passwordHash }).from(users);
  return {
    byId: db
      .select(account)
      .from(users)
      .where(eq(users.id, sql.placeholder('id')))
      .prepare('user_by_id'),
    byUsername: credentials()
      .where(eq(users.username, sql.placeholder('username')))
      .prepare('user_by_username'),
    byEmail: credentials()
      .where(eq(users.email, sql.placeholder('email')))
      .prepare('user_by_email'),
  };
}
