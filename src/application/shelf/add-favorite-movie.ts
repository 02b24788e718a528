import type { Actor } from '../../domain/access/actor.ts';
import { authorizeUser } from '../../domain/access/actor.ts';
import type { Client } from '../../domain/sessions/session.ts';
import type { VisibleFavorite } from '../../domain/shelf/favorite-movie.ts';
import type { FilmVisibility } from '../films/film-visibility.ts';
import type { MovieCatalog } from '../films/movie-catalog.ts';
import { declareOperation } from '../shared/operation.ts';
import type { Clock } from '../shared/ports/clock.ts';
import type { FavoriteMovieRepository } from './ports/favorite-movie-repository.ts';

/**
 * Adds a film to the caller's shelf. Idempotent.
 * @throws PermissionDenied, Unauthenticated, MovieNotFound, MovieRestricted, FilmSourceFailure, TooManyRequests
 */
export class AddFavoriteMovie {
  static readonly operation = declareOperation('addFavoriteMovie', 'favorites:own');

  constructor(
    private readonly favorites: FavoriteMovieRepository,
    private readonly catalog: MovieCatalog,
    private readonly visibility: FilmVisibility,
    private readonly clock: Clock,
  ) {}

  async execute(
    actor: Actor,
    input: { kinopoiskId: number; client: Client },
  ): Promise<{ favorite: VisibleFavorite; added: boolean }> {
    authorizeUser(actor, AddFavoriteMovie.operation.permission);
    const { movie } = await this.catalog.get(input.kinopoiskId, { actor, client: input.client });
    const shown = await this.visibility.whole(actor, movie);
    const { added, ...shelved } = await this.favorites.add(actor.userId, input.kinopoiskId, this.clock.now());
    return { favorite: { ...shown, ...shelved }, added };
  }
}
