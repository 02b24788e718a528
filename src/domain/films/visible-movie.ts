import type { AccessPolicy } from '../access/access-policy.ts';
import type { Actor } from '../access/actor.ts';
import { isAllowed } from '../access/actor.ts';
import { labelPermission } from '../access/permission.ts';
import type { TeaserFilms } from '../access/restriction.ts';
import { labelsOf, MovieRestricted } from '../access/restriction.ts';
import type { Movie } from './movie.ts';

/**
 * A film as the actor may see it. If `isViewable` is false, `movie` is a teaser: title, year, type, genres, directors,
 * poster and web page.
 */
export type VisibleMovie = { readonly movie: Movie; readonly labels: readonly string[]; readonly isViewable: boolean };

export function applyRestrictions(actor: Actor, movie: Movie, { restrictions }: AccessPolicy, now: Date): VisibleMovie {
  const labels = labelsOf(movie, restrictions, now);
  const isViewable = labels.every((label) => isAllowed(actor, labelPermission(label)));
  return { movie: isViewable ? movie : teaserOf(movie), labels, isViewable };
}

/**
 * The films that the actor sees as teasers; `undefined` if there are none. Lists are sorted and searched only by
 * visible fields, because an order or a match would reveal a hidden field.
 */
export function teaserFilmsOf(actor: Actor, { restrictions }: AccessPolicy, now: Date): TeaserFilms | undefined {
  const hidden = restrictions.filter(({ label }) => !isAllowed(actor, labelPermission(label)));
  return hidden.length === 0 ? undefined : { rules: hidden.map(({ rule }) => rule), now };
}

/** @throws MovieRestricted when the actor may not view the film */
export function refuseRestricted(shown: VisibleMovie): void {
  if (!shown.isViewable) throw new MovieRestricted();
}

function teaserOf(movie: Movie): Movie {
  return {
    ...movie,
    originalTitle: null,
    description: null,
    rating: null,
    ratingImdb: null,
    trailerUrl: null,
    countries: [],
    lengthMinutes: null,
    ageLimit: null,
    imdbId: null,
    fetchedAt: null,
  };
}
