import type { Actor } from '../../domain/access/actor.ts';
import type { TeaserFilms } from '../../domain/access/restriction.ts';
import type { Movie } from '../../domain/films/movie.ts';
import type { VisibleMovie } from '../../domain/films/visible-movie.ts';
import { refuseRestricted, applyRestrictions, teaserFilmsOf } from '../../domain/films/visible-movie.ts';
import type { FavoriteMovie, VisibleFavorite } from '../../domain/shelf/favorite-movie.ts';
import type { AccessRules } from '../access/ports/access-rules.ts';
import type { Clock } from '../shared/ports/clock.ts';

/** Applies restrictions to every film that leaves the service: restricted films are replaced by teasers or refused. */
export class FilmVisibility {
  constructor(
    private readonly rules: AccessRules,
    private readonly clock: Clock,
  ) {}

  /** A function that shows films as the actor may see them, by the current rules. */
  async to(actor: Actor): Promise<(movie: Movie) => VisibleMovie> {
    const [policy, now] = [await this.rules.current(), this.clock.now()];
    return (movie) => applyRestrictions(actor, movie, policy, now);
  }

  /** Like `to`, for films on shelves. */
  async favoritesTo(actor: Actor): Promise<(favorite: FavoriteMovie) => VisibleFavorite> {
    const show = await this.to(actor);
    return ({ movie, ...shelved }) => ({ ...shelved, ...show(movie) });
  }

  /** The films of which the actor sees only a teaser. Lists sort and search them only by the data of the teaser. */
  async teasersOf(actor: Actor): Promise<TeaserFilms | undefined> {
    return teaserFilmsOf(actor, await this.rules.current(), this.clock.now());
  }

  /** The film with all its data. @throws MovieRestricted when the actor may not view it */
  async whole(actor: Actor, movie: Movie): Promise<VisibleMovie> {
    const shown = (await this.to(actor))(movie);
    refuseRestricted(shown);
    return shown;
  }
}
