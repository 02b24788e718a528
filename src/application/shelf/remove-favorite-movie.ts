import type { Actor } from '../../domain/access/actor.ts';
import { authorizeUser } from '../../domain/access/actor.ts';
import { FavoriteNotFound } from '../../domain/shelf/favorite-movie.ts';
import { declareOperation } from '../shared/operation.ts';
import type { Clock } from '../shared/ports/clock.ts';
import type { FavoriteMovieRepository } from './ports/favorite-movie-repository.ts';

/** Removes a film from the caller's shelf. @throws PermissionDenied, Unauthenticated, FavoriteNotFound */
export class RemoveFavoriteMovie {
  static readonly operation = declareOperation('removeFavoriteMovie', 'favorites:own');

  constructor(
    private readonly favorites: FavoriteMovieRepository,
    private readonly clock: Clock,
  ) {}

  async execute(actor: Actor, input: { kinopoiskId: number }): Promise<void> {
    authorizeUser(actor, RemoveFavoriteMovie.operation.permission);
    const wasOnShelf = await this.favorites.remove(actor.userId, input.kinopoiskId, this.clock.now());
    if (!wasOnShelf) throw new FavoriteNotFound();
  }
}
