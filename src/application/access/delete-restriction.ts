import type { Actor } from '../../domain/access/actor.ts';
import { authorize } from '../../domain/access/actor.ts';
import { RestrictionNotFound, rightToRestrict } from '../../domain/access/restriction.ts';
import { declareOperation } from '../shared/operation.ts';
import type { RestrictionRepository } from './ports/restriction-repository.ts';

/**
 * Deletes the restriction of a label whose permission the caller holds. Then everybody who may read films can view the
 * films of the label.
 * @throws PermissionDenied, Unauthenticated, RestrictionNotFound
 */
export class DeleteRestriction {
  static readonly operation = declareOperation('deleteRestriction', 'restrictions:manage');

  constructor(private readonly restrictions: RestrictionRepository) {}

  async execute(actor: Actor, { label }: { label: string }): Promise<void> {
    authorize(actor, DeleteRestriction.operation.permission);
    authorize(actor, rightToRestrict(label));
    if (!(await this.restrictions.remove(label))) throw new RestrictionNotFound();
  }
}
