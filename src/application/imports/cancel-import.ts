import type { Actor } from '../../domain/access/actor.ts';
import { authorizeUser } from '../../domain/access/actor.ts';
import type { ImportId, ImportReport } from '../../domain/imports/film-import.ts';
import { ImportNotFound } from '../../domain/imports/film-import.ts';
import { declareOperation } from '../shared/operation.ts';
import type { Clock } from '../shared/ports/clock.ts';
import type { ImportRepository } from './ports/import-repository.ts';

/**
 * Cancels an import; its changes to the shelf stay. A finished import stays as it is.
 * @throws PermissionDenied, Unauthenticated, ImportNotFound
 */
export class CancelImport {
  static readonly operation = declareOperation('cancelImport', 'favorites:own');

  constructor(
    private readonly imports: ImportRepository,
    private readonly clock: Clock,
  ) {}

  async execute(actor: Actor, { id }: { id: ImportId }): Promise<ImportReport> {
    authorizeUser(actor, CancelImport.operation.permission);
    const report = await this.imports.cancel(actor.userId, id, this.clock.now());
    if (report === undefined) throw new ImportNotFound();
    return report;
  }
}
