import type { Actor } from '../../../domain/access/actor.ts';
import { authorizeService } from '../../../domain/access/actor.ts';
import { declareOperation } from '../../shared/operation.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import type { ApiQuota } from '../ports/api-quota.ts';
import type { QuotaSource } from '../ports/quota-source.ts';

/**
 * Fetches the source's own count of today's calls, for the service itself. @throws PermissionDenied, FilmSourceFailure
 */
export class LearnQuota {
  static readonly operation = declareOperation('learnQuota', 'service');

  constructor(
    private readonly source: QuotaSource | undefined,
    private readonly apiQuota: ApiQuota,
    private readonly clock: Clock,
  ) {}

  async execute(actor: Actor): Promise<void> {
    authorizeService(actor);
    const reported = await this.source?.quota();
    if (reported) await this.apiQuota.learn(reported, this.clock.now());
  }
}
