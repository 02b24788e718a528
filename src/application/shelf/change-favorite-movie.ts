import type { Actor } from '../../domain/access/actor.ts';
import { authorizeUser } from '../../domain/access/actor.ts';
import { refuseFaults } from '../../domain/shared/errors.ts';
import type { PersonalChanges, VisibleFavorite } from '../../domain/shelf/favorite-movie.ts';
import { FavoriteNotFound, faultsOfPersonal, withoutEmptyNote } from '../../domain/shelf/favorite-movie.ts';
import type { FilmVisibility } from '../films/film-visibility.ts';
import { declareOperation } from '../shared/operation.ts';
import type { Clock } from '../shared/ports/clock.ts';
import type { FavoriteMovieRepository } from './ports/favorite-movie-repository.ts';

/**
 * Updates the note, rating or date of a film on the caller's shelf, even of a restricted film, because these data
 * belong to the caller.
 * @throws PermissionDenied, Unauthenticated, ValidationFailed, FavoriteNotFound
 */
export class ChangeFavoriteMovie {
  static readonly operation = declareOperation('changeFavoriteMovie', 'favorites:own');

  constructor(
    private readonly favorites: FavoriteMovieRepository,
    private readonly visibility: FilmVisibility,
    private readonly clock: Clock,
  ) {}

  async execute(actor: Actor, input: { kinopoiskId: number; changes: PersonalChanges }): Promise<VisibleFavorite> {
    authorizeUser(actor, ChangeFavoriteMovie.operation.permission);
    refuseFaults(faultsOfPersonal(input.changes, this.clock.now()));
    const favorite = await this.favorites.change(actor.userId, input.kinopoiskId, withoutEmptyNote(input.changes));
    if (!favorite) throw new FavoriteNotFound();
    return (await this.visibility.favoritesTo(actor))(favorite);
  }
}
