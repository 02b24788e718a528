import type { Actor } from '../../domain/access/actor.ts';
import { authorize } from '../../domain/access/actor.ts';
import type { Restriction } from '../../domain/access/restriction.ts';
import type { Page, PageRequest } from '../../domain/shared/page.ts';
import { paged } from '../../domain/shared/page.ts';
import { declareOperation } from '../shared/operation.ts';
import type { RestrictionRepository } from './ports/restriction-repository.ts';

/** Lists the restrictions, by label. @throws PermissionDenied, Unauthenticated */
export class ListRestrictions {
  static readonly operation = declareOperation('listRestrictions', 'restrictions:manage');

  constructor(private readonly restrictions: RestrictionRepository) {}

  async execute(actor: Actor, { page }: { page?: PageRequest }): Promise<Page<Restriction>> {
    authorize(actor, ListRestrictions.operation.permission);
    return paged(await this.restrictions.list(), page);
  }
}
