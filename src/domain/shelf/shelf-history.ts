import { domainError } from '../shared/errors.ts';
import type { FavoriteMovie } from './favorite-movie.ts';

/** The last change of a film on a shelf. `favorite`: its current state; `undefined` if the film was removed. */
export type ShelfChange = {
  readonly kinopoiskId: number;
  readonly version: number;
  readonly favorite: FavoriteMovie | undefined;
};

/**
 * Changes of a shelf, ordered by version. `version`: the current version of the shelf, at least that of the last
 * change. Removals up to `forgottenVersion` have been purged. Both are 0 for a shelf that was never used.
 */
export type ShelfHistory = {
  readonly changes: readonly ShelfChange[];
  readonly version: number;
  readonly forgottenVersion: number;
};

/**
 * A client's position in the changes of a shelf. `version`: the last change that it has read; `startedAt`: the version
 * of the shelf when the client started with an empty copy; removals before that version do not concern this client.
 */
export type ShelfPosition = { readonly version: number; readonly startedAt: number };

/** The changes after the position have been purged. Fetch the whole shelf again. */
export class ShelfCursorExpired extends domainError('gone', 'cursor-expired') {}

/** @throws ShelfCursorExpired when changes after the position were purged, or the position is ahead of the shelf */
export function refuseExpired(
  { version, startedAt }: ShelfPosition,
  shelf: Pick<ShelfHistory, 'version' | 'forgottenVersion'>,
): void {
  const known = Math.max(version, startedAt);
  // A position is ahead of the shelf after the database was restored from an older backup.
  if (known < shelf.forgottenVersion || known > shelf.version) throw new ShelfCursorExpired();
}
