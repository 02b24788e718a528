import type { CalendarDay, Personal, Shelved } from '../shelf/favorite-movie.ts';
import type { FilmImport, ListedFilm, ListFormat, ShelfEffect } from './film-import.ts';

/** A matched row of an import. */
export type MatchedRow = { readonly row: number; readonly kinopoiskId: number; readonly film: ListedFilm };

/** A rating that a row has given a film, and the day of that row. */
export type DatedRating = { readonly userRating: number; readonly day: CalendarDay | null };

/**
 * A shelf as an import finds it. `films`: what it has of the films that the rows are about; `matched`: films of rows
 * that this import has matched before; `rated`: the last rating that those rows have given a film.
 */
export type ShelfBefore = {
  readonly films: ReadonlyMap<number, Shelved>;
  readonly matched: ReadonlySet<number>;
  readonly rated: ReadonlyMap<number, DatedRating>;
};

/** `effects` and `rated` (the ratings that rows have given): by row; `puts`: what the shelf has of changed films now. */
export type ShelfImport = {
  readonly effects: ReadonlyMap<number, ShelfEffect>;
  readonly rated: ReadonlyMap<number, DatedRating>;
  readonly puts: ReadonlyMap<number, Shelved>;
};

type Listed = Personal & { readonly addedAt: Date | null };

/**
 * What rows of an import do to the shelf: of several rows of one film the latest gives the rating and the day watched,
 * whatever their order. A dry run puts nothing, and leaves nothing for later rows to find: there a film counts once,
 * with the first batch it is in.
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
  const rated = new Map<number, DatedRating>();
  const lastRated = new Map(before.rated);
  for (const { row, kinopoiskId, film } of rows) {
    const known = changed.get(kinopoiskId) ?? before.films.get(kinopoiskId);
    const given = lastRated.get(kinopoiskId);
    const { shelved, effect } = shelvedAfter(format, film, known, now, given);
    effects.set(row, isDryRun && before.matched.has(kinopoiskId) ? 'unchanged' : effect);
    if (effect !== 'unchanged') changed.set(kinopoiskId, shelved);
    const rating = ratingGiven(film, { shelved, effect, given });
    if (rating === undefined) continue;
    rated.set(row, rating);
    lastRated.set(kinopoiskId, rating);
  }
  return { effects, rated, puts: isDryRun ? new Map() : changed };
}

/**
 * The film on the shelf after the row. A JSON export of this service restores the rating, note and date that it contains.
 * Any other list only says what its owner has not said here, unless it says something later: a rating of a later day
 * replaces an earlier one, and the last day watched counts. `ratedBefore`: the rating that rows before this one gave.
 */
export function shelvedAfter(
  format: ListFormat | 'kinopoisk',
  listed: Listed,
  known: Shelved | undefined,
  now: Date,
  ratedBefore?: DatedRating,
): { readonly shelved: Shelved; readonly effect: ShelfEffect } {
  const { note, userRating, watchedAt } = listed;
  const addedAt = listed.addedAt !== null && listed.addedAt < now ? listed.addedAt : now;
  if (known === undefined) return { shelved: { note, userRating, watchedAt, addedAt }, effect: 'added' };
  const shelved =
    format === 'kinopolka'
      ? { note, userRating, watchedAt, addedAt: listed.addedAt === null ? known.addedAt : addedAt }
      : {
          note: known.note ?? note,
          userRating: ratingAfter(listed, known, ratedBefore),
          watchedAt: isLater(watchedAt, known.watchedAt) ? watchedAt : known.watchedAt,
          addedAt: known.addedAt,
        };
  const isSame =
    shelved.note === known.note &&
    shelved.userRating === known.userRating &&
    shelved.watchedAt === known.watchedAt &&
    shelved.addedAt.getTime() === known.addedAt.getTime();
  return { shelved, effect: isSame ? 'unchanged' : 'changed' };
}

/** The rating, where the shelf has it from this row, or had it from an earlier row and has it confirmed on a later day. */
function ratingGiven(
  film: ListedFilm,
  { shelved, effect, given }: { shelved: Shelved; effect: ShelfEffect; given: DatedRating | undefined },
): DatedRating | undefined {
  const { userRating } = film;
  if (userRating === null || userRating !== shelved.userRating) return undefined;
  const day = dayOf(film);
  const isNew = given?.userRating === userRating ? isLater(day, given.day) : effect !== 'unchanged';
  return isNew ? { userRating, day } : undefined;
}

function ratingAfter(listed: Listed, known: Shelved, ratedBefore: DatedRating | undefined): number | null {
  if (known.userRating === null || listed.userRating === null) return known.userRating ?? listed.userRating;
  const isOfList = ratedBefore?.userRating === known.userRating;
  return isLater(dayOf(listed), isOfList ? ratedBefore.day : dayOf(known)) ? listed.userRating : known.userRating;
}

function dayOf({ watchedAt, addedAt }: Pick<Listed, 'watchedAt' | 'addedAt'>): CalendarDay | null {
  return watchedAt ?? addedAt?.toISOString().slice(0, 10) ?? null;
}

/** A day is later than an unknown one. */
function isLater(day: CalendarDay | null, since: CalendarDay | null): boolean {
  return day !== null && (since === null || day > since);
}
