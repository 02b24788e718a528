import { type Answer, quotaMessage, refusal } from './answer.ts';
import type { Operation } from './operation.ts';

/** Calls in any second; an operation that is not named has only the overall limit. */
export type RateLimits = { readonly overall: number } & { readonly [operation in Operation]?: number };

/** The limits that Kinopoisk documents since December 2023, in calls a second. */
export const recordedRateLimits: RateLimits = {
  overall: 20,
  search: 5,
  'films-by-imdb-id': 5,
  collections: 5,
  premieres: 5,
  votes: 2,
  'api-key': 2,
};

/** The daily quota and the limits per second of one API key. */
export class CallLimits {
  #used = 0;
  readonly #accepted: { operation: Operation; atMs: number }[] = [];
  readonly #dailyQuota: number;
  readonly #rates: RateLimits | undefined;

  constructor(dailyQuota: number, rates: RateLimits | undefined) {
    this.#dailyQuota = dailyQuota;
    this.#rates = rates;
  }

  get used(): number {
    return this.#used;
  }

  /** From now on every counted call is answered with 402. */
  spendQuota(): void {
    this.#used = Math.max(this.#used, this.#dailyQuota);
  }

  renewQuota(): void {
    this.#used = 0;
  }

  /**
   * Counts the call, even if it is refused. @returns the refusal, with 429 or 402; `undefined` if the call is allowed
   */
  take(operation: Operation, { isCounted }: { isCounted: boolean }): Answer | undefined {
    if (isCounted) this.#used += 1;
    if (isCounted && this.#used > this.#dailyQuota) return refusal(402, quotaMessage(this.#used, this.#dailyQuota));
    return this.#isTooFast(operation) ? refusal(429) : undefined;
  }

  /** Counts in a sliding window, the strictest meaning of "per second". Refused calls do not count in it. */
  #isTooFast(operation: Operation): boolean {
    if (this.#rates === undefined) return false;
    const now = performance.now();
    while (this.#accepted[0] !== undefined && this.#accepted[0].atMs <= now - 1_000) this.#accepted.shift();
    const ofOperation = this.#accepted.filter((call) => call.operation === operation);
    const own = this.#rates[operation] ?? this.#rates.overall;
    if (this.#accepted.length >= this.#rates.overall || ofOperation.length >= own) return true;
    this.#accepted.push({ operation, atMs: now });
    return false;
  }
}
