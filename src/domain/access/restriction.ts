import type { Movie } from '../films/movie.ts';
import { domainError } from '../shared/errors.ts';
import type { Permission } from './permission.ts';
import { labelPermission } from './permission.ts';

/** The films that a restriction covers. `releasedWithinYears: 3`: films of this year and of the two years before. */
export type RestrictionRule =
  | { readonly releasedWithinYears: number }
  | { readonly ageLimitFrom: number }
  | { readonly genreId: number }
  | { readonly kinopoiskIds: readonly number[] };

/**
 * Films that the rule covers carry the label. Viewing them or adding them to a shelf requires the label's permission.
 */
export type Restriction = { readonly label: string; readonly rule: RestrictionRule };

/** The films that a reader sees only as teasers: those that one of the rules covers at `now`. */
export type TeaserFilms = { readonly rules: readonly RestrictionRule[]; readonly now: Date };

export const MAX_RESTRICTED_FILMS = 1000;

export class RestrictionNotFound extends domainError('not-found', 'restriction-not-found') {}

/** The film carries a label whose permission the caller lacks. */
export class MovieRestricted extends domainError('forbidden', 'movie-restricted') {}

/**
 * The permission required to create, change or delete a restriction, besides that of the operation. A person who may
 * not view the films of a label must not decide which films carry it.
 */
export function rightToRestrict(label: string): Permission {
  return labelPermission(label);
}

/** The labels that the film carries at `now`, in the order of the restrictions. */
export function labelsOf(movie: Movie, restrictions: readonly Restriction[], now: Date): string[] {
  return restrictions.filter(({ rule }) => isCovered(movie, rule, now)).map(({ label }) => label);
}

/** Whether the film is one of the teasers. */
export function isTeaser(movie: Movie, { rules, now }: TeaserFilms): boolean {
  return rules.some((rule) => isCovered(movie, rule, now));
}

/** The first release year that a `releasedWithinYears` rule covers at `now`. */
export function coveredFromYear(releasedWithinYears: number, now: Date): number {
  return now.getUTCFullYear() - releasedWithinYears + 1;
}

/** A rule about the year or the age limit does not cover a film whose year or age limit is unknown. */
function isCovered(movie: Movie, rule: RestrictionRule, now: Date): boolean {
  if ('releasedWithinYears' in rule) {
    return movie.year !== null && movie.year >= coveredFromYear(rule.releasedWithinYears, now);
  }
  if ('ageLimitFrom' in rule) return movie.ageLimit !== null && movie.ageLimit >= rule.ageLimitFrom;
  if ('genreId' in rule) return movie.genres.some(({ id }) => id === rule.genreId);
  return rule.kinopoiskIds.includes(movie.kinopoiskId);
}
