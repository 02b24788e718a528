import type { SystemActor } from '../../../domain/access/actor.ts';
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
import type { WarmCatalogue } from './warm-catalogue.ts';

/** Few enough that questions of people, which come first, hardly notice. */
const PAGES_A_RUN = 5;
const REST_AFTER_FAILURE_SECONDS = 300;
/** While no list is due, or no call is left for it. */
const REST_SECONDS = 600;

const SERVICE: SystemActor = { kind: 'system', name: 'system' };

/**
 * Fills the catalogue from the lists of the film source in the background, one instance at a time. The progress is in the
 * database, so that a restart goes on where the last run stopped.
 */
export class WarmingJob {
  private readonly worker: string;
  private restsUntilMs = -Infinity;

  constructor(
    private readonly lists: FilmListRepository,
    private readonly warmCatalogue: WarmCatalogue,
    private readonly budget: ApiQuota,
    private readonly clock: Clock,
    ids: IdGenerator,
  ) {
    this.worker = ids.next();
  }

  /**
   * Reads a few pages; call it repeatedly. Does nothing while the remaining calls are kept for people. After a failure of
   * the source it pauses; a list without a usable answer is tried again later, after the others.
   */
  async run(stopping: Stopping): Promise<void> {
    if (this.clock.monotonicMs() < this.restsUntilMs) return;
    if (!(await this.lists.lease(this.worker, this.clock.now()))) return;
    for (let pages = 0; pages < PAGES_A_RUN && !stopping.aborted; pages += 1) {
      const now = this.clock.now();
      const next = nextToRead(await this.lists.progress(), now);
      const purpose: CallPurpose = next?.readAt === null ? 'warming' : 'extra';
      if (next === undefined || callsFor(purpose, await this.budget.quota(now), now) === 0) {
        this.rest(REST_SECONDS);
        return;
      }
      if (!(await this.read(next, purpose))) return;
    }
  }

  /** @returns whether to go on */
  private async read(next: ListProgress, purpose: CallPurpose): Promise<boolean> {
    const { list, nextPage } = next;
    let page: ListPage;
    try {
      page = await this.warmCatalogue.execute(SERVICE, { list, page: nextPage, purpose });
    } catch (failure) {
      if (!isFilmSourceFailure(failure)) throw failure;
      this.rest(Math.max(failure.retryAfterSeconds ?? 0, REST_AFTER_FAILURE_SECONDS));
      if (failure instanceof FilmSourceBadAnswer) await this.save((now) => afterFailure(next, now));
      return false;
    }
    return this.save((now) => afterPage(next, page, now));
  }

  private rest(seconds: number): void {
    this.restsUntilMs = this.clock.monotonicMs() + seconds * 1000;
  }

  private save(progressAt: (now: Date) => ListProgress): Promise<boolean> {
    const now = this.clock.now();
    return this.lists.save(this.worker, progressAt(now), now);
  }
}
