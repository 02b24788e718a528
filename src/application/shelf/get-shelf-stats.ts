import type { Actor } from '../../domain/access/actor.ts';
import { authorizeUser } from '../../domain/access/actor.ts';
import { declareOperation } from '../shared/operation.ts';
import type { ShelfStatistics, ShelfStats } from './ports/shelf-statistics.ts';

/** Counts the films on the caller's shelf. @throws PermissionDenied, Unauthenticated */
export class GetShelfStats {
  static readonly operation = declareOperation('getShelfStats', 'favorites:own');

  constructor(private readonly statistics: ShelfStatistics) {}

  async execute(actor: Actor): Promise<ShelfStats> {
    authorizeUser(actor, GetShelfStats.operation.permission);
    return this.statistics.of(actor.userId);
  }
}
