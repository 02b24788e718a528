import type { Actor } from '../../domain/access/actor.ts';
import { authorizeSession, isAllowed } from '../../domain/access/actor.ts';
import type { ImportedRow, ImportReport } from '../../domain/imports/film-import.ts';
import { ROW_OUTCOMES } from '../../domain/imports/film-import.ts';
import type { LoginEvent } from '../../domain/sessions/login-event.ts';
import type { PersonalToken } from '../../domain/sessions/personal-token.ts';
import type { Session } from '../../domain/sessions/session.ts';
import { InvalidToken } from '../../domain/sessions/session.ts';
import { mapStream } from '../../domain/shared/page.ts';
import type { VisibleFavorite } from '../../domain/shelf/favorite-movie.ts';
import type { AccessRules } from '../access/ports/access-rules.ts';
import type { FilmVisibility } from '../films/film-visibility.ts';
import type { ImportRepository } from '../imports/ports/import-repository.ts';
import type { LoginHistory } from '../sessions/ports/login-history.ts';
import type { PersonalTokenRepository } from '../sessions/ports/personal-token-repository.ts';
import type { SessionRepository } from '../sessions/ports/session-repository.ts';
import type { RefusedLogins } from '../sessions/refused-logins.ts';
import { declareOperation } from '../shared/operation.ts';
import type { Clock } from '../shared/ports/clock.ts';
import type { FavoriteMovieRepository } from '../shelf/ports/favorite-movie-repository.ts';
import type { UserRepository } from './ports/user-repository.ts';
import type { Profile } from './profile.ts';
import { profileOf } from './profile.ts';

/** `importId`: the import that the row belongs to. */
export type ImportRowOf = ImportedRow & { readonly importId: string };

/** All stored data of a user, read as a stream. It contains no tokens and no hashes. */
export type AccountExport = {
  readonly profile: Profile;
  readonly favorites: AsyncIterable<VisibleFavorite>;
  readonly sessions: readonly { session: Session; isCurrent: boolean }[];
  readonly personalTokens: readonly PersonalToken[];
  readonly logins: AsyncIterable<LoginEvent>;
  readonly imports: readonly ImportReport[];
  readonly importRows: AsyncIterable<ImportRowOf>;
};

/** Shelf and imports require it, wherever they are read. */
const SHELF_PERMISSION = 'favorites:own';

/**
 * Exports all stored data of the caller. Lists that the rights of the caller do not include, as in a narrowed session,
 * are empty. @throws PermissionDenied, Unauthenticated, InvalidToken when the account is
 * gone
 */
export class ExportAccount {
  static readonly operation = declareOperation('exportAccount', 'account:own', { needsSession: true });

  constructor(
    private readonly users: UserRepository,
    private readonly rules: AccessRules,
    private readonly favorites: FavoriteMovieRepository,
    private readonly visibility: FilmVisibility,
    private readonly sessions: SessionRepository,
    private readonly personalTokens: PersonalTokenRepository,
    private readonly history: LoginHistory,
    private readonly refused: RefusedLogins,
    private readonly imports: ImportRepository,
    private readonly clock: Clock,
  ) {}

  async execute(actor: Actor): Promise<AccountExport> {
    authorizeSession(actor, ExportAccount.operation.permission);
    const { userId } = actor;
    const { sessionId } = actor.credential;
    const user = await this.users.find(userId);
    if (!user?.isActive) throw new InvalidToken();
    await this.refused.writeThoseOf(user);
    const now = this.clock.now();
    const live = await this.sessions.listLive(userId, now);
    const personalTokens = await this.personalTokens.list(userId, now);
    const maySeeShelf = isAllowed(actor, SHELF_PERMISSION);
    const imports = maySeeShelf ? await this.imports.list(userId) : [];
    const shelf = maySeeShelf ? this.favorites.stream(userId, { sort: 'added_at' }) : nothing();
    return {
      profile: profileOf(user, await this.rules.current(), actor),
      favorites: mapStream(shelf, await this.visibility.favoritesTo(actor)),
      sessions: live.map((session) => ({ session, isCurrent: session.id === sessionId })),
      personalTokens,
      logins: this.history.stream(userId),
      imports,
      importRows: this.rowsOf(imports),
    };
  }

  private async *rowsOf(imports: readonly ImportReport[]): AsyncIterable<ImportRowOf> {
    for (const { userId, id } of imports)
      for await (const row of this.imports.streamRows(userId, id, ROW_OUTCOMES)) yield { ...row, importId: id };
  }
}

async function* nothing(): AsyncIterable<never> {}
