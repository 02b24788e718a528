import { isFilmYear } from '../films/movie.ts';
import type { CalendarDay } from '../shelf/favorite-movie.ts';
import { faultsOfPersonal, FIRST_WATCHED_DAY, MAX_NOTE_LENGTH, MAX_USER_RATING } from '../shelf/favorite-movie.ts';
import { orderedDay } from './day-order.ts';
import type { FilmImport, ListedFilm, ListRow } from './film-import.ts';
import type { CellFault, IgnoredCell, ListColumn, ListField, UndecidedDay, UndecidedRating } from './list-columns.ts';
import { outOfTen } from './rating-scale.ts';

const FIRST_ADDED_AT = new Date(`${FIRST_WATCHED_DAY}T00:00:00.000Z`);

/**
 * The row without values that violate the rules for years, ratings and dates, and with its note cleaned and cut.
 * `ignored` names each such cell. `nameOf` returns the name of a field's column.
 */
export function checkedRow(
  said: ListRow,
  { now, nameOf }: { now: Date; nameOf: (field: ListField) => string | undefined },
): ListRow {
  if (!('film' in said)) return said;
  const ignored: IgnoredCell[] = [...(said.ignored ?? [])];
  const ignore = (field: ListField, reason: CellFault) => ignored.push({ column: nameOf(field) ?? field, reason });
  const allowed = <Value>(
    field: ListField,
    value: Value | null,
    isAllowed: (value: Value) => boolean,
  ): Value | null => {
    if (value === null || isAllowed(value)) return value;
    ignore(field, 'out_of_range');
    return null;
  };
  const { film } = said;
  const checked: ListedFilm = {
    ...film,
    year: allowed('year', film.year, isFilmYear),
    userRating: allowed('user_rating', film.userRating, (userRating) => isFaultless({ userRating }, now)),
    note: checkedNote(film.note, (reason) => ignore('note', reason)),
    watchedAt: allowed('watched_at', film.watchedAt, (watchedAt) => isFaultless({ watchedAt }, now)),
    addedAt: allowed('added_at', film.addedAt, (addedAt) => addedAt >= FIRST_ADDED_AT),
  };
  return { ...said, film: checked, ...(ignored.length > 0 && { ignored }) };
}

function isFaultless(changes: Parameters<typeof faultsOfPersonal>[0], now: Date): boolean {
  return faultsOfPersonal(changes, now).length === 0;
}

/** An unusable note is cleaned and cut instead of dropped. */
function checkedNote(note: string | null, ignore: (reason: CellFault) => void): string | null {
  if (note === null) return null;
  const clean = note.replaceAll('\0', '').toWellFormed();
  if (clean !== note) ignore('not_well_formed');
  const cut = cutNote(clean);
  if (cut !== clean) ignore('too_long');
  return cut || null;
}

/** The note, cut to the maximum length of a note, with an ellipsis at its end. */
function cutNote(note: string): string {
  // A character has at most two units, so the rest need not be counted.
  const characters = Array.from(note.slice(0, 2 * MAX_NOTE_LENGTH + 1));
  if (characters.length <= MAX_NOTE_LENGTH && note.length <= 2 * MAX_NOTE_LENGTH) return note;
  const beginning = characters.slice(0, MAX_NOTE_LENGTH - 1).join('');
  return `${beginning.trimEnd()}…`;
}

/**
 * A function that completes rows of the import when its columns are known. It converts a rating by the scale of its
 * column, and reads `5/1/2024` in the order of its column. It does not change complete rows.
 */
export function rowDecider({
  columns,
  createdAt,
}: Pick<FilmImport, 'columns' | 'createdAt'>): (said: ListRow) => ListRow {
  const byName = new Map((columns ?? []).map((column) => [column.name, column]));
  return (said) => {
    if (!('film' in said) || said.undecided === undefined) return said;
    const { undecided, ignored: before = [] } = said;
    const ignored: IgnoredCell[] = [...before];
    const decided = <Value>(
      column: string | undefined,
      known: Value | null,
      value: Value | CellProblem,
    ): Value | null => {
      if (column === undefined) return known;
      if (!isProblem(value)) return value;
      ignored.push({ column, reason: value.fault });
      return known;
    };
    const { userRating, watchedAt, addedAt } = undecided;
    const film: ListedFilm = {
      ...said.film,
      userRating: decided(userRating?.column, said.film.userRating, ratingOf(userRating, byName)),
      watchedAt: decided(watchedAt?.column, said.film.watchedAt, dayOf(watchedAt, byName, createdAt)),
      addedAt: decided(addedAt?.column, said.film.addedAt, momentOf(addedAt, byName)),
    };
    return { film, ...(ignored.length > 0 && { ignored }) };
  };
}

type CellProblem = { readonly fault: CellFault };
type Columns = ReadonlyMap<string, ListColumn>;

function isProblem(value: unknown): value is CellProblem {
  return typeof value === 'object' && value !== null && 'fault' in value;
}

function ratingOf(cell: UndecidedRating | undefined, columns: Columns): number | CellProblem {
  const rating = cell && outOfTen(cell.rating, columns.get(cell.column)?.scale ?? MAX_USER_RATING);
  return rating ?? { fault: 'out_of_range' };
}

function dayOf(cell: UndecidedDay | undefined, columns: Columns, now: Date): CalendarDay | CellProblem {
  const day = cell && orderedDay(cell.day, columns.get(cell.column)?.dayOrder ?? undefined);
  if (day === undefined) return { fault: 'ambiguous' };
  return isFaultless({ watchedAt: day }, now) ? day : { fault: 'out_of_range' };
}

function momentOf(cell: UndecidedDay | undefined, columns: Columns): Date | CellProblem {
  const day = cell && orderedDay(cell.day, columns.get(cell.column)?.dayOrder ?? undefined);
  if (day === undefined) return { fault: 'ambiguous' };
  const moment = new Date(`${day}T00:00:00.000Z`);
  return moment >= FIRST_ADDED_AT ? moment : { fault: 'out_of_range' };
}
