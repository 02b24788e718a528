import type { Profile } from './catalogue.ts';
import { builtInFilms, quirkFilms } from './films.ts';

/**
 * Ids of profiles that the stand-in has. Any other profile is empty. We assume that Kinopoisk answers 404 for a private
 * one.
 */
export const profileIds = { threePages: 700_001, onePage: 700_002, empty: 700_003, private: 700_004 } as const;

/** A vote for each film, with the ratings 1 to 10 in turn. */
export function voteForAll(films: readonly { kinopoiskId: number }[]): Profile {
  return films.map(({ kinopoiskId }, index) => ({ kinopoiskId, userRating: (index % 10) + 1 }));
}

export const builtInProfiles: ReadonlyMap<number, Profile> = new Map<number, Profile>([
  [profileIds.threePages, voteForAll(builtInFilms.slice(0, 45))],
  [profileIds.onePage, voteForAll([quirkFilms.ordinary, quirkFilms.russian, quirkFilms.noRussianName])],
  [profileIds.empty, []],
  [profileIds.private, 'private'],
]);
