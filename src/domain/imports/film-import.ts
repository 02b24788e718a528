import type { UserId } from '../accounts/user.ts';
import { domainError, ValidationFailed } from '../shared/errors.ts';
import { lookup } from '../shared/lookup.ts';
import type { Personal } from '../shelf/favorite-movie.ts';
import { faultsOfPersonal, FIRST_WATCHED_DAY } from '../shelf/favorite-movie.ts';
import type { Candidate, FilmMatch, MatchedBy, DescribedFilm } from './film-matching.ts';

export type ImportId = string;

/** Maximum number of rows of an import. */
export const MAX_IMPORT_ROWS = 50_000;

/** How long a finished import stays readable. */
export const IMPORT_KEPT_DAYS = 30;

/** The program that wrote a file: this service (JSON), a site, or a person (table). */
export const LIST_FORMATS = ['kinopolka', 'imdb', 'letterboxd', 'table'] as const;
export type ListFormat = (typeof LIST_FORMATS)[number];

export type ImportSource =
  | { readonly kind: 'kinopoisk'; readonly kinopoiskUserId: number }
  | { readonly kind: 'file'; readonly format: ListFormat };

/** A film in a list. `addedAt`: when it was added to that list, where known. */
export type ListedFilm = DescribedFilm & Personal & { readonly addedAt: Date | null };

/** Why a row is unusable: the field that cannot be parsed, or that the row is not about a film. */
export const ROW_FAULTS = [
  'columns',
  'film',
  'not_a_film',
  'rating',
  'watched_at',
  'added_at',
  'note',
  'year',
] as const;
export type RowFault = (typeof ROW_FAULTS)[number];

/** One row of a list. `text`: the start of an unusable row, so that its owner can find it in the file. */
export type ListRow = { readonly film: ListedFilm } | { readonly fault: RowFault; readonly text: string };

/** Maximum length of `text`, in characters. */
export const MAX_ROW_TEXT = 200;

/**
 * The outcome of a row. `pending`: not processed yet; `waiting`: Kinopoisk must be asked, which takes calls of the
 * quota; `restricted`: the owner may not add the film.
 */
export const ROW_OUTCOMES = [
  'pending',
  'waiting',
  'matched',
  'ambiguous',
  'not_found',
  'restricted',
  'invalid',
] as const;
export type RowOutcome = (typeof ROW_OUTCOMES)[number];

/** What a matched row changed on the shelf, or would change in a dry run. */
export const SHELF_EFFECTS = ['added', 'changed', 'unchanged'] as const;
export type ShelfEffect = (typeof SHELF_EFFECTS)[number];

/** A row of an import. `row` counts from 1. */
export type ImportedRow = {
  readonly row: number;
  readonly said: ListRow;
  readonly outcome: RowOutcome;
  readonly kinopoiskId: number | null;
  readonly by: MatchedBy | null;
  readonly confidence: number | null;
  readonly candidates: readonly Candidate[];
  readonly effect: ShelfEffect | null;
};

/** The decision about one row. */
export type RowDecision = {
  readonly row: number;
  readonly match: FilmMatch | { readonly outcome: 'restricted'; readonly kinopoiskId: number };
};

/** Why an import failed. Kinopoisk does not distinguish a private profile from a missing one. */
export const IMPORT_FAILURES = ['profile_not_found', 'profile_empty', 'not_allowed', 'file_lost'] as const;
export type ImportFailure = (typeof IMPORT_FAILURES)[number];

/** `reading`: the file is still being uploaded. */
export type ImportStatus = 'reading' | 'running' | 'done' | 'cancelled' | 'failed';

/** `continuesAt`: set while the import waits for API quota. `nextVotesPage`: `null` once all rows have been fetched. */
export type FilmImport = {
  readonly id: ImportId;
  readonly userId: UserId;
  readonly source: ImportSource;
  readonly isDryRun: boolean;
  readonly status: ImportStatus;
  readonly failure: ImportFailure | null;
  readonly nextVotesPage: number | null;
  /** The expected number of rows. For a profile it is known before all rows have been fetched. */
  readonly expectedRows: number | null;
  readonly createdAt: Date;
  readonly continuesAt: Date | null;
  readonly finishedAt: Date | null;
};

/** An import with its progress. */
export type ImportReport = FilmImport & {
  readonly outcomes: Readonly<Record<RowOutcome, number>>;
  readonly effects: Readonly<Record<ShelfEffect, number>>;
};

export class ImportNotFound extends domainError('not-found', 'import-not-found') {}
export class ImportRowNotFound extends domainError('not-found', 'import-row-not-found') {}
/** The user already has an unfinished import. A user's imports run one after the other. */
export class ImportRunning extends domainError('conflict', 'import-running') {}
/** The row is already settled, or is not about a film. */
export class ImportRowSettled extends domainError('conflict', 'import-row-settled') {}
/** This installation has no Kinopoisk API key. */
export class ImportSourceMissing extends domainError('conflict', 'import-source-missing') {}

/** The file exceeds the size limit. */
export class ListTooLarge extends domainError('too-large', 'payload-too-large') {}

/** The file as a whole is not a list of films. `line`: the last line that could be read. */
export class FilmListUnusable extends ValidationFailed {
  constructor(
    code: 'unknown-encoding' | 'unknown-columns' | 'too-many-rows' | 'no-rows' | 'malformed-file',
    line?: number,
  ) {
    super([{ field: 'file', code, ...(line !== undefined && { limit: line }) }]);
  }
}

const FAULTS_OF_FIELDS: Readonly<Record<string, RowFault>> = {
  note: 'note',
  userRating: 'rating',
  watchedAt: 'watched_at',
};

const FIRST_YEAR = 1850;
const LAST_YEAR = 2200;

/** Whether the year is a plausible release year. */
export function isFilmYear(year: number): boolean {
  return year >= FIRST_YEAR && year <= LAST_YEAR;
}

const FIRST_ADDED_AT = new Date(`${FIRST_WATCHED_DAY}T00:00:00.000Z`);

/** Returns the row, or a fault when a value of it breaks the rules for notes, ratings and dates. */
export function checkedRow(row: ListRow, now: Date): ListRow {
  if (!('film' in row)) return row;
  const film = { ...row.film, note: row.film.note || null };
  const text = film.titles.join(' / ').slice(0, MAX_ROW_TEXT).toWellFormed();
  if (film.year !== null && !isFilmYear(film.year)) return { fault: 'year', text };
  const [fault] = faultsOfPersonal(film, now);
  if (fault !== undefined) return { fault: lookup(FAULTS_OF_FIELDS, fault.field) ?? 'film', text };
  // Databases have no year 0.
  return film.addedAt !== null && film.addedAt < FIRST_ADDED_AT ? { fault: 'added_at', text } : { film };
}
