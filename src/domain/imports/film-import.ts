import { domainError, ValidationFailed } from '../shared/errors.ts';
import type { Personal } from '../shelf/favorite-movie.ts';
import { faultsOfPersonal, FIRST_WATCHED_DAY } from '../shelf/favorite-movie.ts';
import type { Candidate, FilmMatch, MatchedBy, SaidFilm } from './film-matching.ts';
import { lookup } from '../shared/lookup.ts';
import type { UserId } from '../accounts/user.ts';

export type ImportId = string;

/** More rows than this are no list of what somebody saw. */
export const MAX_IMPORT_ROWS = 50_000;

/** How long a finished import can be looked at. */
export const IMPORT_KEPT_DAYS = 30;

/** Who wrote a file: this service as JSON, a site, or somebody by hand. */
export const LIST_FORMATS = ['kinopolka', 'imdb', 'letterboxd', 'table'] as const;
export type ListFormat = (typeof LIST_FORMATS)[number];

export type ImportSource =
  | { readonly kind: 'kinopoisk'; readonly kinopoiskUserId: number }
  | { readonly kind: 'file'; readonly format: ListFormat };

/** A film as a list has it. `addedAt`: since when it was kept there, as far as that is known. */
export type ListedFilm = SaidFilm & Personal & { readonly addedAt: Date | null };

/** Why a row says nothing that could be used: which of its fields cannot be read, or that it is about no film. */
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

/** One row of a list. `text`: the beginning of one that cannot be used, so that its owner finds it. */
export type ListRow = { readonly film: ListedFilm } | { readonly fault: RowFault; readonly text: string };

/** Longest `text` of an unusable row, in characters. */
export const MAX_ROW_TEXT = 200;

/**
 * What became of a row. `pending`: nobody has looked at it yet; `waiting`: Kinopoisk has to be asked, which takes calls that
 * are left; `restricted`: its owner may not keep the film.
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

/** What a matched row did to the shelf, or would do. */
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

/** What is decided of a row. */
export type RowDecision = {
  readonly row: number;
  readonly match: FilmMatch | { readonly outcome: 'restricted'; readonly kinopoiskId: number };
};

/** Why an import came to nothing. A profile that is private looks like one that is not there. */
export const IMPORT_FAILURES = ['profile_not_found', 'profile_empty', 'not_allowed', 'file_lost'] as const;
export type ImportFailure = (typeof IMPORT_FAILURES)[number];

/** `reading`: its file is still coming. */
export type ImportStatus = 'reading' | 'running' | 'done' | 'cancelled' | 'failed';

/** `continuesAt`: set while it waits for calls to Kinopoisk that are left. `nextVotesPage`: `null` once all rows are there. */
export type FilmImport = {
  readonly id: ImportId;
  readonly userId: UserId;
  readonly source: ImportSource;
  readonly isDryRun: boolean;
  readonly status: ImportStatus;
  readonly failure: ImportFailure | null;
  readonly nextVotesPage: number | null;
  /** Rows there will be: of a profile it is known before they have come. */
  readonly expectedRows: number | null;
  readonly createdAt: Date;
  readonly continuesAt: Date | null;
  readonly finishedAt: Date | null;
};

/** An import and how far it is. */
export type ImportReport = FilmImport & {
  readonly outcomes: Readonly<Record<RowOutcome, number>>;
  readonly effects: Readonly<Record<ShelfEffect, number>>;
};

export class ImportNotFound extends domainError('not-found', 'import-not-found') {}
export class ImportRowNotFound extends domainError('not-found', 'import-row-not-found') {}
/** Somebody's imports run one after the other. */
export class ImportRunning extends domainError('conflict', 'import-running') {}
/** The row is settled, or says nothing of a film. */
export class ImportRowSettled extends domainError('conflict', 'import-row-settled') {}
/** This installation has no key for Kinopoisk. */
export class ImportSourceMissing extends domainError('conflict', 'import-source-missing') {}

/** More bytes than a file may have. */
export class ListTooLarge extends domainError('too-large', 'payload-too-large') {}

/** A file that is no list of films as a whole. `line`: the last one that could be read. */
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

/** Whether a list may mean it by the year of a film. */
export function isFilmYear(year: number): boolean {
  return year >= FIRST_YEAR && year <= LAST_YEAR;
}

const FIRST_ADDED_AT = new Date(`${FIRST_WATCHED_DAY}T00:00:00.000Z`);

/** The row, or why it cannot be used: what its owner says in it has to be what may be said here. */
export function checkedRow(said: ListRow, now: Date): ListRow {
  if (!('film' in said)) return said;
  const film = { ...said.film, note: said.film.note || null };
  const text = film.titles.join(' / ').slice(0, MAX_ROW_TEXT).toWellFormed();
  if (film.year !== null && !isFilmYear(film.year)) return { fault: 'year', text };
  const [fault] = faultsOfPersonal(film, now);
  if (fault !== undefined) return { fault: lookup(FAULTS_OF_FIELDS, fault.field) ?? 'film', text };
  // Databases know no year 0.
  return film.addedAt !== null && film.addedAt < FIRST_ADDED_AT ? { fault: 'added_at', text } : { film };
}
