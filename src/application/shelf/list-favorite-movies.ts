import type { Actor } from '../../domain/access/actor.ts';
import { authorizeUser } from '../../domain/access/actor.ts';
import { given } from '../../domain/shared/given.ts';
import type { Listing, PageRequest } from '../../domain/shared/page.ts';
import { mapListing } from '../../domain/shared/page.ts';
import type { FavoriteFilter, VisibleFavorite } from '../../domain/shelf/favorite-movie.ts';
import type { FilmVisibility } from '../films/film-visibility.ts';
import { declareOperation } from '../shared/operation.ts';
import type { FavoriteMovieRepository } from './ports/favorite-movie-repository.ts';

/** Lists the films on the caller's shelf; never calls the film source. @throws PermissionDenied, Unauthenticated */
export class ListFavoriteMovies {
  static readonly operation = declareOperation('listFavoriteMovies', 'favorites:own');

  constructor(
    private readonly favorites: FavoriteMovieRepository,
    private readonly visibility: FilmVisibility,
  ) {}

  /** Returns one page, or the whole shelf without `page`. */
  async execute(
    actor: Actor,
    input: { filter: Omit<FavoriteFilter, 'teasers'>; page?: PageRequest },
  ): Promise<Listing<VisibleFavorite>> {
    authorizeUser(actor, ListFavoriteMovies.operation.permission);
    const { page } = input;
    const filter = given({ ...input.filter, teasers: await this.visibility.teasersOf(actor) });
    const shelf = page
      ? await this.favorites.list(actor.userId, filter, page)
      : await this.favorites.whole(actor.userId, filter);
    return mapListing(shelf, await this.visibility.favoritesTo(actor));
  }
}
