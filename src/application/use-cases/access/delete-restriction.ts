import type { Actor } from '../../../domain/actor.ts';
import { authorize } from '../../../domain/actor.ts';
import { RestrictionNotFound } from '../../../domain/restriction.ts';
import type { RestrictionRepository } from '../../ports/restriction-repository.ts';

/** Opens the films of a label to everyone who may read films. @throws PermissionDenied, Unauthenticated, RestrictionNotFound */
export class DeleteRestriction {
  constructor(private readonly restrictions: RestrictionRepository) {}

  async execute(actor: Actor, { label }: { label: string }): Promise<void> {
    authorize(actor, 'restrictions:manage');
    if (!(await this.restrictions.remove(label))) throw new RestrictionNotFound();
  }
}
