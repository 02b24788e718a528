import type { Actor } from '../../domain/access/actor.ts';
import { authorizeService } from '../../domain/access/actor.ts';
import type { FilmImport } from '../../domain/imports/film-import.ts';
import { declareOperation } from '../shared/operation.ts';
import type { Clock } from '../shared/ports/clock.ts';
import type { Stopping } from '../shared/time-slice.ts';
import { TimeSlice } from '../shared/time-slice.ts';
import type { ImportProgress, ImportProcessor } from './import-processor.ts';

/**
 * How long one import is processed while others wait. A user has at most one unfinished import, so this is the user's
 * turn.
 */
const TURN_MS = 1000;

/** Processes an import for one turn, for the service itself. @throws PermissionDenied */
export class AdvanceImport {
  static readonly operation = declareOperation('advanceImport', 'service');

  constructor(
    private readonly work: ImportProcessor,
    private readonly clock: Pick<Clock, 'monotonicMs'>,
  ) {}

  async execute(
    actor: Actor,
    { job, worker, stopping }: { job: FilmImport; worker: string; stopping: Stopping },
  ): Promise<ImportProgress> {
    authorizeService(actor);
    const turn = new TimeSlice(this.clock, TURN_MS, stopping);
    let progress: ImportProgress = { state: 'going-on', job };
    while (progress.state === 'going-on' && !turn.isOver) {
      progress = await this.work.advance(progress.job, worker, turn);
    }
    return progress;
  }
}
