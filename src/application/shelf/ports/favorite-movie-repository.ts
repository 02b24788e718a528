import type { UserId } from '../../../domain/accounts/user.ts';
import type { Listing, Page, PageRequest } from '../../../domain/shared/page.ts';
import type { FavoriteFilter, FavoriteMovie, PersonalChanges, Shelved } from '../../../domain/shelf/favorite-movie.ts';
import type { ShelfHistory } from '../../../domain/shelf/shelf-history.ts';

/**
 * Every change of a shelf assigns the shelf's next version to each film concerned. Versions become visible in order.
 */
export interface FavoriteMovieRepository {
  /**
   * Adds a film of the catalogue once, even if calls race.
   * @returns the film's data on the shelf, and whether this call added it
   * @throws MovieNotFound when the catalogue does not have the film; InvalidToken when the account was deleted in the
   * meantime
   */
  add(userId: UserId, kinopoiskId: number, at: Date): Promise<Shelved & { added: boolean }>;

  /** @returns whether the film was on the shelf */
  remove(userId: UserId, kinopoiskId: number, at: Date): Promise<boolean>;

  /**
   * Adds some films of the catalogue and removes others. It makes all changes or none. No film may be named twice.
   * @returns the added films that were not on the shelf, and the removed films that were
   * @throws MovieNotFound when the catalogue does not have one of the films; InvalidToken as `add`
   */
  addAndRemove(
    userId: UserId,
    films: { add: readonly number[]; remove: readonly number[] },
    at: Date,
  ): Promise<{ added: readonly number[]; removed: readonly number[] }>;

  /** Setting equal values is not a change. @returns the current favourite, `undefined` when it is not on the shelf */
  change(userId: UserId, kinopoiskId: number, changes: PersonalChanges): Promise<FavoriteMovie | undefined>;

  list(userId: UserId, filter: FavoriteFilter, page: PageRequest): Promise<Page<FavoriteMovie>>;

  /** The whole shelf in the order of `list`: a short one at once, a longer one as a stream. */
  whole(userId: UserId, filter: FavoriteFilter): Promise<Listing<FavoriteMovie>>;

  /** Like `whole`, read in batches, in constant memory. */
  stream(userId: UserId, filter: FavoriteFilter): AsyncIterable<FavoriteMovie>;

  /** At most `limit` changes after a version, in order, all from one state of the shelf. */
  changesAfter(userId: UserId, version: number, limit: number): Promise<ShelfHistory>;

  /**
   * Deletes a batch of removals made before this time. Each shelf records up to which version removals were purged.
   * @returns how many; 0 when there are none left
   */
  forgetRemovals(before: Date): Promise<number>;
}
