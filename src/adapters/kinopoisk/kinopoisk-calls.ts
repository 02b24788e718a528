import { setTimeout as pause } from 'node:timers/promises';
import type { CircuitBreakerPolicy, IPolicy } from 'cockatiel';
import {
  bulkhead,
  circuitBreaker,
  CircuitState,
  ConsecutiveBreaker,
  handleAll,
  isBrokenCircuitError,
  isBulkheadRejectedError,
  wrap,
} from 'cockatiel';
import type { ApiQuota } from '../../application/films/ports/api-quota.ts';
import { FilmSourceTimeout, FilmSourceUnavailable } from '../../application/films/ports/film-source.ts';
import type { Clock } from '../../application/shared/ports/clock.ts';
import type { Metrics } from '../../application/shared/ports/metrics.ts';
import type { CallPurpose } from '../../domain/films/quota-day.ts';
import { refusalOf, UnusableAnswer } from './kinopoisk-failures.ts';

/** `operation` names the call in metrics. `latestMs`: the latest time for its turn, on the `monotonicMs` clock. */
export type KinopoiskCall = {
  readonly operation: string;
  readonly purpose: CallPurpose;
  readonly latestMs: number;
  readonly signal: AbortSignal;
};

export type CircuitMood = 'closed' | 'open' | 'half-open';

/** Number of consecutive failures that open the circuit. */
const FAILURES_TO_OPEN = 5;
/**
 * How long the circuit stays open before one call probes the source. With the 5 s that the probe may take, and a moment
 * until the next question, an outage is noticed as over at most 15 s after its end.
 */
const OPEN_MS = 8_000;
/** At 20 calls a second this many run at once when each takes a second; more of them mean that no answers arrive. */
const MOST_UNDER_WAY = 20;
const RETRY_WHEN_FULL_SECONDS = 2;
/** Maximum wait of a background call behind others. */
const EXTRA_WAIT_MS = 1_000;
/** Less than the margin between calls. */
const MOST_LATE_MS = 100;
const MOST_MISSED = 2;

/** Kinopoisk counts each kind separately; counting them together is simpler and no less careful. */
const SEARCHES: ReadonlySet<string> = new Set(['search', 'find-by-imdb-id']);

/**
 * Guards every single call, each retry included: while the circuit is open it refuses the call or lets one probe
 * through; then it books the call, waits for its turn, and counts it. A call that is not made costs nothing.
 */
export class KinopoiskCalls {
  private readonly breaker: CircuitBreakerPolicy;
  private readonly guarded: IPolicy;
  private readonly room = bulkhead(MOST_UNDER_WAY);
  private openUntilMs = -Infinity;

  constructor(
    private readonly budget: ApiQuota,
    private readonly metrics: Metrics,
    private readonly clock: Clock,
  ) {
    // Any other answer, even a refusal, shows that the source works.
    this.breaker = circuitBreaker(handleAll.orWhenResult(isServerError), {
      halfOpenAfter: OPEN_MS,
      breaker: new ConsecutiveBreaker(FAILURES_TO_OPEN),
    });
    this.breaker.onBreak(() => (this.openUntilMs = Date.now() + OPEN_MS));
    this.guarded = wrap(this.room, this.breaker);
  }

  get circuit(): CircuitMood {
    if (this.breaker.state === CircuitState.Closed) return 'closed';
    return this.breaker.state === CircuitState.HalfOpen ? 'half-open' : 'open';
  }

  /** @throws FilmSourceFailure when the call may not be made; any error of `send` */
  async run(call: KinopoiskCall, send: () => Promise<Response>): Promise<Response> {
    this.refuseInOutage();
    await this.takeTurn(call);
    const response = await this.sendGuarded(call, send);
    const refusal = refusalOf(response, { operation: call.operation, now: this.clock.now() });
    if (refusal) await this.budget.heed(refusal, this.clock.now());
    return response;
  }

  private refuseInOutage(): void {
    const restMs = this.openUntilMs - Date.now();
    const isTried = this.breaker.state === CircuitState.HalfOpen;
    if (isTried || (this.breaker.state === CircuitState.Open && restMs > 0)) throw outage(restMs / 1000);
    if (this.room.executionSlots === 0) throw outage(RETRY_WHEN_FULL_SECONDS);
  }

  /**
   * A turn that has passed by the time the booking returns, or the process wakes up, may belong to another call: it is
   * returned and a later turn is booked.
   */
  private async takeTurn(call: KinopoiskCall): Promise<void> {
    let lateMs = await this.awaitTurn(call, 0);
    for (let missed = 1; lateMs > MOST_LATE_MS && missed <= MOST_MISSED; missed++) {
      await this.budget.release(this.clock.now());
      lateMs = await this.awaitTurn(call, lateMs);
    }
  }

  /** `aheadMs`: time that booking takes. @returns by how much the turn was missed */
  private async awaitTurn({ operation, purpose, latestMs, signal }: KinopoiskCall, aheadMs: number): Promise<number> {
    const leftMs = latestMs - this.clock.monotonicMs() - aheadMs;
    // No other call took the turn: this process asked too late.
    if (leftMs < 0) throw new FilmSourceTimeout({ cause: new Error(`${operation}: no turn within the deadline`) });
    const planned = {
      isSearch: SEARCHES.has(operation),
      ...(operation === 'votes' && { isVotes: true }),
      purpose,
      withinMs: purpose === 'extra' ? Math.min(leftMs, EXTRA_WAIT_MS) : leftMs,
    };
    const turn = await this.budget.book(planned, new Date(this.clock.now().getTime() + aheadMs));
    const waitMs = turn.getTime() - this.clock.now().getTime();
    if (waitMs > 0) await pause(waitMs, undefined, { signal }).catch(() => this.release(signal.reason));
    return this.clock.now().getTime() - turn.getTime();
  }

  private async sendGuarded(call: KinopoiskCall, send: () => Promise<Response>): Promise<Response> {
    try {
      return await this.guarded.execute(() => this.observed(call, send));
    } catch (error) {
      if (isBrokenCircuitError(error)) return this.release(outage((this.openUntilMs - Date.now()) / 1000));
      if (isBulkheadRejectedError(error)) return this.release(outage(RETRY_WHEN_FULL_SECONDS));
      throw error;
    }
  }

  private async release(reason: unknown): Promise<never> {
    await this.budget.release(this.clock.now());
    throw reason;
  }

  private async observed({ operation, signal }: KinopoiskCall, send: () => Promise<Response>): Promise<Response> {
    const startedMs = this.clock.monotonicMs();
    const observe = (status: string) => {
      const seconds = (this.clock.monotonicMs() - startedMs) / 1000;
      this.metrics.count('kinopoisk_requests_total', { operation, status });
      this.metrics.time('kinopoisk_request_duration_seconds', { operation }, seconds);
    };
    try {
      const response = await send();
      observe(String(response.status));
      return response;
    } catch (error) {
      observe(signal.aborted ? 'timeout' : error instanceof UnusableAnswer ? 'unusable' : 'fault');
      throw error;
    }
  }
}

function isServerError(result: unknown): boolean {
  return result instanceof Response && result.status >= 500;
}

function outage(retryAfterSeconds: number): FilmSourceUnavailable {
  return new FilmSourceUnavailable({ retryAfterSeconds: Math.max(1, Math.ceil(retryAfterSeconds)) });
}
