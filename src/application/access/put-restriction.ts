import type { Actor } from '../../domain/access/actor.ts';
import { authorize } from '../../domain/access/actor.ts';
import type { Restriction } from '../../domain/access/restriction.ts';
import { rightToRestrict } from '../../domain/access/restriction.ts';
import { declareOperation } from '../shared/operation.ts';
import type { RestrictionRepository } from './ports/restriction-repository.ts';

/**
 * Restricts the films that a rule covers. Replaces the label's previous rule, which unlocks the films that only that
 * rule covered, so the caller must hold the label's permission. @throws PermissionDenied, Unauthenticated
 */
export class PutRestriction {
  static readonly operation = declareOperation('putRestriction', 'restrictions:manage');

  constructor(private readonly restrictions: RestrictionRepository) {}

  /** @returns whether the label is new */
  async execute(actor: Actor, restriction: Restriction): Promise<boolean> {
    authorize(actor, PutRestriction.operation.permission);
    authorize(actor, rightToRestrict(restriction.label));
    return this.restrictions.put(restriction);
  }
}
