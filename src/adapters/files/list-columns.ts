import { IMDB_ID_PATTERN } from '../../domain/films/imdb-id.ts';
import { MAX_KINOPOISK_ID } from '../../domain/films/movie.ts';
import type { ListFormat, ListRow, RowFault } from '../../domain/imports/film-import.ts';
import { isFilmYear, MAX_ROW_TEXT } from '../../domain/imports/film-import.ts';
import { isCleanText } from '../../domain/shared/text.ts';
import { isCalendarDay, MAX_USER_RATING } from '../../domain/shelf/favorite-movie.ts';
import { unguarded } from './csv.ts';
import { copied, MAX_CELL_LENGTH, MAX_COLUMNS } from './list-limits.ts';

/** The meaning of a column. `stars`: half a star to five. `link`: a page of Kinopoisk or IMDb. */
type Field =
  | 'kinopoiskId'
  | 'imdbId'
  | 'link'
  | 'title'
  | 'originalTitle'
  | 'year'
  | 'type'
  | 'rating'
  | 'stars'
  | 'note'
  | 'watchedAt'
  | 'addedAt';

/** Maps columns to fields. Unknown columns are ignored. */
export type Columns = {
  readonly format: ListFormat;
  readonly fields: ReadonlyMap<Field, number>;
  readonly width: number;
  /** Whether this service wrote the file, so that cells are exact. */
  readonly isOwn: boolean;
};

/** Column names that people and sites use, compared without case, spaces and punctuation. */
const HEADERS: Readonly<Record<Field, readonly string[]>> = {
  kinopoiskId: ['kinopoiskid', 'kpid', 'idкинопоиска', 'idкинопоиск', 'номеркинопоиска', 'кинопоискid'],
  imdbId: ['imdbid', 'const', 'imdb', 'idimdb', 'tconst'],
  link: ['url', 'link', 'weburl', 'ссылка', 'ссылканафильм'],
  title: [
    'title',
    'name',
    'film',
    'movie',
    'название',
    'названиефильма',
    'фильм',
    'русскоязычноеназвание',
    'русскоеназвание',
  ],
  originalTitle: ['originaltitle', 'originalname', 'оригинальноеназвание', 'англоязычноеназвание'],
  year: ['year', 'releaseyear', 'год', 'годвыпуска', 'годвыхода'],
  type: ['titletype', 'type', 'тип'],
  rating: ['userrating', 'yourrating', 'myrating', 'rating10', 'score', 'rating', 'мояоценка', 'оценка', 'балл'],
  stars: [],
  note: ['note', 'notes', 'comment', 'description', 'заметка', 'заметки', 'комментарий', 'примечание'],
  watchedAt: ['watchedat', 'watcheddate', 'datewatched', 'датапросмотра', 'просмотрен', 'просмотрено'],
  addedAt: ['addedat', 'dateadded', 'daterated', 'created', 'date', 'датадобавления', 'датаивремя', 'дата'],
};

/** The fault of a row with an overlong cell in this column. */
const FAULTS_WHEN_TOO_LONG: Readonly<Record<Field, RowFault>> = {
  kinopoiskId: 'film',
  imdbId: 'film',
  link: 'film',
  title: 'film',
  originalTitle: 'film',
  year: 'year',
  type: 'columns',
  rating: 'rating',
  stars: 'rating',
  note: 'note',
  watchedAt: 'watched_at',
  addedAt: 'added_at',
};

const MAX_HEADER_LENGTH = 100;
/** Columns that only tables of this service have together. */
const OWN_HEADERS = ['kinopoisk_id', 'imdb_id', 'original_title', 'user_rating', 'note', 'watched_at', 'added_at'];

const MAX_TITLE_LENGTH = 300;
const NO_FILMS = /episode|videogame|podcast|musicvideo/;
const SERIES = /series|tvshow|сериал/;

/** Spellings of an unknown value. */
const NOTHING = /^(?:|0|null|n\/a|[-–—])$/i;

/** @returns `undefined` when no column identifies a film, or there are too many columns */
export function columnsOf(headers: readonly string[]): Columns | undefined {
  if (headers.length > MAX_COLUMNS) return undefined;
  const plain = headers.map((header) =>
    header
      .slice(0, MAX_HEADER_LENGTH)
      .toLowerCase()
      .replaceAll('ё', 'е')
      .replace(/[^\p{L}\p{N}]/gu, ''),
  );
  const fields = new Map<Field, number>();
  for (const [field, names] of Object.entries(HEADERS) as [Field, readonly string[]][]) {
    const at = names.map((name) => plain.indexOf(name)).find((index) => index !== -1);
    if (at !== undefined) fields.set(field, at);
  }
  if (!(['kinopoiskId', 'imdbId', 'link', 'title'] as const).some((field) => fields.has(field))) return undefined;
  const format = formatOf(plain);
  const ratedAt = fields.get('rating');
  if (format === 'letterboxd' && ratedAt !== undefined && plain[ratedAt] === 'rating') {
    fields.delete('rating');
    fields.set('stars', ratedAt);
  }
  const isOwn = OWN_HEADERS.every((header) => headers.includes(header));
  return { format, fields, width: headers.length, isOwn };
}

function formatOf(headers: readonly string[]): ListFormat {
  const has = (...names: string[]) => names.every((name) => headers.includes(name));
  if (has('const', 'title', 'titletype')) return 'imdb';
  return has('letterboxduri') ? 'letterboxd' : 'table';
}

/** Converts one record to a row. */
export function rowOf(columns: Columns, cells: readonly string[]): ListRow {
  const text = beginningOf(cells);
  if (isShifted(columns, cells)) return { fault: 'columns', text };
  const faults: RowFault[] = [];
  const exactCell = (field: Field): string => {
    const written = cells[columns.fields.get(field) ?? -1] ?? '';
    if (written.length <= MAX_CELL_LENGTH) return textOfCell(columns, written);
    faults.push(FAULTS_WHEN_TOO_LONG[field]);
    return '';
  };
  const cell = (field: Field) => exactCell(field).trim();
  const read = <T>(field: Field, fault: RowFault, reader: (text: string) => T | undefined): T | null => {
    const written = cell(field);
    const value = NOTHING.test(written) ? null : reader(written);
    if (value === undefined) faults.push(fault);
    return value ?? null;
  };
  const link = cell('link');
  const titles = [cell('title'), cell('originalTitle')].filter((title) => title !== '');
  const { title: _title, year: yearInTitle } = titleAndYear(titles[0] ?? '');
  const film = {
    kinopoiskId: read('kinopoiskId', 'film', kinopoiskIdIn) ?? kinopoiskIdInLink(link),
    imdbId: read('imdbId', 'film', imdbIdIn) ?? imdbIdIn(link) ?? null,
    titles: [...new Set(titles.map((title) => titleAndYear(title).title))],
    year: read('year', 'year', yearIn) ?? yearInTitle,
    isSeries: isSeriesOf(cell('type')),
    userRating: read('rating', 'rating', ratingIn) ?? read('stars', 'rating', starsIn),
    note: exactCell('note') || null,
    watchedAt: read('watchedAt', 'watched_at', dayIn),
    addedAt: read('addedAt', 'added_at', momentIn),
  };
  if (NO_FILMS.test(plainType(cell('type')))) faults.unshift('not_a_film');
  const isNamed = film.kinopoiskId !== null || film.imdbId !== null || film.titles.length > 0;
  if (!isNamed || !film.titles.every(isTitle)) faults.unshift('film');
  const [fault] = faults;
  return fault === undefined ? { film } : { fault, text };
}

/** More cells than columns: an unquoted delimiter has shifted the cells. */
function isShifted({ width }: Columns, cells: readonly string[]): boolean {
  return cells.length > MAX_COLUMNS || cells.slice(width).some((cell) => cell.trim() !== '');
}

/** Joins only as many cells as are shown, because a record may be long. */
function beginningOf(cells: readonly string[]): string {
  const beginnings = cells.slice(0, MAX_ROW_TEXT).map((cell) => cell.slice(0, MAX_ROW_TEXT));
  return copied(beginnings.join(' ').slice(0, MAX_ROW_TEXT)).replaceAll('\0', '');
}

function textOfCell({ isOwn }: Columns, cell: string): string {
  return isOwn ? unguarded(cell) : plainCell(cell);
}

/** Removes the `'` before text or the `="…"` around it, by which spreadsheets prevent a formula. */
function plainCell(cell: string): string {
  const trimmed = cell.trim();
  return (/^="(.*)"$/s.exec(trimmed)?.[1] ?? trimmed.replace(/^'(?=[=+\-@＝＋－＠])/, '')).trim();
}

function isTitle(title: string): boolean {
  return title.length <= MAX_TITLE_LENGTH && isCleanText(title);
}

/** Longer than any title with its year. The pattern below takes quadratic time for a run of spaces. */
const MAX_TITLE_AND_YEAR_LENGTH = 2 * MAX_TITLE_LENGTH;

/** `Матрица (1999)` */
function titleAndYear(text: string): { title: string; year: number | null } {
  if (text.length > MAX_TITLE_AND_YEAR_LENGTH) return { title: text, year: null };
  const [, title, year] = /^(.+?)\s*\((\d{4})\)$/.exec(text) ?? [];
  return title === undefined ? { title: text, year: null } : { title, year: yearIn(year ?? '') ?? null };
}

function kinopoiskIdIn(text: string): number | undefined {
  const id = /^\d{1,10}$/.test(text) ? Number(text) : 0;
  return id >= 1 && id <= MAX_KINOPOISK_ID ? id : undefined;
}

function kinopoiskIdInLink(link: string): number | null {
  const id = /kinopoisk\.ru\/(?:film|series)\/(?:[^/]*-)?(\d{1,10})(?:\/|$)/.exec(link)?.[1];
  return (id === undefined ? undefined : kinopoiskIdIn(id)) ?? null;
}

const IMDB_ID_OR_LINK = new RegExp(String.raw`(?:^|imdb\.com/(?:[a-z]{2}/)?title/)(${IMDB_ID_PATTERN})(?:/|\?|$)`);

function imdbIdIn(text: string): string | undefined {
  return IMDB_ID_OR_LINK.exec(text)?.[1];
}

/** `2010`, or for a series `2010-2015`. */
function yearIn(text: string): number | undefined {
  const year = Number(/^(\d{4})(?:\s*[-–—]\s*(?:\d{4}|\.{3}|…)?)?$/.exec(text)?.[1]);
  return isFilmYear(year) ? year : undefined;
}

function plainType(type: string): string {
  return type.toLowerCase().replace(/[^\p{L}]/gu, '');
}

function isSeriesOf(type: string): boolean | null {
  return type === '' ? null : SERIES.test(plainType(type));
}

/** 1 to 10, rounded to a whole number. */
function ratingIn(text: string): number | undefined {
  const rating = /^\d{1,2}(?:[.,]\d{1,3})?$/.test(text) ? Math.round(Number(text.replace(',', '.'))) : 0;
  return rating >= 1 && rating <= MAX_USER_RATING ? rating : undefined;
}

function starsIn(text: string): number | undefined {
  return /^(?:0?\.5|[1-4](?:\.[05])?|5(?:\.0)?)$/.test(text) ? Number(text) * 2 : undefined;
}

/** `2024-05-01` or `01.05.2024`, with or without a time. */
function dayIn(text: string): string | undefined {
  const [, day, month, year] = /^(\d{1,2})\.(\d{1,2})\.(\d{4})(?!\d)/.exec(text) ?? [];
  const written =
    year === undefined
      ? /^\d{4}-\d{2}-\d{2}(?!\d)/.exec(text)?.[0]
      : `${year}-${month?.padStart(2, '0')}-${day?.padStart(2, '0')}`;
  return written !== undefined && isCalendarDay(written) ? written : undefined;
}

/** A date without a time counts as midnight UTC. */
function momentIn(text: string): Date | undefined {
  const day = dayIn(text);
  if (day === undefined) return undefined;
  const isMoment = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:Z|[+-]\d{2}:\d{2})$/.test(text);
  const moment = new Date(isMoment ? text : `${day}T00:00:00.000Z`);
  return Number.isNaN(moment.getTime()) ? undefined : moment;
}
