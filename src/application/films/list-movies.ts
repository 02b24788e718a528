import type { Actor } from '../../domain/access/actor.ts';
import { authorize } from '../../domain/access/actor.ts';
import type { MovieFilter } from '../../domain/films/movie-filter.ts';
import type { VisibleMovie } from '../../domain/films/visible-movie.ts';
import { given } from '../../domain/shared/given.ts';
import type { Listing, PageRequest } from '../../domain/shared/page.ts';
import { mapListing } from '../../domain/shared/page.ts';
import { declareOperation } from '../shared/operation.ts';
import type { FilmVisibility } from './film-visibility.ts';
import type { MovieRepository } from './ports/movie-repository.ts';

/**
 * Lists the films whose title, year, genre and director are known; never calls the film source.
 * @throws PermissionDenied, Unauthenticated
 */
export class ListMovies {
  static readonly operation = declareOperation('listMovies', 'movies:read');

  constructor(
    private readonly movies: MovieRepository,
    private readonly visibility: FilmVisibility,
  ) {}

  /** Returns one page, or all without `page`. */
  async execute(
    actor: Actor,
    input: { filter: Omit<MovieFilter, 'teasers'>; page?: PageRequest },
  ): Promise<Listing<VisibleMovie>> {
    authorize(actor, ListMovies.operation.permission);
    const { page } = input;
    const filter = given({ ...input.filter, teasers: await this.visibility.teasersOf(actor) });
    const listing = page ? await this.movies.list(filter, page) : this.movies.stream(filter);
    return mapListing(listing, await this.visibility.to(actor));
  }
}
