import type { Actor } from '../../../domain/actor.ts';
import { authorize } from '../../../domain/actor.ts';
import type { Movie } from '../../../domain/movie.ts';
import type { MovieFilter } from '../../../domain/movie-filter.ts';
import type { Listing, PageRequest } from '../../../domain/page.ts';
import type { MovieRepository } from '../../ports/movie-repository.ts';

/** Lists the films whose card is complete; never asks the film source. @throws PermissionDenied, Unauthenticated */
export class ListMovies {
  constructor(private readonly movies: MovieRepository) {}

  /** One page, or without `page` all of them. */
  async execute(
    actor: Actor,
    { filter, page }: { filter: MovieFilter; page?: PageRequest | undefined },
  ): Promise<Listing<Movie>> {
    authorize(actor, 'movies:read');
    return page ? this.movies.list(filter, page) : this.movies.stream(filter);
  }
}
