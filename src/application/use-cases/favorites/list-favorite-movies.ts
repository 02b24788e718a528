import type { Actor } from '../../../domain/actor.ts';
import { authorizeUser } from '../../../domain/actor.ts';
import type { FavoriteFilter, FavoriteMovie } from '../../../domain/favorite-movie.ts';
import type { Listing, PageRequest } from '../../../domain/page.ts';
import type { FavoriteMovieRepository } from '../../ports/favorite-movie-repository.ts';

/** Shows the caller's shelf; never asks the film source. @throws PermissionDenied, Unauthenticated */
export class ListFavoriteMovies {
  constructor(private readonly favorites: FavoriteMovieRepository) {}

  /** One page, or without `page` the whole shelf. */
  async execute(
    actor: Actor,
    input: { filter: FavoriteFilter; page?: PageRequest | undefined },
  ): Promise<Listing<FavoriteMovie>> {
    authorizeUser(actor, 'favorites:own');
    const { filter, page } = input;
    return page ? this.favorites.list(actor.userId, filter, page) : this.favorites.stream(actor.userId, filter);
  }
}
