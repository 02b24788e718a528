import type { Actor } from '../../domain/access/actor.ts';
import type { FavoriteMovie, VisibleFavorite } from '../../domain/shelf/favorite-movie.ts';
import type { Movie } from '../../domain/films/movie.ts';
import type { VisibleMovie } from '../../domain/films/visible-movie.ts';
import type { TeaserFilms } from '../../domain/access/restriction.ts';
import { refuseRestricted, applyRestrictions, teaserFilmsOf } from '../../domain/films/visible-movie.ts';
import type { AccessRules } from '../access/ports/access-rules.ts';
import type { Clock } from '../shared/ports/clock.ts';

/** The one door through which films leave: whatever path they come by, restricted ones leave as teasers or not at all. */
export class FilmVisibility {
  constructor(
    private readonly rules: AccessRules,
    private readonly clock: Clock,
  ) {}

  /** How films look to the actor, by the rules of this moment. */
  async to(actor: Actor): Promise<(movie: Movie) => VisibleMovie> {
    const [policy, now] = [await this.rules.current(), this.clock.now()];
    return (movie) => applyRestrictions(actor, movie, policy, now);
  }

  /** The same for films on shelves. */
  async favoritesTo(actor: Actor): Promise<(favorite: FavoriteMovie) => VisibleFavorite> {
    const show = await this.to(actor);
    return ({ movie, ...shelved }) => ({ ...shelved, ...show(movie) });
  }

  /** Of which films the actor sees a teaser, so that lists are sorted and searched by nothing else of them. */
  async teasersOf(actor: Actor): Promise<TeaserFilms | undefined> {
    return teaserFilmsOf(actor, await this.rules.current(), this.clock.now());
  }

  /** Whether films are more than the actor may view, by the rules of this moment; `undefined` where there are no rules. */
  async restrictionsFor(actor: Actor): Promise<((movie: Movie) => boolean) | undefined> {
    const [policy, now] = [await this.rules.current(), this.clock.now()];
    if (policy.restrictions.length === 0) return undefined;
    return (movie) => !applyRestrictions(actor, movie, policy, now).isViewable;
  }

  /** @throws MovieRestricted when the film is more than the actor may view */
  async whole(actor: Actor, movie: Movie): Promise<VisibleMovie> {
    const shown = (await this.to(actor))(movie);
    refuseRestricted(shown);
    return shown;
  }
}
