import type { Actor } from '../../../domain/access/actor.ts';
import { authorizeService } from '../../../domain/access/actor.ts';
import { searchesKeptSince, unknownSince } from '../../../domain/films/freshness.ts';
import { inParts } from '../../shared/in-parts.ts';
import { declareOperation } from '../../shared/operation.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import type { Stopping } from '../../shared/time-slice.ts';
import type { MissingFilmCache } from '../ports/missing-film-cache.ts';
import type { SearchRepository } from '../ports/search-repository.ts';

/**
 * Purges answers of the film source that are too old to be served; the service runs it regularly.
 * @throws PermissionDenied
 */
export class PurgeCachedAnswers {
  static readonly operation = declareOperation('purgeCachedAnswers', 'service');

  constructor(
    private readonly searches: SearchRepository,
    private readonly missingFilms: MissingFilmCache,
    private readonly clock: Clock,
  ) {}

  async execute(
    actor: Actor,
    { stopping }: { stopping: Stopping },
  ): Promise<{ searches: number; missingFilms: number }> {
    authorizeService(actor);
    const now = this.clock.now();
    const all = (part: () => Promise<number>) => inParts(this.clock, stopping, part);
    const searches = await all(() => this.searches.purge(searchesKeptSince(now)));
    const missingFilms = await all(() => this.missingFilms.purge(unknownSince(now)));
    return { searches, missingFilms };
  }
}
