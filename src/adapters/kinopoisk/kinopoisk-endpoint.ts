import type { CircuitBreakerPolicy, IPolicy } from 'cockatiel';
import {
  bulkhead,
  circuitBreaker,
  CircuitState as PolicyState,
  CountBreaker,
  handleAll,
  isBrokenCircuitError,
  isBulkheadRejectedError,
  wrap,
} from 'cockatiel';
import { FilmSourceUnavailable } from '../../application/films/ports/film-source.ts';

/** The questions that Kinopoisk answers. Each has its own address. */
export const KINOPOISK_OPERATIONS = [
  'search',
  'find',
  'directors',
  'trailer',
  'find-by-imdb-id',
  'collection',
  'premieres',
  'votes',
  'api-key',
] as const;

export type KinopoiskOperation = (typeof KINOPOISK_OPERATIONS)[number];

export const CIRCUIT_STATES = ['closed', 'half-open', 'open'] as const;

export type CircuitState = (typeof CIRCUIT_STATES)[number];

/**
 * The circuit opens when more than this share of the last calls failed, and there were enough calls. The window is a
 * number of calls, not of seconds. With few calls a day, there are none in most minutes. With many, an outage would
 * cost hundreds of calls before the circuit opens.
 */
const FAILURES = { threshold: 0.6, size: 10, minimumNumberOfCalls: 5 };
/**
 * How long the circuit stays open before one call probes the endpoint. With the 5 s that the probe may take, and a
 * moment until the next question, the end of an outage is noticed after at most 15 s.
 */
const OPEN_MS = 8_000;
/** At 20 calls a second, this many run at once if each takes a second. If more are running, no answers arrive. */
const MOST_UNDER_WAY = 20;
const RETRY_WHEN_FULL_SECONDS = 2;

/**
 * The state of one endpoint of Kinopoisk. Each has its own circuit breaker and limit of concurrent calls, so that an
 * endpoint that fails or hangs does not stop the others.
 */
export class KinopoiskEndpoint {
  private readonly breaker: CircuitBreakerPolicy;
  private readonly guarded: IPolicy;
  private readonly room = bulkhead(MOST_UNDER_WAY);
  private openUntilMs = -Infinity;

  constructor() {
    // Any other answer, even a refusal, shows that the endpoint works.
    this.breaker = circuitBreaker(handleAll.orWhenResult(isServerError), {
      halfOpenAfter: OPEN_MS,
      breaker: new CountBreaker(FAILURES),
    });
    this.breaker.onBreak(() => (this.openUntilMs = Date.now() + OPEN_MS));
    this.guarded = wrap(this.room, this.breaker);
  }

  get circuit(): CircuitState {
    if (this.breaker.state === PolicyState.Closed) return 'closed';
    return this.breaker.state === PolicyState.HalfOpen ? 'half-open' : 'open';
  }

  /** Why a call would be refused now. */
  refusal(): FilmSourceUnavailable | undefined {
    const restMs = this.openUntilMs - Date.now();
    const isTried = this.breaker.state === PolicyState.HalfOpen;
    if (isTried || (this.breaker.state === PolicyState.Open && restMs > 0)) return outage(restMs / 1000);
    return this.room.executionSlots === 0 ? outage(RETRY_WHEN_FULL_SECONDS) : undefined;
  }

  /** @throws CallNotMade; any error of `send` */
  async run(send: () => Promise<Response>): Promise<Response> {
    try {
      return await this.guarded.execute(send);
    } catch (error) {
      if (isBrokenCircuitError(error)) throw new CallNotMade(outage((this.openUntilMs - Date.now()) / 1000));
      if (isBulkheadRejectedError(error)) throw new CallNotMade(outage(RETRY_WHEN_FULL_SECONDS));
      throw error;
    }
  }
}

/** The endpoint refused the call at the last moment. */
export class CallNotMade extends Error {
  constructor(readonly reason: FilmSourceUnavailable) {
    super('the call was not made');
  }
}

function isServerError(result: unknown): boolean {
  return result instanceof Response && result.status >= 500;
}

function outage(retryAfterSeconds: number): FilmSourceUnavailable {
  return new FilmSourceUnavailable({ retryAfterSeconds: Math.max(1, Math.ceil(retryAfterSeconds)) });
}
