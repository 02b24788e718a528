import type { Actor } from '../../domain/access/actor.ts';
import { authorize } from '../../domain/access/actor.ts';
import type { VisibleMovie } from '../../domain/films/visible-movie.ts';
import type { Client } from '../../domain/sessions/session.ts';
import { given } from '../../domain/shared/given.ts';
import { declareOperation } from '../shared/operation.ts';
import type { FilmSearch, FoundMovies } from './film-search.ts';
import type { FilmVisibility } from './film-visibility.ts';

/**
 * Searches films by words of their titles.
 * @throws PermissionDenied, Unauthenticated, FilmSourceFailure, TooManyRequests
 */
export class SearchMovies {
  static readonly operation = declareOperation('searchMovies', 'movies:read');

  constructor(
    private readonly films: FilmSearch,
    private readonly visibility: FilmVisibility,
  ) {}

  /** `page`: 1 to `MAX_SEARCH_PAGES`. */
  async execute(
    actor: Actor,
    input: { query: string; page: number; client: Client },
  ): Promise<Omit<FoundMovies, 'movies'> & { movies: readonly VisibleMovie[] }> {
    authorize(actor, SearchMovies.operation.permission);
    const teasers = await this.visibility.teasersOf(actor);
    const found = await this.films.search(input.query, input.page, given({ actor, client: input.client, teasers }));
    return { ...found, movies: found.movies.map(await this.visibility.to(actor)) };
  }
}
