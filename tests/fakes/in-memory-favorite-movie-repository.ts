import type { FavoriteMovieRepository } from '../../src/application/shelf/ports/favorite-movie-repository.ts';
import type { UserId } from '../../src/domain/accounts/user.ts';
import { MovieNotFound } from '../../src/domain/films/movie.ts';
import { foldTitle } from '../../src/domain/films/search-key.ts';
import type { Page, PageRequest } from '../../src/domain/shared/page.ts';
import type { FavoriteFilter, FavoriteMovie, PersonalChanges, Shelved } from '../../src/domain/shelf/favorite-movie.ts';
import { EMPTY_PERSONAL } from '../../src/domain/shelf/favorite-movie.ts';
import type { ShelfHistory } from '../../src/domain/shelf/shelf-history.ts';
import type { InMemoryMovieRepository } from './in-memory-movie-repository.ts';
import { ratingOf } from './in-memory-movie-repository.ts';
import { hasWords } from './likeness.ts';

type Shelf = {
  readonly films: Map<number, Shelved>;
  readonly changes: Map<number, { version: number; removedAt: Date | null }>;
  version: number;
  forgottenVersion: number;
};

/** It does not check users, so every id has a shelf. */
export class InMemoryFavoriteMovieRepository implements FavoriteMovieRepository {
  private readonly shelves = new Map<UserId, Shelf>();

  constructor(private readonly movies: InMemoryMovieRepository) {}

  async add(userId: UserId, kinopoiskId: number, at: Date): Promise<Shelved & { added: boolean }> {
    const kept = this.shelfOf(userId).films.get(kinopoiskId);
    if (kept) return { ...structuredClone(kept), added: false };
    await this.addAndRemove(userId, { add: [kinopoiskId], remove: [] }, at);
    return { ...EMPTY_PERSONAL, addedAt: new Date(at), added: true };
  }

  async remove(userId: UserId, kinopoiskId: number, at: Date): Promise<boolean> {
    const { removed } = await this.addAndRemove(userId, { add: [], remove: [kinopoiskId] }, at);
    return removed.length > 0;
  }

  async addAndRemove(
    userId: UserId,
    { add, remove }: { add: readonly number[]; remove: readonly number[] },
    at: Date,
  ): Promise<{ added: readonly number[]; removed: readonly number[] }> {
    if (add.some((id) => !this.movies.get(id))) throw new MovieNotFound();
    const shelf = this.shelfOf(userId);
    const added = add.filter((id) => !shelf.films.has(id));
    for (const id of added) this.put(userId, id, { ...EMPTY_PERSONAL, addedAt: at });
    const removed = remove.filter((id) => shelf.films.delete(id));
    for (const id of removed) shelf.changes.set(id, { version: ++shelf.version, removedAt: new Date(at) });
    return { added, removed };
  }

  /** The shelf's data about the film. */
  shelved(userId: UserId, kinopoiskId: number): Shelved | undefined {
    return structuredClone(this.shelfOf(userId).films.get(kinopoiskId));
  }

  /** Stores the film with these data, and replaces earlier ones. */
  put(userId: UserId, kinopoiskId: number, shelved: Shelved): void {
    const shelf = this.shelfOf(userId);
    shelf.films.set(kinopoiskId, structuredClone(shelved));
    shelf.changes.set(kinopoiskId, { version: ++shelf.version, removedAt: null });
  }

  async change(userId: UserId, kinopoiskId: number, changes: PersonalChanges): Promise<FavoriteMovie | undefined> {
    const shelf = this.shelfOf(userId);
    const kept = shelf.films.get(kinopoiskId);
    if (!kept) return undefined;
    const given = Object.entries(changes).filter(
      ([field, value]) => value !== undefined && value !== kept[field as keyof Shelved],
    );
    if (given.length > 0)
      this.put(userId, kinopoiskId, { ...kept, ...(Object.fromEntries(given) as Partial<Shelved>) });
    return this.favorite(shelf, kinopoiskId);
  }

  async list(userId: UserId, filter: FavoriteFilter, { page, perPage }: PageRequest): Promise<Page<FavoriteMovie>> {
    const all = this.all(userId, filter);
    return { items: all.slice((page - 1) * perPage, page * perPage), total: all.length };
  }

  async whole(userId: UserId, filter: FavoriteFilter): Promise<Page<FavoriteMovie>> {
    const items = this.all(userId, filter);
    return { items, total: items.length };
  }

  async *stream(userId: UserId, filter: FavoriteFilter): AsyncIterable<FavoriteMovie> {
    yield* this.all(userId, filter);
  }

  async changesAfter(userId: UserId, version: number, limit: number): Promise<ShelfHistory> {
    const shelf = this.shelfOf(userId);
    const changes = Array.from(shelf.changes, ([kinopoiskId, change]) => ({
      kinopoiskId,
      version: change.version,
      favorite: this.favorite(shelf, kinopoiskId),
    }))
      .filter((change) => change.version > version)
      .toSorted((a, b) => a.version - b.version)
      .slice(0, limit);
    return { changes, version: shelf.version, forgottenVersion: shelf.forgottenVersion };
  }

  async forgetRemovals(before: Date): Promise<number> {
    let films = 0;
    for (const shelf of this.shelves.values()) {
      for (const [id, { version, removedAt }] of shelf.changes) {
        if (removedAt === null || removedAt >= before) continue;
        shelf.changes.delete(id);
        shelf.forgottenVersion = Math.max(shelf.forgottenVersion, version);
        films += 1;
      }
    }
    return films;
  }

  private shelfOf(userId: UserId): Shelf {
    const shelf = this.shelves.get(userId) ?? { films: new Map(), changes: new Map(), version: 0, forgottenVersion: 0 };
    this.shelves.set(userId, shelf);
    return shelf;
  }

  private favorite({ films }: Shelf, kinopoiskId: number): FavoriteMovie | undefined {
    const [movie, kept] = [this.movies.get(kinopoiskId), films.get(kinopoiskId)];
    return movie && kept && { movie, ...structuredClone(kept) };
  }

  private all(userId: UserId, filter: FavoriteFilter): FavoriteMovie[] {
    const { sort, kinopoiskIds, genreId, query, watched, teasers } = filter;
    const shelf = this.shelfOf(userId);
    return Array.from(shelf.films.keys(), (kinopoiskId) => this.favorite(shelf, kinopoiskId) ?? [])
      .flat()
      .filter(({ movie }) => kinopoiskIds === undefined || kinopoiskIds.includes(movie.kinopoiskId))
      .filter(({ movie }) => genreId === undefined || movie.genres.some(({ id }) => id === genreId))
      .filter(({ movie }) => query === undefined || hasWords(query, this.movies.namesOf(movie.kinopoiskId, teasers)))
      .filter(({ watchedAt }) => watched === undefined || (watchedAt !== null) === watched)
      .toSorted((a, b) => comparators[sort](a, b, teasers) || a.movie.kinopoiskId - b.movie.kinopoiskId);
  }
}

type Comparator = (a: FavoriteMovie, b: FavoriteMovie, teasers: FavoriteFilter['teasers']) => number;

const comparators: Record<FavoriteFilter['sort'], Comparator> = {
  added_at: (a, b) => b.addedAt.getTime() - a.addedAt.getTime(),
  title: (a, b) => compareTitles(a.movie.title, b.movie.title),
  year: (a, b) => downwards(a.movie.year, b.movie.year),
  rating: (a, b, teasers) => downwards(ratingOf(a.movie, teasers), ratingOf(b.movie, teasers)),
  user_rating: (a, b) => downwards(a.userRating, b.userRating),
  watched_at: (a, b) => downwards(dayNumber(a.watchedAt), dayNumber(b.watchedAt)),
};

/** Descending, unknown values last. */
function downwards(a: number | null, b: number | null): number {
  return (b ?? -Infinity) - (a ?? -Infinity) || 0;
}

function dayNumber(day: string | null): number | null {
  return day === null ? null : Date.parse(day);
}

/** Compares the bytes in UTF-8. Films without a title come last. */
function compareTitles(a: string | null, b: string | null): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  return Buffer.compare(Buffer.from(foldTitle(a)), Buffer.from(foldTitle(b)));
}
