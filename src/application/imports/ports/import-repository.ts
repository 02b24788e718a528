import type { UserId } from '../../../domain/accounts/user.ts';
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
import type { ListColumn } from '../../../domain/imports/list-columns.ts';
import type { Page, PageRequest } from '../../../domain/shared/page.ts';

/**
 * `site`: the address from which it is started, as the key of limits (`addressSite`), `null` if there is none. Addresses
 * take turns. It is deleted when the import ends.
 */
export type NewImport = Pick<
  FilmImport,
  'id' | 'userId' | 'source' | 'scope' | 'personalTokenId' | 'isDryRun' | 'createdAt'
> & { readonly site: string | null };

/**
 * The imports of users. Imports of other users than the given one are treated as missing. Rows are returned completed
 * by the columns of their list (`rowDecider`).
 */
export interface ImportRepository {
  /**
   * Creates an import. If it has a file, its rows are appended next, and then the import is started. Keeps the last ten
   * finished imports and deletes older ones.
   * @throws ImportRunning while the user has an unfinished import; InvalidToken when the account or the personal token is
   * gone
   */
  open(job: NewImport): Promise<void>;

  /** Appends rows of a file. @returns the number of rows so far; `undefined` when the import no longer accepts rows */
  append(userId: UserId, id: ImportId, rows: readonly ListRow[], now: Date): Promise<number | undefined>;

  /** Starts the import after all rows of its file were appended. @returns whether the import was still in `reading` */
  start(
    userId: UserId,
    id: ImportId,
    list: { readonly format: ListFormat; readonly columns: readonly ListColumn[] },
  ): Promise<boolean>;

  /** Deletes an import whose file is not a list of films. @returns whether the import was still in `reading` */
  discard(userId: UserId, id: ImportId): Promise<boolean>;

  find(userId: UserId, id: ImportId): Promise<ImportReport | undefined>;

  /** Newest first. */
  list(userId: UserId): Promise<readonly ImportReport[]>;

  /** In file order: all rows, or those of some outcomes. */
  rows(userId: UserId, id: ImportId, outcomes: readonly RowOutcome[], page: PageRequest): Promise<Page<ImportedRow>>;

  /** Like `rows`, for all pages, read in batches. */
  streamRows(userId: UserId, id: ImportId, outcomes: readonly RowOutcome[]): AsyncIterable<ImportedRow>;

  findRow(userId: UserId, id: ImportId, row: number): Promise<ImportedRow | undefined>;

  /**
   * Settles a row that was ambiguous or not found, in one transaction with its change to the shelf.
   * @returns the current row, even if it was settled with another film; `undefined` when it does not exist
   * @throws MovieNotFound when the catalogue does not have the film
   */
  choose(userId: UserId, id: ImportId, decision: RowDecision, now: Date): Promise<ImportedRow | undefined>;

  /** Cancels an unfinished import; its changes stay. @returns the import as it is now */
  cancel(userId: UserId, id: ImportId, now: Date): Promise<ImportReport | undefined>;

  /**
   * Deletes a batch of imports that finished before this time, and completes interrupted deletions. @returns how many; 0
   * when there are none left
   */
  purge(before: Date): Promise<number>;
}
