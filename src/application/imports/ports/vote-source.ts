import type { FilmRecord } from '../../../domain/films/movie.ts';

/** Number of votes on a page, and the maximum number of pages that are fetched of a profile. */
export const VOTES_PAGE_SIZE = 20;
export const MAX_VOTES_PAGES = 100;

/** `userRating`: 1 to 10. */
export type Vote = { readonly film: FilmRecord; readonly userRating: number | null };
export type VotesPage = { readonly votes: readonly Vote[]; readonly total: number };

/** The source of the votes of a person. */
export interface VoteSource {
  /**
   * Page `page` (from 1) of a profile's votes, the latest first. `total`: number of votes on all pages. Always an
   * `extra` call. @returns `undefined` when there is no such profile, or its votes are private @throws
   * FilmSourceFailure
   */
  votes(userId: number, page: number): Promise<VotesPage | undefined>;
}
