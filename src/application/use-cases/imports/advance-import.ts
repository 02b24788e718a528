import type { Actor } from '../../../domain/actor.ts';
import { PermissionDenied } from '../../../domain/actor.ts';
import type { FilmImport } from '../../../domain/film-import.ts';
import type { ImportProgress, ImportWork } from '../../import-work.ts';

/** How many steps of an import are one run of it. */
const STEPS_A_RUN = 20;

type Stopping = { readonly aborted: boolean };

/** Works at an import for a while, for the service itself. @throws PermissionDenied */
export class AdvanceImport {
  constructor(private readonly work: ImportWork) {}

  async execute(
    actor: Actor,
    { job, worker, stopping }: { job: FilmImport; worker: string; stopping: Stopping },
  ): Promise<ImportProgress> {
    if (actor.kind !== 'system') throw new PermissionDenied();
    let progress: ImportProgress = { state: 'going-on', job };
    for (let steps = 0; progress.state === 'going-on' && steps < STEPS_A_RUN && !stopping.aborted; steps += 1) {
      progress = await this.work.advance(progress.job, worker);
    }
    return progress;
  }
}
