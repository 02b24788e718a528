import type { Actor } from '../../../domain/actor.ts';
import { authorizeUser } from '../../../domain/actor.ts';
import type { ShownFavorite } from '../../../domain/favorite-movie.ts';
import type { Client } from '../../../domain/session.ts';
import type { MovieCatalog } from '../../movie-catalog.ts';
import type { MovieShowing } from '../../movie-showing.ts';
import type { Clock } from '../../ports/clock.ts';
import type { FavoriteMovieRepository } from '../../ports/favorite-movie-repository.ts';

/** Keeps a film; repeating is harmless. @throws PermissionDenied, Unauthenticated, MovieNotFound, MovieRestricted, FilmSourceFailure, TooManyRequests */
export class AddFavoriteMovie {
  constructor(
    private readonly favorites: FavoriteMovieRepository,
    private readonly catalog: MovieCatalog,
    private readonly showing: MovieShowing,
    private readonly clock: Clock,
  ) {}

  async execute(
    actor: Actor,
    input: { kinopoiskId: number; client: Client },
  ): Promise<{ favorite: ShownFavorite; added: boolean }> {
    authorizeUser(actor, 'favorites:own');
    const { movie } = await this.catalog.get(input.kinopoiskId, { actor, client: input.client });
    const shown = await this.showing.whole(actor, movie);
    const { added, ...shelved } = await this.favorites.add(actor.userId, input.kinopoiskId, this.clock.now());
    return { favorite: { ...shown, ...shelved }, added };
  }
}
