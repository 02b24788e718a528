import type { Personal, Shelved } from '../shelf/favorite-movie.ts';
import type { FilmImport, ListedFilm, ListFormat, ShelfEffect } from './film-import.ts';

/** A matched row of an import. */
export type MatchedRow = { readonly row: number; readonly kinopoiskId: number; readonly film: ListedFilm };

/**
 * A shelf as an import finds it. `films`: what it has of the films that the rows are about; `matched`: films of rows that
 * this import has matched before.
 */
export type ShelfBefore = {
  readonly films: ReadonlyMap<number, Shelved>;
  readonly matched: ReadonlySet<number>;
};

/** `effects`: by row; `puts`: what the shelf has of changed films from now on. */
export type ShelfImport = {
  readonly effects: ReadonlyMap<number, ShelfEffect>;
  readonly puts: ReadonlyMap<number, Shelved>;
};

/**
 * What rows of an import do to the shelf, in their order: the second row of one film finds what the first left. A dry run
 * puts nothing, and leaves nothing for later rows to find: there a film counts once, with the first batch it is in.
 */
export function importToShelf(
  { source, isDryRun }: Pick<FilmImport, 'source' | 'isDryRun'>,
  rows: readonly MatchedRow[],
  before: ShelfBefore,
  now: Date,
): ShelfImport {
  const format = source.kind === 'file' ? source.format : 'kinopoisk';
  const effects = new Map<number, ShelfEffect>();
  const changed = new Map<number, Shelved>();
  for (const { row, kinopoiskId, film } of rows) {
    const known = changed.get(kinopoiskId) ?? before.films.get(kinopoiskId);
    const { shelved, effect } = shelvedAfter(format, film, known, now);
    effects.set(row, isDryRun && before.matched.has(kinopoiskId) ? 'unchanged' : effect);
    if (effect !== 'unchanged') changed.set(kinopoiskId, shelved);
  }
  return { effects, puts: isDryRun ? new Map() : changed };
}

/**
 * What the shelf has of the film after the row. This service's own JSON puts back what was there when it was written; any
 * other list only says what its owner has not said here.
 */
export function shelvedAfter(
  format: ListFormat | 'kinopoisk',
  listed: Personal & { readonly addedAt: Date | null },
  known: Shelved | undefined,
  now: Date,
): { readonly shelved: Shelved; readonly effect: ShelfEffect } {
  const { note, userRating, watchedAt } = listed;
  const addedAt = listed.addedAt !== null && listed.addedAt < now ? listed.addedAt : now;
  if (known === undefined) return { shelved: { note, userRating, watchedAt, addedAt }, effect: 'added' };
  const shelved =
    format === 'kinopolka'
      ? { note, userRating, watchedAt, addedAt: listed.addedAt === null ? known.addedAt : addedAt }
      : {
          note: known.note ?? note,
          userRating: known.userRating ?? userRating,
          watchedAt: known.watchedAt ?? watchedAt,
          addedAt: known.addedAt,
        };
  const isSame =
    shelved.note === known.note &&
    shelved.userRating === known.userRating &&
    shelved.watchedAt === known.watchedAt &&
    shelved.addedAt.getTime() === known.addedAt.getTime();
  return { shelved, effect: isSame ? 'unchanged' : 'changed' };
}
