import type { ApiQuota, CallPacing, CallRefusal, PlannedCall } from '../../src/application/films/ports/api-quota.ts';
import {
  FilmSourceKeyRefused,
  FilmSourceQuotaSpent,
  FilmSourceRateLimited,
} from '../../src/application/films/ports/film-source.ts';
import type { Quota } from '../../src/domain/films/quota-day.ts';
import { quotaDay, callsFor, secondsUntilNextQuotaDay } from '../../src/domain/films/quota-day.ts';

export class InMemoryApiQuota implements ApiQuota {
  private day = '';
  private used = 0;
  private nextCallMs = -Infinity;
  private nextSearchMs = -Infinity;
  private nextVotesMs = -Infinity;
  private keyRefusedUntilMs = -Infinity;

  constructor(
    private limit = 500,
    private readonly pacing: CallPacing = { callMs: 60, searchMs: 250, votesMs: 550 },
  ) {}

  async book({ isSearch, isVotes, purpose, withinMs }: PlannedCall, now: Date): Promise<Date> {
    const nowMs = now.getTime();
    const { limit, used } = this.count(now);
    const seconds = (untilMs: number) => ({ retryAfterSeconds: Math.max(1, Math.ceil((untilMs - nowMs) / 1000)) });
    if (this.keyRefusedUntilMs > nowMs) throw new FilmSourceKeyRefused(seconds(this.keyRefusedUntilMs));
    if (used >= limit) throw new FilmSourceQuotaSpent({ retryAfterSeconds: secondsUntilNextQuotaDay(now) });
    if (callsFor(purpose, { limit, used }, now) === 0) throw new FilmSourceQuotaSpent({ retryAfterSeconds: 600 });
    const own = [isSearch ? this.nextSearchMs : -Infinity, isVotes ? this.nextVotesMs : -Infinity];
    const turnMs = Math.max(nowMs, this.nextCallMs, ...own);
    if (turnMs > nowMs + withinMs) throw new FilmSourceRateLimited(seconds(turnMs));
    this.used += 1;
    this.nextCallMs = turnMs + this.pacing.callMs;
    if (isSearch) this.nextSearchMs = turnMs + this.pacing.searchMs;
    if (isVotes) this.nextVotesMs = turnMs + this.pacing.votesMs;
    return new Date(turnMs);
  }

  async release(now: Date): Promise<void> {
    if (quotaDay(now) === this.day) this.used = Math.max(0, this.used - 1);
  }

  async heed(refusal: CallRefusal, now: Date): Promise<void> {
    const { limit, used } = this.count(now);
    const untilMs = now.getTime() + (refusal.retryAfterSeconds ?? 0) * 1000;
    if (refusal instanceof FilmSourceKeyRefused) this.keyRefusedUntilMs = untilMs;
    else if (refusal instanceof FilmSourceQuotaSpent) this.used = Math.max(used, limit);
    else this.nextCallMs = Math.max(this.nextCallMs, untilMs);
  }

  async learn(reported: Quota, now: Date): Promise<void> {
    this.limit = Math.min(this.limit, reported.limit);
    this.used = Math.max(this.count(now).used, reported.used);
  }

  async quota(now: Date): Promise<Quota> {
    return this.count(now);
  }

  private count(now: Date): Quota {
    const day = quotaDay(now);
    if (day > this.day) [this.day, this.used] = [day, 0];
    return { limit: this.limit, used: this.used };
  }
}
