import type { Actor } from '../../../domain/actor.ts';
import { PermissionDenied } from '../../../domain/actor.ts';
import type { FilmImport } from '../../../domain/film-import.ts';
import type { ImportProgress, ImportWork } from '../../import-work.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Stopping } from '../../time-slice.ts';
import { TimeSlice } from '../../time-slice.ts';

/** How long one import is worked at while others wait: each person has at most one, so this is a person's turn. */
const TURN_MS = 1000;

/** Works at an import for a turn, for the service itself. @throws PermissionDenied */
export class AdvanceImport {
  constructor(
    private readonly work: ImportWork,
    private readonly clock: Pick<Clock, 'monotonicMs'>,
  ) {}

  async execute(
    actor: Actor,
    { job, worker, stopping }: { job: FilmImport; worker: string; stopping: Stopping },
  ): Promise<ImportProgress> {
    if (actor.kind !== 'system') throw new PermissionDenied();
    const turn = new TimeSlice(this.clock, TURN_MS, stopping);
    let progress: ImportProgress = { state: 'going-on', job };
    while (progress.state === 'going-on' && !turn.isOver) {
      progress = await this.work.advance(progress.job, worker, turn);
    }
    return progress;
  }
}
