import type { Actor } from '../../domain/access/actor.ts';
import { authorizeUser } from '../../domain/access/actor.ts';
import type { VisibleFavorite } from '../../domain/shelf/favorite-movie.ts';
import { refuseExpired } from '../../domain/shelf/shelf-history.ts';
import type { FilmVisibility } from '../films/film-visibility.ts';
import { declareOperation } from '../shared/operation.ts';
import type { FavoriteMovieRepository } from './ports/favorite-movie-repository.ts';
import type { ShelfCursors } from './ports/shelf-cursors.ts';

/** Maximum number of changes in one answer. */
export const MAX_SHELF_CHANGES = 200;

/** Each film once: in its current state, or among the removed films. `nextCursor` continues after these changes. */
export type ShelfChangesPage = {
  readonly changed: readonly VisibleFavorite[];
  readonly removed: readonly number[];
  readonly nextCursor: string;
  readonly hasMore: boolean;
};

/**
 * Lists the changes of the caller's shelf since a cursor, or from the beginning without one.
 * @throws PermissionDenied, Unauthenticated, InvalidShelfCursor, ShelfCursorExpired
 */
export class ListShelfChanges {
  static readonly operation = declareOperation('listShelfChanges', 'favorites:own');

  constructor(
    private readonly favorites: FavoriteMovieRepository,
    private readonly visibility: FilmVisibility,
    private readonly cursors: ShelfCursors,
  ) {}

  async execute(actor: Actor, input: { since?: string; limit: number }): Promise<ShelfChangesPage> {
    authorizeUser(actor, ListShelfChanges.operation.permission);
    const { since, limit } = input;
    const known = since === undefined ? undefined : this.cursors.open(actor.userId, since);
    const history = await this.favorites.changesAfter(actor.userId, known?.version ?? 0, limit + 1);
    if (known) refuseExpired(known, history);
    const page = history.changes.slice(0, limit);
    const position = {
      version: page.at(-1)?.version ?? known?.version ?? 0,
      startedAt: known?.startedAt ?? history.version,
    };
    const show = await this.visibility.favoritesTo(actor);
    return {
      changed: page.flatMap(({ favorite }) => (favorite ? [show(favorite)] : [])),
      removed: page.filter(({ favorite }) => !favorite).map(({ kinopoiskId }) => kinopoiskId),
      nextCursor: this.cursors.seal(actor.userId, position),
      hasMore: history.changes.length > limit,
    };
  }
}
