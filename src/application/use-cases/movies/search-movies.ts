import type { Actor } from '../../../domain/actor.ts';
import { authorize } from '../../../domain/actor.ts';
import type { ShownMovie } from '../../../domain/shown-movie.ts';
import type { FoundMovies, MovieCatalog } from '../../movie-catalog.ts';
import type { MovieShowing } from '../../movie-showing.ts';

/** Finds films by words of their titles. @throws PermissionDenied, Unauthenticated, FilmSourceFailure */
export class SearchMovies {
  constructor(
    private readonly catalog: MovieCatalog,
    private readonly showing: MovieShowing,
  ) {}

  /** `page`: 1 to `MAX_SEARCH_PAGES`. */
  async execute(
    actor: Actor,
    input: { query: string; page: number },
  ): Promise<Omit<FoundMovies, 'movies'> & { movies: readonly ShownMovie[] }> {
    authorize(actor, 'movies:read');
    const found = await this.catalog.search(input.query, input.page);
    return { ...found, movies: found.movies.map(await this.showing.to(actor)) };
  }
}
