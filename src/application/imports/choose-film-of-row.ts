import type { Actor } from '../../domain/access/actor.ts';
import { authorizeUser } from '../../domain/access/actor.ts';
import type { ImportedRow, ImportId } from '../../domain/imports/film-import.ts';
import { ImportNotFound, ImportRowNotFound, ImportRowSettled } from '../../domain/imports/film-import.ts';
import type { Client } from '../../domain/sessions/session.ts';
import type { FilmVisibility } from '../films/film-visibility.ts';
import type { MovieCatalog } from '../films/movie-catalog.ts';
import { declareOperation } from '../shared/operation.ts';
import type { Clock } from '../shared/ports/clock.ts';
import type { ImportRepository } from './ports/import-repository.ts';

/**
 * Chooses the film for a row that was ambiguous or not found. It may be one of the candidates, or any other film.
 * Idempotent.
 * @throws PermissionDenied, Unauthenticated, ImportNotFound, ImportRowNotFound, ImportRowSettled, MovieNotFound,
 * MovieRestricted, FilmSourceFailure, TooManyRequests
 */
export class ChooseFilmOfRow {
  static readonly operation = declareOperation('chooseFilmOfRow', 'favorites:own');

  constructor(
    private readonly imports: ImportRepository,
    private readonly catalog: MovieCatalog,
    private readonly visibility: FilmVisibility,
    private readonly clock: Clock,
  ) {}

  async execute(
    actor: Actor,
    { id, row, kinopoiskId, client }: { id: ImportId; row: number; kinopoiskId: number; client: Client },
  ): Promise<ImportedRow> {
    authorizeUser(actor, ChooseFilmOfRow.operation.permission);
    if ((await this.imports.find(actor.userId, id)) === undefined) throw new ImportNotFound();
    const found = await this.imports.findRow(actor.userId, id, row);
    if (found === undefined) throw new ImportRowNotFound();
    if (isChosen(found, kinopoiskId)) return found;
    const { movie } = await this.catalog.get(kinopoiskId, { actor, client });
    await this.visibility.whole(actor, movie);
    const match = { outcome: 'matched', by: 'owner', kinopoiskId, confidence: 1 } as const;
    const settled = await this.imports.choose(actor.userId, id, { row, match }, this.clock.now());
    if (settled === undefined || !isChosen(settled, kinopoiskId)) throw new ImportRowSettled();
    return settled;
  }
}

function isChosen(row: ImportedRow, kinopoiskId: number): boolean {
  return row.outcome === 'matched' && row.kinopoiskId === kinopoiskId;
}
