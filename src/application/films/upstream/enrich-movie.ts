import type { Actor } from '../../../domain/access/actor.ts';
import { PermissionDenied } from '../../../domain/access/actor.ts';
import type { MovieCatalog } from '../movie-catalog.ts';

/** Completes a film whose card came without directors or trailer, for the service itself. @throws PermissionDenied, FilmSourceFailure */
export class EnrichMovie {
  constructor(private readonly catalog: MovieCatalog) {}

  async execute(actor: Actor, { kinopoiskId }: { kinopoiskId: number }): Promise<void> {
    if (actor.kind !== 'system') throw new PermissionDenied();
    await this.catalog.enrich(kinopoiskId);
  }
}
