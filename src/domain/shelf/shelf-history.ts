import { domainError } from '../shared/errors.ts';
import type { FavoriteMovie } from './favorite-movie.ts';

/** The last change of a film on a shelf. `favorite`: as it is now; `undefined` when it was taken off. */
export type ShelfChange = {
  readonly kinopoiskId: number;
  readonly version: number;
  readonly favorite: FavoriteMovie | undefined;
};

/**
 * Some changes of a shelf, by version. `version`: of the shelf itself, at least that of its last change; films taken off
 * up to `forgottenVersion` are not remembered any more. Both are 0 for a shelf that was never used.
 */
export type ShelfHistory = {
  readonly changes: readonly ShelfChange[];
  readonly version: number;
  readonly forgottenVersion: number;
};

/**
 * How far somebody has read a shelf. `version`: of the last change they know; `startedAt`: the version of the shelf when
 * they began with nothing, so that what was taken off before does not concern them.
 */
export type ShelfPosition = { readonly version: number; readonly startedAt: number };

/** Changes after the position are not remembered any more: read the shelf anew. */
export class ShelfCursorExpired extends domainError('gone', 'cursor-expired') {}

/** @throws ShelfCursorExpired when the shelf has forgotten something that the reader does not know, or never was so far */
export function refuseExpired(
  { version, startedAt }: ShelfPosition,
  shelf: Pick<ShelfHistory, 'version' | 'forgottenVersion'>,
): void {
  const known = Math.max(version, startedAt);
  // A reader is ahead of the shelf after the database was put back to an older state.
  if (known < shelf.forgottenVersion || known > shelf.version) throw new ShelfCursorExpired();
}
