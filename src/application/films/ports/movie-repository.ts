import type { TeaserFilms } from '../../../domain/access/restriction.ts';
import type { MovieFilter } from '../../../domain/films/movie-filter.ts';
import type { FilmRecord, Movie } from '../../../domain/films/movie.ts';
import type { Page, PageRequest } from '../../../domain/shared/page.ts';

/** The films stored in the catalogue. */
export interface MovieRepository {
  find(kinopoiskId: number): Promise<Movie | undefined>;

  /** The stored films among these, in any order. */
  findAll(kinopoiskIds: readonly number[]): Promise<readonly Movie[]>;

  /**
   * Merges each record into the stored film, in one transaction, even if calls race. A record with `fetchedAt` replaces
   * the stored values by its known values, unless the stored card is newer. A record without `fetchedAt` only adds
   * missing values. Genres are found by name. Directors are found by id, or by name if they have no id. A director
   * stored without an id gets one when another record of the same film has this name with an id.
   * @returns the films as stored, in the order given, each once
   */
  save(films: readonly FilmRecord[]): Promise<readonly Movie[]>;

  /**
   * Films with similar titles, best match first, ties by rating descending, then id. Small typing errors are tolerated
   * when few titles contain the exact words. When no title contains the words as typed, the first of the
   * `searchSpellings` that some title contains is searched instead. For common words, films with exactly this title
   * come first, then some of the others. Finds and counts at most as many films as fit on the pages of a search.
   * `teasers` are found by their title only, and ranked as if nobody had rated them.
   */
  search(query: string, page: PageRequest, teasers?: TeaserFilms): Promise<Page<Movie>>;

  /**
   * The first of these queries whose words, as typed, are all in one visible title. Instead of the last word, the title
   * may contain a longer word that starts with it.
   */
  firstInTitles(queries: readonly string[], teasers?: TeaserFilms): Promise<string | undefined>;

  /** Films whose card is complete. */
  list(filter: MovieFilter, page: PageRequest): Promise<Page<Movie>>;

  /** All films of the filter in the order of `list`, read in batches, in constant memory. */
  stream(filter: MovieFilter): AsyncIterable<Movie>;

  count(): Promise<number>;
}
