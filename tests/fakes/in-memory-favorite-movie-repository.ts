import type { FavoriteMovieRepository } from '../../src/application/ports/favorite-movie-repository.ts';
import type { FavoriteFilter, FavoriteMovie } from '../../src/domain/favorite-movie.ts';
import { MovieNotFound } from '../../src/domain/movie.ts';
import type { Page, PageRequest } from '../../src/domain/page.ts';
import { foldTitle } from '../../src/domain/search-key.ts';
import type { UserId } from '../../src/domain/user.ts';
import type { InMemoryMovieRepository } from './in-memory-movie-repository.ts';
import { hasWords } from './likeness.ts';

/** Knows no users: everybody has a shelf. */
export class InMemoryFavoriteMovieRepository implements FavoriteMovieRepository {
  private readonly shelves = new Map<UserId, Map<number, Date>>();

  constructor(private readonly movies: InMemoryMovieRepository) {}

  async add(userId: UserId, kinopoiskId: number, at: Date): Promise<{ addedAt: Date; added: boolean }> {
    if (!this.movies.get(kinopoiskId)) throw new MovieNotFound();
    const shelf = this.shelves.get(userId) ?? new Map<number, Date>();
    const known = shelf.get(kinopoiskId);
    this.shelves.set(userId, shelf.set(kinopoiskId, known ?? new Date(at)));
    return { addedAt: new Date(known ?? at), added: known === undefined };
  }

  async remove(userId: UserId, kinopoiskId: number): Promise<boolean> {
    return this.shelves.get(userId)?.delete(kinopoiskId) ?? false;
  }

  async list(userId: UserId, filter: FavoriteFilter, { page, perPage }: PageRequest): Promise<Page<FavoriteMovie>> {
    const all = this.all(userId, filter);
    return { items: all.slice((page - 1) * perPage, page * perPage), total: all.length };
  }

  async *stream(userId: UserId, filter: FavoriteFilter): AsyncIterable<FavoriteMovie> {
    yield* this.all(userId, filter);
  }

  private all(userId: UserId, { sort, genreId, query }: FavoriteFilter): FavoriteMovie[] {
    return Array.from(this.shelves.get(userId) ?? [], ([kinopoiskId, addedAt]) => {
      const movie = this.movies.get(kinopoiskId);
      return movie ? [{ movie, addedAt: new Date(addedAt), names: this.movies.namesOf(kinopoiskId) }] : [];
    })
      .flat()
      .filter(({ movie }) => genreId === undefined || movie.genres.some(({ id }) => id === genreId))
      .filter(({ names }) => query === undefined || hasWords(query, names))
      .toSorted((a, b) => comparators[sort](a, b) || a.movie.kinopoiskId - b.movie.kinopoiskId)
      .map(({ movie, addedAt }) => ({ movie, addedAt }));
  }
}

type Comparator = (a: FavoriteMovie, b: FavoriteMovie) => number;

const comparators: Record<FavoriteFilter['sort'], Comparator> = {
  added_at: (a, b) => b.addedAt.getTime() - a.addedAt.getTime(),
  title: (a, b) => compareTitles(a.movie.title, b.movie.title),
  year: (a, b) => (b.movie.year ?? -Infinity) - (a.movie.year ?? -Infinity) || 0,
  rating: (a, b) => (b.movie.rating ?? -Infinity) - (a.movie.rating ?? -Infinity) || 0,
};

/** Byte by byte in UTF-8; no title comes last. */
function compareTitles(a: string | null, b: string | null): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  return Buffer.compare(Buffer.from(foldTitle(a)), Buffer.from(foldTitle(b)));
}
