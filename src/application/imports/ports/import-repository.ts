import type {
  FilmImport,
  ImportedRow,
  ImportId,
  ImportReport,
  ListFormat,
  ListRow,
  RowDecision,
  RowOutcome,
} from '../../../domain/imports/film-import.ts';
import type { Page, PageRequest } from '../../../domain/shared/page.ts';
import type { UserId } from '../../../domain/accounts/user.ts';

export type NewImport = Pick<FilmImport, 'id' | 'userId' | 'source' | 'isDryRun' | 'createdAt'>;

/** Somebody's imports, as their owner sees them. What is not theirs is not there. */
export interface ImportRepository {
  /**
   * Begins an import. One of a file is read first: its rows are appended, then it is started. Of those that are finished, the
   * oldest are forgotten once there are more than ten.
   * @throws ImportRunning while another one of this person is not finished; InvalidToken when the account is gone
   */
  open(job: NewImport): Promise<void>;

  /** Rows of a file, after those that are there. @returns how many there are now; `undefined` when the import is not being read any more */
  append(userId: UserId, id: ImportId, rows: readonly ListRow[], now: Date): Promise<number | undefined>;

  /** All rows of the file are there, and its format is known. @returns whether the import was still being read */
  start(userId: UserId, id: ImportId, format: ListFormat): Promise<boolean>;

  /** Takes an import back whose file turned out to be none. */
  discard(userId: UserId, id: ImportId): Promise<void>;

  find(userId: UserId, id: ImportId): Promise<ImportReport | undefined>;

  /** Newest first. */
  list(userId: UserId): Promise<readonly ImportReport[]>;

  /** In their order; all of them, or those of some outcomes. */
  rows(userId: UserId, id: ImportId, outcomes: readonly RowOutcome[], page: PageRequest): Promise<Page<ImportedRow>>;

  /** The same, read in batches. */
  streamRows(userId: UserId, id: ImportId, outcomes: readonly RowOutcome[]): AsyncIterable<ImportedRow>;

  findRow(userId: UserId, id: ImportId, row: number): Promise<ImportedRow | undefined>;

  /**
   * Settles a row that was ambiguous or not found, in one transaction with what it does to the shelf.
   * @returns the row as it is now, also when it was settled otherwise; `undefined` when there is none
   * @throws MovieNotFound when the catalogue does not have the film
   */
  choose(userId: UserId, id: ImportId, decision: RowDecision, now: Date): Promise<ImportedRow | undefined>;

  /** Ends an import that is not finished; what it did stays. @returns it as it is now */
  cancel(userId: UserId, id: ImportId, now: Date): Promise<ImportReport | undefined>;

  /** Forgets one of those that were finished before then, or a few. @returns how many; 0 when there are none left */
  purge(before: Date): Promise<number>;
}
