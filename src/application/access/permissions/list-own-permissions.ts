import type { Actor } from '../../../domain/access/actor.ts';
import { isSuperuser } from '../../../domain/access/actor.ts';
import type { Permission } from '../../../domain/access/permission.ts';
import type { Page, PageRequest } from '../../../domain/shared/page.ts';
import { paged } from '../../../domain/shared/page.ts';
import { declareOperation } from '../../shared/operation.ts';
import type { AccessRules } from '../ports/access-rules.ts';

/** Lists what the caller may do, in alphabetical order. A caller without a token may do what `anonymous` may. */
export class ListOwnPermissions {
  static readonly operation = declareOperation('listOwnPermissions', 'anyone');

  constructor(private readonly rules: AccessRules) {}

  async execute(actor: Actor, { page }: { page?: PageRequest }): Promise<Page<Permission>> {
    const isLimited = actor.kind !== 'system' && !isSuperuser(actor);
    const held = isLimited ? actor.permissions : (await this.rules.current()).allPermissions();
    return paged([...held].toSorted(), page);
  }
}
