import type { Actor } from '../../domain/access/actor.ts';
import { authorizeUser } from '../../domain/access/actor.ts';
import type { ImportReport } from '../../domain/imports/film-import.ts';
import type { Page, PageRequest } from '../../domain/shared/page.ts';
import { paged } from '../../domain/shared/page.ts';
import { declareOperation } from '../shared/operation.ts';
import type { ImportRepository } from './ports/import-repository.ts';

/** Shows the caller's imports, newest first. @throws PermissionDenied, Unauthenticated */
export class ListImports {
  static readonly operation = declareOperation('listImports', 'favorites:own');

  constructor(private readonly imports: ImportRepository) {}

  /** Returns one page, or all without `page`. */
  async execute(actor: Actor, { page }: { page?: PageRequest }): Promise<Page<ImportReport>> {
    authorizeUser(actor, ListImports.operation.permission);
    return paged(await this.imports.list(actor.userId), page);
  }
}
