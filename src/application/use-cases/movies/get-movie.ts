import type { Actor } from '../../../domain/actor.ts';
import { authorize } from '../../../domain/actor.ts';
import type { ShownMovie } from '../../../domain/shown-movie.ts';
import type { MovieCatalog } from '../../movie-catalog.ts';
import type { MovieShowing } from '../../movie-showing.ts';

/** Shows one film. @throws PermissionDenied, Unauthenticated, MovieNotFound, MovieRestricted, FilmSourceFailure */
export class GetMovie {
  constructor(
    private readonly catalog: MovieCatalog,
    private readonly showing: MovieShowing,
  ) {}

  async execute(actor: Actor, input: { kinopoiskId: number }): Promise<ShownMovie> {
    authorize(actor, 'movies:read');
    return this.showing.whole(actor, await this.catalog.get(input.kinopoiskId));
  }
}
