import type { Profile } from './catalogue.ts';
import { builtInFilms, quirkFilms } from './films.ts';

/** Kinopoisk users the stand-in knows. Any other id answers like `empty`; for `private` API.md knows no answer, ours is 404. */
export const profileIds = { threePages: 700_001, onePage: 700_002, empty: 700_003, private: 700_004 } as const;

/** Ratings go round from 1 to 10. */
export function voteForAll(films: readonly { kinopoiskId: number }[]): Profile {
  return films.map(({ kinopoiskId }, index) => ({ kinopoiskId, userRating: (index % 10) + 1 }));
}

export const builtInProfiles: ReadonlyMap<number, Profile> = new Map<number, Profile>([
  [profileIds.threePages, voteForAll(builtInFilms.slice(0, 45))],
  [profileIds.onePage, voteForAll([quirkFilms.ordinary, quirkFilms.russian, quirkFilms.noRussianName])],
  [profileIds.empty, []],
  [profileIds.private, 'private'],
]);
