import { THE_SERVICE } from '../../../domain/access/actor.ts';
import type { ListPage, ListProgress } from '../../../domain/films/film-lists.ts';
import { afterFailure, afterPage, nextToRead } from '../../../domain/films/film-lists.ts';
import type { CallPurpose } from '../../../domain/films/quota-day.ts';
import { callsFor } from '../../../domain/films/quota-day.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import type { IdGenerator } from '../../shared/ports/id-generator.ts';
import type { Stopping } from '../../shared/time-slice.ts';
import type { ApiQuota } from '../ports/api-quota.ts';
import type { FilmListRepository } from '../ports/film-list-repository.ts';
import { FilmSourceBadAnswer, isFilmSourceFailure } from '../ports/film-source.ts';
import { RestAfterFailure } from './rest-after-failure.ts';
import type { WarmCatalogue } from './warm-catalogue.ts';

/** So few pages hardly delay waiting users, because the calls of users come first. */
const PAGES_A_RUN = 5;
/** Pause while no list is due, or no call is left for it. */
const REST_SECONDS = 600;

/**
 * Fills the catalogue from the lists of the film source in the background, one instance at a time. The progress is
 * stored in the database, so a restarted service continues where the last run stopped.
 */
export class WarmingJob {
  private readonly worker: string;
  private readonly rest: RestAfterFailure;

  constructor(
    private readonly lists: FilmListRepository,
    private readonly warmCatalogue: WarmCatalogue,
    private readonly apiQuota: ApiQuota,
    private readonly clock: Clock,
    ids: IdGenerator,
  ) {
    this.worker = ids.next();
    this.rest = new RestAfterFailure(clock);
  }

  /**
   * Reads a few pages; call it repeatedly. Does nothing while the remaining calls are reserved for waiting users. After
   * a failure of the source it pauses; a list that got no usable answer is tried again later, after the other lists.
   */
  async run(stopping: Stopping): Promise<void> {
    if (!this.rest.isOver) return;
    if (!(await this.lists.lease(this.worker, this.clock.now()))) return;
    for (let pages = 0; pages < PAGES_A_RUN && !stopping.aborted; pages += 1) {
      const now = this.clock.now();
      const next = nextToRead(await this.lists.progress(), now);
      const purpose: CallPurpose = next?.readAt === null ? 'warming' : 'extra';
      if (next === undefined || callsFor(purpose, await this.apiQuota.quota(now), now) === 0) {
        this.rest.forSeconds(REST_SECONDS);
        return;
      }
      if (!(await this.read(next, purpose))) return;
    }
  }

  /** @returns whether to continue */
  private async read(next: ListProgress, purpose: CallPurpose): Promise<boolean> {
    const { list, nextPage } = next;
    let page: ListPage;
    try {
      page = await this.warmCatalogue.execute(THE_SERVICE, { list, page: nextPage, purpose });
    } catch (failure) {
      if (!isFilmSourceFailure(failure)) throw failure;
      this.rest.afterFailure(failure);
      if (failure instanceof FilmSourceBadAnswer) await this.save((now) => afterFailure(next, now));
      return false;
    }
    return this.save((now) => afterPage(next, page, now));
  }

  private save(progressAt: (now: Date) => ListProgress): Promise<boolean> {
    const now = this.clock.now();
    return this.lists.save(this.worker, progressAt(now), now);
  }
}
