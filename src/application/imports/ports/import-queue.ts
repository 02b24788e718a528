import type {
  FilmImport,
  ImportedRow,
  ImportFailure,
  ListRow,
  RowDecision,
  RowOutcome,
} from '../../../domain/imports/film-import.ts';

/** How long a worker has an import to itself after it was last heard of. */
export const IMPORT_LEASE_SECONDS = 60;

/**
 * Imports that are not finished, as work for the instances: each has one worker at a time, who is taken to be dead when nothing
 * was heard of it for {@link IMPORT_LEASE_SECONDS}. Every method that takes a worker answers `false` or nothing, and changes
 * nothing, once the import is no longer that worker's, be it that another one has it or that its owner has cancelled it.
 */
export interface ImportQueue {
  /** Takes over the import that has waited longest and may go on. @returns none when there is no such import */
  take(worker: string, now: Date): Promise<FilmImport | undefined>;

  /** Votes as they came, after the rows that are there. `nextVotesPage`: `null` when these are the last. */
  addVotes(
    job: FilmImport,
    worker: string,
    votes: { rows: readonly ListRow[]; expectedRows: number; nextVotesPage: number | null },
    now: Date,
  ): Promise<boolean>;

  /** The first rows of the outcome; of those that wait, those that were put off least. */
  rows(
    job: FilmImport,
    outcome: Extract<RowOutcome, 'pending' | 'waiting'>,
    limit: number,
  ): Promise<readonly ImportedRow[]>;

  /** Writes down what is decided, in one transaction with what it does to the shelf; `waiting` rows are only marked. */
  settle(
    job: FilmImport,
    worker: string,
    settled: { decisions: readonly RowDecision[]; waiting: readonly number[] },
    now: Date,
  ): Promise<boolean>;

  /** The source has no usable answer to the row. @returns how often that was so by now */
  putOff(job: FilmImport, worker: string, row: number, now: Date): Promise<number | undefined>;

  /** Gives the import back; it goes on at once, or not before `continuesAt`. */
  release(job: FilmImport, worker: string, now: Date, continuesAt: Date | null): Promise<void>;

  finish(job: FilmImport, worker: string, now: Date, failure: ImportFailure | null): Promise<void>;
}
