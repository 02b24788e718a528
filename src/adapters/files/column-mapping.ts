import { orderedDay } from '../../domain/imports/day-order.ts';
import type { ListedFilm, ListFormat, ListRow } from '../../domain/imports/film-import.ts';
import { MAX_ROW_TEXT } from '../../domain/imports/film-import.ts';
import type { FilmKind } from '../../domain/imports/film-kind.ts';
import { kindOf } from '../../domain/imports/film-kind.ts';
import type { DescribedFilm } from '../../domain/imports/film-matching.ts';
import type {
  CellFault,
  IgnoredCell,
  ListField,
  ListSurvey,
  Undecided,
  UndecidedDay,
} from '../../domain/imports/list-columns.ts';
import { MAX_COLUMN_NAME } from '../../domain/imports/list-columns.ts';
import type { RatingScale } from '../../domain/imports/rating-scale.ts';
import { outOfTen, RATING_SCALES } from '../../domain/imports/rating-scale.ts';
import { isCleanText } from '../../domain/shared/text.ts';
import { dayIn } from './cell-days.ts';
import type { SaidTitle } from './cell-values.ts';
import {
  bareImdbIdIn,
  imdbIdIn,
  isNothing,
  kinopoiskIdIn,
  kinopoiskIdInLink,
  ratingIn,
  titleIn,
  yearIn,
} from './cell-values.ts';
import { fieldOf, mayHoldBareImdbIds, plainName, scaleNamed } from './column-names.ts';
import { unguarded } from './csv.ts';
import { copied, MAX_CELL_LENGTH, MAX_COLUMNS } from './list-limits.ts';
import { LETTERBOXD_FIELDS } from './shelf-row.ts';

type Column = { readonly at: number; readonly name: string };

/** Maps columns to fields. */
export type Columns = {
  readonly format: ListFormat;
  readonly fields: ReadonlyMap<ListField, Column>;
  readonly names: readonly string[];
  readonly ratingScale: RatingScale | undefined;
  /** Whether this service wrote the file, so that cells are exact. */
  readonly isOwn: boolean;
};

/** A table with all these columns was written by this service. */
const OWN_NAMES = ['kinopoisk_id', 'imdb_id', 'original_title', 'user_rating', 'note', 'watched_at', 'added_at'];

const FILM_FIELDS = ['kinopoisk_id', 'imdb_id', 'link', 'title', 'original_title'] as const;

/** Names of columns whose scale of ratings is unknown, unless the site is known. */
const PLAIN_RATINGS: ReadonlySet<string> = new Set(['rating', 'score']);

const MAX_TITLE_LENGTH = 300;

/**
 * `labels`: the names by which the columns are recognized, if they differ from the names that are shown.
 * @returns `undefined` when no column identifies a film, or there are too many columns
 */
export function columnsOf(names: readonly string[], labels: readonly string[] = names): Columns | undefined {
  if (names.length > MAX_COLUMNS) return undefined;
  const fields = fieldsOf(names, labels);
  if (!FILM_FIELDS.some((field) => fields.has(field))) return undefined;
  const { hasAverages, ratingScale, ...site } = siteOf(labels);
  const ratingLabel = labels[fields.get('user_rating')?.at ?? -1] ?? '';
  const isPlainRating = PLAIN_RATINGS.has(plainName(ratingLabel));
  if (hasAverages && isPlainRating) fields.delete('user_rating');
  return {
    ...site,
    fields,
    names: names.map(shown),
    ratingScale: scaleNamed(ratingLabel) ?? (isPlainRating ? ratingScale : undefined),
  };
}

/** The best column for each field. */
function fieldsOf(names: readonly string[], labels: readonly string[]): Map<ListField, Column> {
  const fields = new Map<ListField, Column & { readonly rank: number }>();
  for (const [at, label] of labels.entries()) {
    const found = fieldOf(label);
    const isBest = found !== undefined && found.rank < (fields.get(found.field)?.rank ?? Infinity);
    if (isBest) fields.set(found.field, { at, name: shown(names[at] ?? ''), rank: found.rank });
  }
  return fields;
}

/** The name of a column as it is shown to its owner. */
function shown(name: string): string {
  return copied(name.trim().slice(0, MAX_COLUMN_NAME)).replaceAll('\0', '');
}

/** The facts about the site that wrote the columns. `hasAverages`: its `Rating` is the average of all users. */
function siteOf(labels: readonly string[]): {
  readonly format: ListFormat;
  readonly ratingScale?: RatingScale;
  readonly hasAverages?: true;
  readonly isOwn: boolean;
} {
  const plain = new Set(labels.map((label) => plainName(label)));
  const has = (...names: string[]) => names.every((name) => plain.has(name));
  const isOwn = OWN_NAMES.every((name) => labels.includes(name));
  if (isOwn) return { format: 'table', isOwn };
  if (has('const', 'title', 'titletype')) return { format: 'imdb', isOwn };
  // Simkl, Trakt and Yamtrack rate up to ten.
  if (has('simklid') || has('traktid') || has('mediaid', 'mediatype'))
    return { format: 'table', ratingScale: 10, isOwn };
  if (has('tmdbid', 'releasedate', 'name')) return { format: 'table', hasAverages: true, isOwn };
  // The last three are the spellings of Letterboxd's own import format.
  if (has('letterboxduri') || ['LetterboxdURI', 'WatchedDate', 'Rating10'].some((name) => labels.includes(name)))
    return { format: 'letterboxd', ratingScale: 5, isOwn: LETTERBOXD_FIELDS.join() === labels.join() };
  return { format: 'table', isOwn };
}

/** Adds the columns to the survey. */
export function survey({ names, fields, ratingScale }: Columns, columns: ListSurvey): void {
  const understood = new Map(Array.from(fields, ([field, { at }]) => [at, field]));
  for (const [at, name] of names.entries()) {
    const field = understood.get(at) ?? null;
    if (name === '') continue;
    columns.addColumn(name, field, field === 'user_rating' ? ratingScale : undefined);
  }
}

/** Converts one record to a row, and adds its ratings and days to the survey of the columns. */
export function rowOf(columns: Columns, cells: readonly string[], surveyed: ListSurvey): ListRow {
  if (isShifted(columns, cells)) return { fault: 'columns', text: beginningOf(cells) };
  const row = new RowCells(columns, cells, surveyed);
  const { kinds, ...film } = row.film();
  if (film.kinopoiskId === null && film.imdbId === null && film.titles.length === 0)
    return { fault: 'film', text: beginningOf(cells) };
  if (kinds.includes('other') || row.isPartOfSeries()) return { fault: 'not_a_film', text: beginningOf(cells) };
  const kind = kinds.find((each) => each !== undefined);
  return row.complete({
    ...film,
    isSeries: kind === undefined ? null : kind === 'series',
    ...(row.isKindUnclear && kind === undefined && { isKindUnclear: true }),
  });
}

/** The cells of one record: reads them, and notes which of them cannot be used. */
class RowCells {
  isKindUnclear = false;
  private readonly ignored: IgnoredCell[] = [];
  private undecided: Undecided = {};

  constructor(
    private readonly columns: Columns,
    private readonly cells: readonly string[],
    private readonly surveyed: ListSurvey,
  ) {}

  /** The values that identify the film. `kinds`: its kind according to the type and to each title. */
  film(): Omit<DescribedFilm, 'isSeries'> & { readonly kinds: readonly (FilmKind | undefined)[] } {
    const kind = this.kind();
    const said = [this.title('title'), this.title('original_title')].filter((title) => title !== undefined);
    const link = this.text('link');
    return {
      kinopoiskId: this.read('kinopoisk_id', kinopoiskIdIn) ?? kinopoiskIdInLink(link) ?? null,
      imdbId: this.imdbId() ?? imdbIdIn(link) ?? null,
      titles: [...new Set(said.map(({ title }) => title))],
      year: this.read('year', yearIn) ?? yearBeside(said) ?? this.read('release_date', yearIn),
      kinds: [kind, ...said.map((title) => title.kind)],
    };
  }

  /** The text of a cell without blanks around it; empty when the cell is too long. */
  private text(field: ListField): string {
    const written = this.written(field);
    if (written.length <= MAX_CELL_LENGTH) return textOfCell(this.columns, written).trim();
    this.ignore(field, 'too_long');
    return '';
  }

  private read<T>(field: ListField, reader: (text: string) => T | undefined): T | null {
    const text = this.text(field);
    if (isNothing(text)) return null;
    const value = reader(text);
    if (value === undefined) this.ignore(field, 'unreadable');
    return value ?? null;
  }

  private title(field: 'title' | 'original_title'): SaidTitle | undefined {
    const said = titleIn(this.text(field));
    if (said.title === '') return undefined;
    if (said.title.length <= MAX_TITLE_LENGTH && isCleanText(said.title)) return said;
    this.ignore(field, said.title.length > MAX_TITLE_LENGTH ? 'too_long' : 'not_well_formed');
    return undefined;
  }

  private imdbId(): string | null {
    const { name = '' } = this.columns.fields.get('imdb_id') ?? {};
    return this.read('imdb_id', mayHoldBareImdbIds(name.split('.').at(-1) ?? '') ? bareImdbIdIn : imdbIdIn);
  }

  private kind(): FilmKind | undefined {
    const type = this.read('type', (text) => ({ kind: kindOf(text) }));
    if (type === null || type.kind !== undefined) return type?.kind;
    this.ignore('type', 'unreadable');
    this.isKindUnclear = this.columns.format === 'imdb';
    return undefined;
  }

  isPartOfSeries(): boolean {
    return !isNothing(this.text('season')) || !isNothing(this.text('episode'));
  }

  complete(film: DescribedFilm): ListRow {
    const complete: ListedFilm = {
      ...film,
      userRating: this.rating(),
      note: this.note(),
      watchedAt: this.day('watchedAt', 'watched_at')?.day ?? null,
      addedAt: this.moment(),
    };
    return {
      film: complete,
      ...(Object.keys(this.undecided).length > 0 && { undecided: this.undecided }),
      ...(this.ignored.length > 0 && { ignored: this.ignored }),
    };
  }

  /** The rating out of ten, if this cell alone shows its scale. Otherwise it becomes an undecided rating of the row. */
  private rating(): number | null {
    const column = this.columns.fields.get('user_rating');
    const said = this.read('user_rating', ratingIn);
    if (said === null || column === undefined || said.rating === 0) return null;
    const scale = this.columns.isOwn ? 10 : RATING_SCALES.find((each) => each === said.outOf);
    if (scale === undefined) {
      const rating = { column: column.name, rating: said.rating };
      this.surveyed.addRating(rating);
      this.undecided = { ...this.undecided, userRating: rating };
      return null;
    }
    const rating = outOfTen(said.rating, scale);
    if (rating === undefined) this.ignore('user_rating', 'out_of_range');
    return rating ?? null;
  }

  /** In a file of this service, blanks around a note belong to it. An overlong note is cut later. */
  private note(): string | null {
    const note = textOfCell(this.columns, this.written('note').slice(0, MAX_CELL_LENGTH));
    return (this.columns.isOwn ? note : note.trim()) || null;
  }

  private day(key: 'watchedAt' | 'addedAt', field: ListField): { day: string; moment?: Date } | undefined {
    const said = this.read(field, dayIn);
    const column = this.columns.fields.get(field);
    if (said === null || column === undefined) return undefined;
    if ('day' in said) return said;
    const cell: UndecidedDay = { column: column.name, day: said.unordered };
    this.surveyed.addDay(cell);
    const day = orderedDay(said.unordered, undefined);
    if (day === undefined) this.undecided = { ...this.undecided, [key]: cell };
    return day === undefined ? undefined : { day };
  }

  /** A date without a time counts as midnight UTC. */
  private moment(): Date | null {
    const said = this.day('addedAt', 'added_at');
    return said === undefined ? null : (said.moment ?? new Date(`${said.day}T00:00:00.000Z`));
  }

  private written(field: ListField): string {
    return this.cells[this.columns.fields.get(field)?.at ?? -1] ?? '';
  }

  private ignore(field: ListField, reason: CellFault): void {
    const column = this.columns.fields.get(field);
    const isNoted = this.ignored.some((cell) => cell.column === column?.name);
    if (column !== undefined && !isNoted) this.ignored.push({ column: column.name, reason });
  }
}

function yearBeside(titles: readonly SaidTitle[]): number | undefined {
  return titles.find(({ year }) => year !== null)?.year ?? undefined;
}

/** More cells than columns: an unquoted delimiter has shifted the cells. */
function isShifted({ names }: Columns, cells: readonly string[]): boolean {
  return cells.length > MAX_COLUMNS || cells.slice(names.length).some((cell) => cell.trim() !== '');
}

/** Joins only as many cells as are shown, because a record may be long. */
function beginningOf(cells: readonly string[]): string {
  const beginnings = cells.slice(0, MAX_ROW_TEXT).map((cell) => cell.slice(0, MAX_ROW_TEXT));
  return copied(beginnings.join(' ').slice(0, MAX_ROW_TEXT)).replaceAll('\0', '');
}

function textOfCell({ isOwn }: Columns, cell: string): string {
  return isOwn ? unguarded(cell) : plainCell(cell);
}

/** Removes the `'` before text or the `="…"` around it, which prevent spreadsheets from reading it as a formula. */
function plainCell(cell: string): string {
  const trimmed = cell.trim();
  return (/^="(.*)"$/s.exec(trimmed)?.[1] ?? trimmed.replace(/^'(?=[=+\-@＝＋－＠])/, '')).trim();
}
