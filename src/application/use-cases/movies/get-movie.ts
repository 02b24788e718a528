import type { Actor } from '../../../domain/actor.ts';
import { authorize } from '../../../domain/actor.ts';
import type { Movie } from '../../../domain/movie.ts';
import type { MovieCatalog } from '../../movie-catalog.ts';

/** Shows one film. @throws PermissionDenied, Unauthenticated, MovieNotFound, FilmSourceFailure */
export class GetMovie {
  constructor(private readonly catalog: MovieCatalog) {}

  async execute(actor: Actor, input: { kinopoiskId: number }): Promise<Movie> {
    authorize(actor, 'movies:read');
    return this.catalog.get(input.kinopoiskId);
  }
}
