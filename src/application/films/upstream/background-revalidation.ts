import { THE_SERVICE } from '../../../domain/access/actor.ts';
import type { Actor } from '../../../domain/access/actor.ts';
import type { AsService } from '../../shared/ports/as-service.ts';
import type { Observers } from '../../shared/use-case.ts';
import { observed } from '../../shared/use-case.ts';
import { isFilmSourceFailure } from '../ports/film-source.ts';

const MOST_AT_ONCE = 4;
const REST_AFTER_FAILURE_SECONDS = 30;

/**
 * Revalidates stale answers that were served from the cache. Nobody waits for it. When too many revalidations are
 * queued, or the source fails, the next request tries again. Every run is observed like a use case. It is shared work of
 * the service, so an address with many statements cannot hold the few places for revalidations.
 */
export class BackgroundRevalidation {
  private readonly underWay = new Map<string, Promise<void>>();
  private restsUntilMs = -Infinity;
  private isStopped = false;

  constructor(
    private readonly observers: Observers,
    private readonly asService: AsService,
  ) {}

  /** Starts the work unless work with the same `key` is running. */
  start(operation: 'refreshMovie' | 'refreshSearch', key: string, work: () => Promise<unknown>): void {
    const run = `${operation} ${key}`;
    const isResting = this.observers.clock.monotonicMs() < this.restsUntilMs;
    if (this.isStopped || isResting || this.underWay.has(run) || this.underWay.size >= MOST_AT_ONCE) return;
    const refreshing = observed(operation, { execute: (_actor: Actor) => work() }, this.observers);
    const refreshed = this.asService('revalidation', () => refreshing.execute(THE_SERVICE))
      .then(
        () => undefined,
        (failure: unknown) => this.rest(failure),
      )
      .finally(() => this.underWay.delete(run));
    this.underWay.set(run, refreshed);
  }

  /** Starts no further work and waits for running work. */
  async stop(): Promise<void> {
    this.isStopped = true;
    await Promise.all(this.underWay.values());
  }

  private rest(failure: unknown): void {
    const seconds = (isFilmSourceFailure(failure) && failure.retryAfterSeconds) || 0;
    this.restsUntilMs = this.observers.clock.monotonicMs() + Math.max(seconds, REST_AFTER_FAILURE_SECONDS) * 1000;
  }
}
