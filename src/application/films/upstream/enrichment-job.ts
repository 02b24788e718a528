import { THE_SERVICE } from '../../../domain/access/actor.ts';
import { backgroundCallsLeft } from '../../../domain/films/quota-day.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import type { IdGenerator } from '../../shared/ports/id-generator.ts';
import type { ApiQuota } from '../ports/api-quota.ts';
import type { EnrichmentQueue } from '../ports/enrichment-queue.ts';
import { isFilmSourceFailure } from '../ports/film-source.ts';
import type { EnrichMovie } from './enrich-movie.ts';
import { RestAfterFailure } from './rest-after-failure.ts';

const FILMS_A_RUN = 2;
const CALLS_A_FILM = 2;

/** Completes films in the background. The queue is in the database. */
export class EnrichmentJob {
  private readonly worker: string;
  private readonly rest: RestAfterFailure;

  constructor(
    private readonly queue: EnrichmentQueue,
    private readonly enrichMovie: EnrichMovie,
    private readonly apiQuota: ApiQuota,
    private readonly clock: Clock,
    ids: IdGenerator,
  ) {
    this.worker = ids.next();
    this.rest = new RestAfterFailure(clock);
  }

  /**
   * Processes a few films; call it repeatedly. Does nothing while the remaining calls are reserved for waiting users.
   * After a failure of the source it pauses.
   */
  async run(stopping: { readonly aborted: boolean }): Promise<void> {
    if (!this.rest.isOver) return;
    const now = this.clock.now();
    if (backgroundCallsLeft(await this.apiQuota.quota(now), now) < FILMS_A_RUN * CALLS_A_FILM) return;
    for (let films = 0; films < FILMS_A_RUN && !stopping.aborted; films += 1) {
      const kinopoiskId = await this.queue.take(this.worker, this.clock.now());
      if (kinopoiskId === undefined) return;
      try {
        await this.enrichMovie.execute(THE_SERVICE, { kinopoiskId });
      } catch (failure) {
        if (!isFilmSourceFailure(failure)) throw failure;
        this.rest.afterFailure(failure);
        return;
      }
    }
  }
}
