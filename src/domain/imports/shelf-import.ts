import type { CalendarDay, Personal, Shelved } from '../shelf/favorite-movie.ts';
import type { FilmImport, ListedFilm, ListFormat, ShelfEffect } from './film-import.ts';

/** A matched row of an import. */
export type MatchedRow = { readonly row: number; readonly kinopoiskId: number; readonly film: ListedFilm };

/** A rating that a row has given a film, and the day of that row. */
export type DatedRating = { readonly userRating: number; readonly day: CalendarDay | null };

/**
 * A shelf before a batch of rows. `films`: those films of the rows that are on it; `matched`: films that earlier rows
 * of this import matched; `rated`: the last rating that those rows gave a film. Keys are film ids.
 */
export type ShelfBefore = {
  readonly films: ReadonlyMap<number, Shelved>;
  readonly matched: ReadonlySet<number>;
  readonly rated: ReadonlyMap<number, DatedRating>;
};

/**
 * `effects` and `rated` have row numbers as keys; `rated` has the ratings that the shelf took from rows. `puts`: added
 * and changed films, by id.
 */
export type ShelfImport = {
  readonly effects: ReadonlyMap<number, ShelfEffect>;
  readonly rated: ReadonlyMap<number, DatedRating>;
  readonly puts: ReadonlyMap<number, Shelved>;
};

type Listed = Personal & { readonly addedAt: Date | null };

/**
 * The effect of a batch of rows on the shelf. If several rows are about one film, the row with the latest day gives the
 * rating and the day watched, in any order of the rows. A dry run stores nothing that a later batch could find, so a
 * film counts only in the first batch that has it.
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
 * The film on the shelf after the row. A JSON export of this service restores the rating, note and date that it
 * contains. Any other list only sets fields that are empty on the shelf, with two exceptions: a rating of a later day
 * replaces an earlier one, and the later day watched counts. `ratedBefore`: the rating that an earlier row of the
 * import gave the film.
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

/**
 * The row's rating, if the shelf takes it from this row, or if this row repeats the rating of an earlier row with a
 * later day.
 */
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

/** A known day counts as later than an unknown one. */
function isLater(day: CalendarDay | null, since: CalendarDay | null): boolean {
  return day !== null && (since === null || day > since);
}
