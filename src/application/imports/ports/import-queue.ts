import type {
  FilmImport,
  ImportedRow,
  ImportFailure,
  ListRow,
  RowDecision,
  RowOutcome,
} from '../../../domain/imports/film-import.ts';

/** How long a worker keeps its lease of an import after its last call of this port. */
export const IMPORT_LEASE_SECONDS = 60;

/**
 * Imports to process, distributed over the instances with leases: each import has one worker at a time, considered dead
 * after {@link IMPORT_LEASE_SECONDS} without a call. Every method with a `worker` changes nothing and returns
 * `false` or nothing once the worker no longer holds the lease, because another worker took it or the owner cancelled
 * the import.
 */
export interface ImportQueue {
  /**
   * Leases an import that may continue. Addresses take turns, and so do the imports of one address: the next turn is
   * for the address without a turn so far, otherwise the one that has waited longest; there, for an import that has not
   * had a turn yet, otherwise the one that has waited longest. @returns nothing when there is none
   */
  take(worker: string, now: Date): Promise<FilmImport | undefined>;

  /** Appends votes after the existing rows. `nextVotesPage`: `null` when these are the last. */
  addVotes(
    job: FilmImport,
    worker: string,
    votes: { rows: readonly ListRow[]; expectedRows: number; nextVotesPage: number | null },
    now: Date,
  ): Promise<boolean>;

  /**
   * The first rows of the outcome, completed by their columns (`rowDecider`); of `waiting` rows, those that were
   * deferred least often.
   */
  rows(
    job: FilmImport,
    outcome: Extract<RowOutcome, 'pending' | 'waiting'>,
    limit: number,
  ): Promise<readonly ImportedRow[]>;

  /** Writes decisions and their changes to the shelf, in one transaction. `waiting` rows are only marked. */
  settle(
    job: FilmImport,
    worker: string,
    settled: { decisions: readonly RowDecision[]; waiting: readonly number[] },
    now: Date,
  ): Promise<boolean>;

  /** Defers a row for which the source gave no usable answer. @returns how often it was deferred so far */
  postpone(job: FilmImport, worker: string, row: number, now: Date): Promise<number | undefined>;

  /** Releases the lease. The import continues at once, or not before `continuesAt`. */
  release(job: FilmImport, worker: string, now: Date, continuesAt: Date | null): Promise<void>;

  finish(job: FilmImport, worker: string, now: Date, failure: ImportFailure | null): Promise<void>;
}
