import type { Scope } from '../access/scope.ts';
import type { UserId } from '../accounts/user.ts';
import type { PersonalTokenId } from '../sessions/personal-token.ts';
import type { ListFaultCode } from '../shared/errors.ts';
import { domainError, ValidationFailed } from '../shared/errors.ts';
import type { Personal } from '../shelf/favorite-movie.ts';
import type { Candidate, DescribedFilm, FilmMatch, MatchedBy } from './film-matching.ts';
import type { IgnoredCell, ListColumn, Undecided } from './list-columns.ts';

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

/** A film in a list. `addedAt`: when it was added to that list, if known. */
export type ListedFilm = DescribedFilm & Personal & { readonly addedAt: Date | null };

/**
 * Why a row is unusable. `columns`: its cells do not fit the columns; `film`: nothing in it identifies a film;
 * `not_a_film`: it is about an episode, a season or a game. The other faults occur only in imports of earlier versions,
 * in which one unreadable cell made the whole row unusable.
 */
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

/**
 * One row of a list. `undecided`: values whose meaning depends on the whole column; `ignored`: cells that could not be
 * used. `text`: the start of an unusable row, so that its owner can find it in the file.
 */
export type ListRow =
  | { readonly film: ListedFilm; readonly undecided?: Undecided; readonly ignored?: readonly IgnoredCell[] }
  | { readonly fault: RowFault; readonly text: string };

/** Maximum length of `text`, in characters. */
export const MAX_ROW_TEXT = 200;

/**
 * The outcome of a row. `pending`: not processed yet; `waiting`: Kinopoisk must be asked, which needs calls of the
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

/**
 * `scope`: the permissions to which the import is narrowed, like the token that started it. `personalTokenId`: that
 * token, if it is a personal one; revoking it cancels the import. `continuesAt`: set while the import waits for API quota. `nextVotesPage`: `null` once all rows have been fetched.
 */
export type FilmImport = {
  readonly id: ImportId;
  readonly userId: UserId;
  readonly source: ImportSource;
  readonly scope: Scope | null;
  readonly personalTokenId: PersonalTokenId | null;
  readonly isDryRun: boolean;
  /** How the columns of a file were understood; `null` for a profile, and until the file was read. */
  readonly columns: readonly ListColumn[] | null;
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

/**
 * The file as a whole is not a list of films. `line`: the last line that could be read. `workbook`: a spreadsheet
 * program's own format; `too-deep`: too many nested levels of JSON; `no-list`: a JSON object without a list.
 */
export class FilmListUnusable extends ValidationFailed {
  constructor(code: ListFaultCode, line?: number) {
    super([{ field: 'file', code, ...(line !== undefined && { limit: line }) }]);
  }
}
