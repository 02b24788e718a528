import type { UserId } from '../../../domain/accounts/user.ts';
import type { Genre } from '../../../domain/films/movie.ts';

/** Maximum number of genres in {@link ShelfStats}. */
export const MAX_GENRES = 10;

/**
 * Counts of the films on one shelf. `averageRating`: of the owner's ratings, 1 to 10, two decimals; `null` without
 * ratings. `byGenre`: the most frequent genres, at most {@link MAX_GENRES}, ties by id; a film counts for each of its
 * genres. `byDecade`: earliest first, named by its first year; films without a known year are left out.
 */
export type ShelfStats = {
  readonly films: number;
  readonly watched: number;
  readonly rated: number;
  readonly averageRating: number | null;
  readonly byGenre: readonly { readonly genre: Genre; readonly films: number }[];
  readonly byDecade: readonly { readonly decade: number; readonly films: number }[];
};

export interface ShelfStatistics {
  /** Computed from one consistent view of the shelf. Without a shelf all counts are zero. */
  of(userId: UserId): Promise<ShelfStats>;
}
