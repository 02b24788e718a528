import type { Actor } from '../../../domain/access/actor.ts';
import { authorizeService } from '../../../domain/access/actor.ts';
import { declareOperation } from '../../shared/operation.ts';
import type { MovieCatalog } from '../movie-catalog.ts';

/**
 * Fetches the directors and the trailer of a film that was stored without them, for the service itself.
 * @throws PermissionDenied, FilmSourceFailure
 */
export class EnrichMovie {
  static readonly operation = declareOperation('enrichMovie', 'service');

  constructor(private readonly catalog: MovieCatalog) {}

  async execute(actor: Actor, { kinopoiskId }: { kinopoiskId: number }): Promise<void> {
    authorizeService(actor);
    await this.catalog.enrich(kinopoiskId);
  }
}
