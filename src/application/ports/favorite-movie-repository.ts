import type { FavoriteFilter, FavoriteMovie } from '../../domain/favorite-movie.ts';
import type { Page, PageRequest } from '../../domain/page.ts';
import type { UserId } from '../../domain/user.ts';

export interface FavoriteMovieRepository {
  /**
   * Keeps a film of the catalogue once, also when calls race.
   * @returns since when it is kept, and whether this call added it
   * @throws MovieNotFound when the catalogue does not have the film; InvalidToken when the account was deleted meanwhile
   */
  add(userId: UserId, kinopoiskId: number, at: Date): Promise<{ addedAt: Date; added: boolean }>;

  /** @returns whether the film was there */
  remove(userId: UserId, kinopoiskId: number): Promise<boolean>;

  list(userId: UserId, filter: FavoriteFilter, page: PageRequest): Promise<Page<FavoriteMovie>>;

  /** The whole shelf in the order of `list`, read in batches, so that memory does not grow with its length. */
  stream(userId: UserId, filter: FavoriteFilter): AsyncIterable<FavoriteMovie>;
}
