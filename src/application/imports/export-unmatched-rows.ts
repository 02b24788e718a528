import type { Actor } from '../../domain/access/actor.ts';
import { authorizeUser } from '../../domain/access/actor.ts';
import type { ImportId } from '../../domain/imports/film-import.ts';
import { ImportNotFound } from '../../domain/imports/film-import.ts';
import { declareOperation } from '../shared/operation.ts';
import type { FilmListFiles } from './ports/film-list-files.ts';
import type { ImportRepository } from './ports/import-repository.ts';

/**
 * Exports the rows of an import that matched no film, as a file to correct and import again.
 * @throws PermissionDenied, Unauthenticated, ImportNotFound
 */
export class ExportUnmatchedRows {
  static readonly operation = declareOperation('exportUnmatchedRows', 'favorites:own');

  constructor(
    private readonly imports: ImportRepository,
    private readonly files: FilmListFiles,
  ) {}

  async execute(actor: Actor, { id }: { id: ImportId }): Promise<AsyncIterable<string>> {
    authorizeUser(actor, ExportUnmatchedRows.operation.permission);
    if ((await this.imports.find(actor.userId, id)) === undefined) throw new ImportNotFound();
    return this.files.writeRows(
      this.imports.streamRows(actor.userId, id, ['ambiguous', 'not_found', 'restricted', 'invalid']),
    );
  }
}
