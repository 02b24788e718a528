import type { Actor } from '../../domain/access/actor.ts';
import { authorizeUser } from '../../domain/access/actor.ts';
import type { ImportId, ImportReport } from '../../domain/imports/film-import.ts';
import { ImportNotFound } from '../../domain/imports/film-import.ts';
import { declareOperation } from '../shared/operation.ts';
import type { ImportRepository } from './ports/import-repository.ts';

/** Shows the progress of an import. @throws PermissionDenied, Unauthenticated, ImportNotFound */
export class GetImport {
  static readonly operation = declareOperation('getImport', 'favorites:own');

  constructor(private readonly imports: ImportRepository) {}

  async execute(actor: Actor, { id }: { id: ImportId }): Promise<ImportReport> {
    authorizeUser(actor, GetImport.operation.permission);
    const report = await this.imports.find(actor.userId, id);
    if (report === undefined) throw new ImportNotFound();
    return report;
  }
}
