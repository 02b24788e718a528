import type { FilmRecord } from '../../../domain/films/movie.ts';

/** Votes of a profile come in pages of this many, and no more than this many pages. */
export const VOTES_PAGE_SIZE = 20;
export const MAX_VOTES_PAGES = 100;

/** `userRating`: 1 to 10. */
export type Vote = { readonly film: FilmRecord; readonly userRating: number | null };
export type VotesPage = { readonly votes: readonly Vote[]; readonly total: number };

/** Where the votes of a person come from. */
export interface VoteSource {
  /**
   * Page `page` (from 1) of what the owner of a profile rated, the latest first. `total` counts all pages. Always an
   * `extra` call. @returns `undefined` when there is no such profile, or its votes are private @throws FilmSourceFailure
   */
  votes(userId: number, page: number): Promise<VotesPage | undefined>;
}
