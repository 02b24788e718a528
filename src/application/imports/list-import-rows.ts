import type { Actor } from '../../domain/access/actor.ts';
import { authorizeUser } from '../../domain/access/actor.ts';
import type { ImportedRow, ImportId, RowOutcome } from '../../domain/imports/film-import.ts';
import { ImportNotFound, ROW_OUTCOMES } from '../../domain/imports/film-import.ts';
import type { Listing, PageRequest } from '../../domain/shared/page.ts';
import { declareOperation } from '../shared/operation.ts';
import type { ImportRepository } from './ports/import-repository.ts';

/** Shows the outcome of each row of an import. @throws PermissionDenied, Unauthenticated, ImportNotFound */
export class ListImportRows {
  static readonly operation = declareOperation('listImportRows', 'favorites:own');

  constructor(private readonly imports: ImportRepository) {}

  /** Returns one page, or all rows without `page`; of one outcome or of all. */
  async execute(
    actor: Actor,
    { id, outcome, page }: { id: ImportId; outcome?: RowOutcome; page?: PageRequest },
  ): Promise<Listing<ImportedRow>> {
    authorizeUser(actor, ListImportRows.operation.permission);
    if ((await this.imports.find(actor.userId, id)) === undefined) throw new ImportNotFound();
    const outcomes = outcome === undefined ? ROW_OUTCOMES : [outcome];
    return page
      ? this.imports.rows(actor.userId, id, outcomes, page)
      : this.imports.streamRows(actor.userId, id, outcomes);
  }
}
