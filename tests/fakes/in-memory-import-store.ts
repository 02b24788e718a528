import { IMPORT_LEASE_SECONDS } from '../../src/application/imports/ports/import-queue.ts';
import type { UserId } from '../../src/domain/accounts/user.ts';
import { MovieNotFound } from '../../src/domain/films/movie.ts';
import type {
  FilmImport,
  ImportedRow,
  ImportId,
  ListRow,
  RowDecision,
  RowOutcome,
} from '../../src/domain/imports/film-import.ts';
import { rowDecider } from '../../src/domain/imports/list-row.ts';
import type { DatedRating, ShelfImport } from '../../src/domain/imports/shelf-import.ts';
import { importToShelf } from '../../src/domain/imports/shelf-import.ts';
import type { InMemoryFavoriteMovieRepository } from './in-memory-favorite-movie-repository.ts';
import type { InMemoryMovieRepository } from './in-memory-movie-repository.ts';
import type { InMemoryUserRepository } from './in-memory-user-repository.ts';

/** `attempts`: how often the source gave no usable answer for the row. */
export type StoredRow = ImportedRow & { readonly attempts: number; readonly rating?: DatedRating | undefined };

export type StoredImport = {
  job: FilmImport;
  rows: StoredRow[];
  leasedTo: string | null;
  leasedUntil: Date;
  site: string | null;
  turnAt: Date | null;
};

const undecided = { kinopoiskId: null, by: null, confidence: null, candidates: [], effect: null };

/** The data and functions that the repository of imports and the queue share. */
export class InMemoryImportStore {
  private stored: StoredImport[] = [];

  constructor(
    private readonly users: InMemoryUserRepository,
    private readonly movies: InMemoryMovieRepository,
    private readonly favorites: InMemoryFavoriteMovieRepository,
  ) {}

  hasUser(userId: UserId): boolean {
    return this.users.get(userId) !== undefined;
  }

  /** The imports of accounts that still exist. */
  all(): StoredImport[] {
    this.keep(({ job }) => this.hasUser(job.userId));
    return this.stored;
  }

  get(userId: UserId, id: ImportId): StoredImport | undefined {
    return this.all().find(({ job }) => job.userId === userId && job.id === id);
  }

  add(job: FilmImport, leasedUntil: Date, site: string | null): void {
    this.stored.push({ job: structuredClone(job), rows: [], leasedTo: null, leasedUntil, site, turnAt: null });
  }

  keep(isKept: (stored: StoredImport) => boolean): void {
    this.stored = this.stored.filter(isKept);
  }

  /** @returns the number of rows */
  append({ rows }: StoredImport, said: readonly ListRow[]): number {
    for (const each of structuredClone(said)) {
      const outcome = 'film' in each ? 'pending' : 'invalid';
      rows.push({ ...undecided, row: rows.length + 1, said: each, outcome, attempts: 0 });
    }
    return rows.length;
  }

  /**
   * Writes the decisions about rows with these outcomes, and their changes to the shelf. @throws MovieNotFound, before
   * anything is written
   */
  settle(
    stored: StoredImport,
    decisions: readonly RowDecision[],
    { of, now }: { of: readonly RowOutcome[]; now: Date },
  ): void {
    const open = decisions.flatMap(({ row, match }) => {
      const found = stored.rows.find((each) => each.row === row && of.includes(each.outcome));
      return found ? [{ found, match }] : [];
    });
    for (const { match } of open)
      if (match.outcome === 'matched' && !this.movies.get(match.kinopoiskId)) throw new MovieNotFound();
    const { effects, rated } = this.shelve(stored, open, now);
    for (const { found, match } of open) {
      stored.rows[found.row - 1] = {
        ...found,
        ...undecided,
        ...structuredClone(match),
        effect: effects.get(found.row) ?? null,
        rating: rated.get(found.row),
      };
    }
  }

  /** Puts the films on the shelf, or only computes the effects. */
  private shelve(
    { job, rows }: StoredImport,
    settled: readonly { found: StoredRow; match: RowDecision['match'] }[],
    now: Date,
  ): Pick<ShelfImport, 'effects' | 'rated'> {
    const decide = rowDecider(job);
    const matchedRows = settled.flatMap(({ found: { row, said }, match }) => {
      const decided = decide(said);
      const isMatched = match.outcome === 'matched' && 'film' in decided;
      return isMatched ? [{ row, kinopoiskId: match.kinopoiskId, film: decided.film }] : [];
    });
    const films = new Map(
      matchedRows.flatMap(({ kinopoiskId }) => {
        const known = this.favorites.shelved(job.userId, kinopoiskId);
        return known ? [[kinopoiskId, known] as const] : [];
      }),
    );
    const matched = new Set(
      rows.flatMap(({ outcome, kinopoiskId }) => (outcome === 'matched' && kinopoiskId !== null ? [kinopoiskId] : [])),
    );
    const rated = new Map(
      rows
        .flatMap(({ kinopoiskId, rating }) => (kinopoiskId !== null && rating ? [[kinopoiskId, rating] as const] : []))
        .toSorted(([, a], [, b]) => (a.day ?? '').localeCompare(b.day ?? '')),
    );
    const { puts, ...outcome } = importToShelf(
      job,
      matchedRows.toSorted((a, b) => a.row - b.row),
      { films, matched, rated },
      now,
    );
    for (const [kinopoiskId, film] of puts) this.favorites.put(job.userId, kinopoiskId, film);
    return outcome;
  }
}

export function leaseFrom(now: Date): Date {
  return new Date(now.getTime() + IMPORT_LEASE_SECONDS * 1000);
}

/** The row as the repository returns it. */
export function toImportedRow(
  { attempts: _attempts, rating: _rating, ...row }: StoredRow,
  job: Pick<FilmImport, 'columns' | 'createdAt'>,
): ImportedRow {
  return structuredClone({ ...row, said: rowDecider(job)(row.said) });
}
