import type { Actor } from '../../../domain/actor.ts';
import { authorize } from '../../../domain/actor.ts';
import type { FoundMovies, MovieCatalog } from '../../movie-catalog.ts';

/** Finds films by words of their titles. @throws PermissionDenied, Unauthenticated, FilmSourceFailure */
export class SearchMovies {
  constructor(private readonly catalog: MovieCatalog) {}

  /** `page`: 1 to `MAX_SEARCH_PAGES`. */
  async execute(actor: Actor, input: { query: string; page: number }): Promise<FoundMovies> {
    authorize(actor, 'movies:read');
    return this.catalog.search(input.query, input.page);
  }
}
