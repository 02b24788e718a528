import type { Actor } from '../../domain/access/actor.ts';
import { authorizeService } from '../../domain/access/actor.ts';
import { IMPORT_KEPT_DAYS } from '../../domain/imports/film-import.ts';
import { DAY_MS } from '../../domain/shared/duration.ts';
import { inParts } from '../shared/in-parts.ts';
import { declareOperation } from '../shared/operation.ts';
import type { Clock } from '../shared/ports/clock.ts';
import type { Stopping } from '../shared/time-slice.ts';
import type { ImportRepository } from './ports/import-repository.ts';

/**
 * Purges imports that finished {@link IMPORT_KEPT_DAYS} days ago; the service runs it regularly. @throws
 * PermissionDenied
 */
export class PurgeImports {
  static readonly operation = declareOperation('purgeImports', 'service');

  constructor(
    private readonly imports: ImportRepository,
    private readonly clock: Clock,
  ) {}

  async execute(actor: Actor, { stopping }: { stopping: Stopping }): Promise<{ imports: number }> {
    authorizeService(actor);
    const before = new Date(this.clock.now().getTime() - IMPORT_KEPT_DAYS * DAY_MS);
    return { imports: await inParts(this.clock, stopping, () => this.imports.purge(before)) };
  }
}
