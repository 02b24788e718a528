import type { TeaserFilms } from '../../../domain/access/restriction.ts';
import type { FilmRecord, Movie } from '../../../domain/films/movie.ts';
import type { MovieFilter } from '../../../domain/films/movie-filter.ts';
import type { Page, PageRequest } from '../../../domain/shared/page.ts';

/** The films this installation has ever seen. */
export interface MovieRepository {
  find(kinopoiskId: number): Promise<Movie | undefined>;

  /** Those of the films that are known, in any order. */
  findAll(kinopoiskIds: readonly number[]): Promise<readonly Movie[]>;

  /**
   * Merges what is said of each film into what is known, in one transaction, also when calls race: a record with
   * `fetchedAt` overrules (what it does not know stays) unless a newer one is known, one without it fills gaps only.
   * Genres are found by name, directors by id or, without one, by name; a director known by name only becomes the one
   * with an id when the same film names both.
   * @returns the films as stored, in the order given, each once
   */
  save(films: readonly FilmRecord[]): Promise<readonly Movie[]>;

  /**
   * Films whose titles are like the words, best match first, ties by rating downwards, then id. Small typing errors are
   * forgiven where few titles have the words as they are. Of common words the films of exactly this title come first, then
   * some of the others. At most as many films as a search has pages for are found, and counted. `teasers` are found by their
   * title only, and ranked as if nobody had rated them.
   */
  search(query: string, page: PageRequest, teasers?: TeaserFilms): Promise<Page<Movie>>;

  /** Films whose card is complete. */
  list(filter: MovieFilter, page: PageRequest): Promise<Page<Movie>>;

  /** All films of the filter in the order of `list`, read in batches, so that memory does not grow with their number. */
  stream(filter: MovieFilter): AsyncIterable<Movie>;

  count(): Promise<number>;
}
