import type { Clock } from '../../shared/ports/clock.ts';
import type { FilmSourceFailure } from '../ports/film-source.ts';

const REST_AFTER_FAILURE_SECONDS = 300;

/** When a background job may call the film source again. */
export class RestAfterFailure {
  private untilMs = -Infinity;

  constructor(private readonly clock: Clock) {}

  get isOver(): boolean {
    return this.clock.monotonicMs() >= this.untilMs;
  }

  /** Rests for as long as the film source requests, but at least for a few minutes. */
  afterFailure({ retryAfterSeconds = 0 }: FilmSourceFailure): void {
    this.forSeconds(Math.max(retryAfterSeconds, REST_AFTER_FAILURE_SECONDS));
  }

  forSeconds(seconds: number): void {
    this.untilMs = this.clock.monotonicMs() + seconds * 1000;
  }
}
