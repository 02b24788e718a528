import type { Actor } from '../../domain/access/actor.ts';
import { authorize } from '../../domain/access/actor.ts';
import type { VisibleMovie } from '../../domain/films/visible-movie.ts';
import type { Client } from '../../domain/sessions/session.ts';
import { given } from '../../domain/shared/given.ts';
import { declareOperation } from '../shared/operation.ts';
import type { FilmVisibility } from './film-visibility.ts';
import type { FoundMovie, MovieCatalog } from './movie-catalog.ts';

/**
 * Shows one film. `teaser`: whether to return a teaser of a film that the actor may not view, instead of refusing it.
 * @throws PermissionDenied, Unauthenticated, MovieNotFound, MovieRestricted, FilmSourceFailure, TooManyRequests
 */
export class GetMovie {
  static readonly operation = declareOperation('getMovie', 'movies:read');

  constructor(
    private readonly catalog: MovieCatalog,
    private readonly visibility: FilmVisibility,
  ) {}

  async execute(
    actor: Actor,
    input: { kinopoiskId: number; client: Client; teaser?: boolean },
  ): Promise<Omit<FoundMovie, 'movie'> & VisibleMovie> {
    authorize(actor, GetMovie.operation.permission);
    const { movie, ageSeconds, ...source } = await this.catalog.get(input.kinopoiskId, { actor, client: input.client });
    const shown = input.teaser ? (await this.visibility.to(actor))(movie) : await this.visibility.whole(actor, movie);
    // A teaser does not reveal when the film was fetched.
    return { ...source, ...shown, ...(shown.isViewable && given({ ageSeconds })) };
  }
}
