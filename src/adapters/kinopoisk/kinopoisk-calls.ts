import { setTimeout as pause } from 'node:timers/promises';
import type { ApiQuota, CallPacing } from '../../application/films/ports/api-quota.ts';
import { FilmSourceTimeout } from '../../application/films/ports/film-source.ts';
import type { Owner } from '../../application/shared/fair-queue.ts';
import type { Clock } from '../../application/shared/ports/clock.ts';
import type { Metrics } from '../../application/shared/ports/metrics.ts';
import type { CallPurpose } from '../../domain/films/quota-day.ts';
import { isBackground } from '../../domain/films/quota-day.ts';
import type { CircuitState, KinopoiskOperation } from './kinopoisk-endpoint.ts';
import { CallNotMade, KINOPOISK_OPERATIONS, KinopoiskEndpoint } from './kinopoisk-endpoint.ts';
import { refusalOf, UnusableAnswer } from './kinopoisk-failures.ts';
import { KINOPOISK_PACING } from './kinopoisk-pacing.ts';
import type { CallKind } from './kinopoisk-turns.ts';
import { KinopoiskTurns } from './kinopoisk-turns.ts';

/** `operation` names the call in metrics. `latestMs`: the latest time for its turn, on the `monotonicMs` clock. */
export type KinopoiskCall = {
  readonly operation: KinopoiskOperation;
  readonly purpose: CallPurpose;
  /** Whose call it is: callers take turns. */
  readonly owner: Owner;
  readonly latestMs: number;
  readonly signal: AbortSignal;
};

/** Maximum wait of a background call behind others. */
const EXTRA_WAIT_MS = 1_000;
/**
 * How late a call may be sent. We send 21 calls in 1.2 s, which is 200 ms more than the second that Kinopoisk counts.
 */
const MOST_LATE_MS = 100;
const MOST_MISSED = 2;

/**
 * Kinopoisk counts searches and lists separately, five a second each. Counting them together is simpler, and stays
 * within both limits.
 */
const KINDS: ReadonlyMap<KinopoiskOperation, CallKind> = new Map([
  ['search', 'search'],
  ['find-by-imdb-id', 'search'],
  ['collection', 'search'],
  ['premieres', 'search'],
  ['votes', 'votes'],
]);

/**
 * Guards every call, including retries. While the circuit of its endpoint is open, the call is refused, or made as the
 * one probe. Then the call waits for its turn, is booked and counted. A call that is not made costs nothing.
 */
export class KinopoiskCalls {
  private readonly endpoints: ReadonlyMap<KinopoiskOperation, KinopoiskEndpoint>;
  private readonly turns: KinopoiskTurns;

  constructor(
    private readonly apiQuota: ApiQuota,
    private readonly metrics: Metrics,
    private readonly clock: Clock,
    pacing: CallPacing = KINOPOISK_PACING,
  ) {
    this.endpoints = new Map(KINOPOISK_OPERATIONS.map((operation) => [operation, new KinopoiskEndpoint()]));
    this.turns = new KinopoiskTurns(apiQuota, pacing, clock);
  }

  circuitOf(operation: KinopoiskOperation): CircuitState {
    return this.endpoint(operation).circuit;
  }

  /** @throws FilmSourceFailure when the call may not be made; any error of `send` */
  async run(call: KinopoiskCall, send: () => Promise<Response>): Promise<Response> {
    const refused = this.endpoint(call.operation).refusal();
    if (refused) throw refused;
    await this.takeTurn(call);
    const response = await this.sendGuarded(call, send);
    const refusal = refusalOf(response, { operation: call.operation, now: this.clock.now() });
    if (refusal) await this.apiQuota.heed(refusal, this.clock.now());
    return response;
  }

  private endpoint(operation: KinopoiskOperation): KinopoiskEndpoint {
    const endpoint = this.endpoints.get(operation);
    if (endpoint === undefined) throw new Error(`${operation} is no operation of Kinopoisk`);
    return endpoint;
  }

  /**
   * When the booking returns or the process wakes up, the turn may have passed, and the time may belong to another
   * call. Then the turn is given back and a later one is booked.
   */
  private async takeTurn(call: KinopoiskCall): Promise<void> {
    let lateMs = await this.awaitTurn(call, 0);
    for (let missed = 1; lateMs > MOST_LATE_MS && missed <= MOST_MISSED; missed++) {
      await this.apiQuota.release(this.clock.now());
      lateMs = await this.awaitTurn(call, lateMs);
    }
  }

  /** `aheadMs`: time that booking takes. @returns by how much the turn was missed */
  private async awaitTurn(call: KinopoiskCall, aheadMs: number): Promise<number> {
    const { operation, purpose, owner, latestMs, signal } = call;
    const leftMs = latestMs - this.clock.monotonicMs() - aheadMs;
    // No other call took the turn. This process booked it too late.
    if (leftMs < 0) throw new FilmSourceTimeout({ cause: new Error(`${operation}: no turn within the deadline`) });
    const turn = await this.turns.take({
      kind: KINDS.get(operation) ?? 'other',
      purpose,
      owner,
      withinMs: isBackground(purpose) ? Math.min(leftMs, EXTRA_WAIT_MS) : leftMs,
      aheadMs,
      signal,
    });
    const waitMs = turn.getTime() - this.clock.now().getTime();
    if (waitMs > 0) await pause(waitMs, undefined, { signal }).catch(() => this.release(signal.reason));
    return this.clock.now().getTime() - turn.getTime();
  }

  private async sendGuarded(call: KinopoiskCall, send: () => Promise<Response>): Promise<Response> {
    try {
      return await this.endpoint(call.operation).run(() => this.observed(call, send));
    } catch (error) {
      if (error instanceof CallNotMade) return this.release(error.reason);
      throw error;
    }
  }

  private async release(reason: unknown): Promise<never> {
    await this.apiQuota.release(this.clock.now());
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
