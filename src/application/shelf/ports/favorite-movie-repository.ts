import type { FavoriteFilter, FavoriteMovie, PersonalChanges, Shelved } from '../../../domain/shelf/favorite-movie.ts';
import type { Page, PageRequest } from '../../../domain/shared/page.ts';
import type { ShelfHistory } from '../../../domain/shelf/shelf-history.ts';
import type { UserId } from '../../../domain/accounts/user.ts';

/**
 * Whatever changes a shelf gives each film it concerns the next version of that shelf; versions become visible in their
 * order.
 */
export interface FavoriteMovieRepository {
  /**
   * Keeps a film of the catalogue once, also when calls race.
   * @returns the film as it is kept, and whether this call added it
   * @throws MovieNotFound when the catalogue does not have the film; InvalidToken when the account was deleted meanwhile
   */
  add(userId: UserId, kinopoiskId: number, at: Date): Promise<Shelved & { added: boolean }>;

  /** @returns whether the film was there */
  remove(userId: UserId, kinopoiskId: number, at: Date): Promise<boolean>;

  /**
   * Keeps some films of the catalogue and takes others off, all or none of them; no film may be named twice.
   * @returns those that were not there, and those that were
   * @throws MovieNotFound when the catalogue does not have one of the films; InvalidToken as `add`
   */
  addAndRemove(
    userId: UserId,
    films: { add: readonly number[]; remove: readonly number[] },
    at: Date,
  ): Promise<{ added: readonly number[]; removed: readonly number[] }>;

  /** What is said already, said again, is no change. @returns the film as it is now, `undefined` when it is not on the shelf */
  change(userId: UserId, kinopoiskId: number, changes: PersonalChanges): Promise<FavoriteMovie | undefined>;

  list(userId: UserId, filter: FavoriteFilter, page: PageRequest): Promise<Page<FavoriteMovie>>;

  /** The whole shelf in the order of `list`, read in batches, so that memory does not grow with its length. */
  stream(userId: UserId, filter: FavoriteFilter): AsyncIterable<FavoriteMovie>;

  /** At most `limit` changes after a version, in their order, with what the shelf was like in the same moment. */
  changesAfter(userId: UserId, version: number, limit: number): Promise<ShelfHistory>;

  /**
   * Forgets a part of the films that were taken off before `before`; each shelf remembers how far it has forgotten.
   * @returns how many; 0 when there are none left
   */
  forgetRemovals(before: Date): Promise<number>;
}
