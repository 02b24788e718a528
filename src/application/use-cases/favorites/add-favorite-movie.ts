import type { Actor } from '../../../domain/actor.ts';
import { authorizeUser } from '../../../domain/actor.ts';
import type { FavoriteMovie } from '../../../domain/favorite-movie.ts';
import type { MovieCatalog } from '../../movie-catalog.ts';
import type { Clock } from '../../ports/clock.ts';
import type { FavoriteMovieRepository } from '../../ports/favorite-movie-repository.ts';

/** Keeps a film; repeating is harmless. @throws PermissionDenied, Unauthenticated, MovieNotFound, FilmSourceFailure */
export class AddFavoriteMovie {
  constructor(
    private readonly favorites: FavoriteMovieRepository,
    private readonly catalog: MovieCatalog,
    private readonly clock: Clock,
  ) {}

  async execute(actor: Actor, input: { kinopoiskId: number }): Promise<{ favorite: FavoriteMovie; added: boolean }> {
    authorizeUser(actor, 'favorites:own');
    const movie = await this.catalog.get(input.kinopoiskId);
    const { addedAt, added } = await this.favorites.add(actor.userId, movie.kinopoiskId, this.clock.now());
    return { favorite: { movie, addedAt }, added };
  }
}
