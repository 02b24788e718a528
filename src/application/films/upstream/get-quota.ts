import type { Actor } from '../../../domain/access/actor.ts';
import { authorize } from '../../../domain/access/actor.ts';
import type { Quota } from '../../../domain/films/quota-day.ts';
import { callsFor, nextQuotaDay } from '../../../domain/films/quota-day.ts';
import { declareOperation } from '../../shared/operation.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import type { ApiQuota } from '../ports/api-quota.ts';
import type { FilmSource } from '../ports/film-source.ts';

/**
 * The calls of today. `remaining`: calls that are left for users who wait for an answer. `reserved`: how many of these
 * background work may not use now. `resetsAt`: when the next quota day begins.
 */
export type QuotaOfDay = Quota & { readonly remaining: number; readonly reserved: number; readonly resetsAt: Date };

/** Shows how the day's calls to the film source are used. Does not call it. @throws PermissionDenied, Unauthenticated */
export class GetQuota {
  static readonly operation = declareOperation('getQuota', 'quota:read');

  constructor(
    private readonly source: FilmSource | undefined,
    private readonly budget: ApiQuota,
    private readonly clock: Clock,
  ) {}

  /** @returns `undefined` without a film source */
  async execute(actor: Actor): Promise<QuotaOfDay | undefined> {
    authorize(actor, GetQuota.operation.permission);
    if (this.source === undefined) return undefined;
    const now = this.clock.now();
    const quota = await this.budget.quota(now);
    const remaining = callsFor('asked', quota, now);
    return {
      ...quota,
      remaining,
      reserved: remaining - callsFor('extra', quota, now),
      resetsAt: nextQuotaDay(now),
    };
  }
}
