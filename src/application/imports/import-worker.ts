import { THE_SERVICE } from '../../domain/access/actor.ts';
import type { SystemActor } from '../../domain/access/actor.ts';
import type { FilmImport } from '../../domain/imports/film-import.ts';
import { DomainError } from '../../domain/shared/errors.ts';
import type { Clock } from '../shared/ports/clock.ts';
import type { IdGenerator } from '../shared/ports/id-generator.ts';
import type { Stopping } from '../shared/time-slice.ts';
import type { AdvanceImport } from './advance-import.ts';
import type { ImportProgress } from './import-processor.ts';
import type { ImportQueue } from './ports/import-queue.ts';

/** The pause is long, because a second attempt soon after an unexpected failure will most likely fail as well. */
const BROKEN_RESTS_MS = 60 * 60 * 1000;

/**
 * Processes imports in the background. Addresses take turns, and so do the imports of one address, so that many imports
 * of one address hardly delay those of others. The queue is in the database.
 */
export class ImportWorker {
  private readonly worker: string;

  constructor(
    private readonly queue: ImportQueue,
    private readonly advanceImport: AdvanceImport,
    private readonly clock: Clock,
    ids: IdGenerator,
  ) {
    this.worker = ids.next();
  }

  /**
   * Runs until there is nothing more to do for now; call it repeatedly. An import that fails unexpectedly is paused,
   * and the others continue. @throws StorageUnavailable; the unexpected failures, at the end
   */
  async run(stopping: Stopping, actor: SystemActor = THE_SERVICE): Promise<void> {
    const faults: unknown[] = [];
    while (!stopping.aborted) {
      const job = await this.queue.take(this.worker, this.clock.now());
      if (job === undefined) break;
      const progress = await this.advance(job, { actor, stopping, faults });
      if (progress.state === 'finished' || progress.state === 'lost') continue;
      const continuesAt = progress.state === 'resting' ? progress.until : null;
      await this.queue.release(job, this.worker, this.clock.now(), continuesAt);
    }
    if (faults.length > 0) throw faults[0];
  }

  private async advance(
    job: FilmImport,
    { actor, stopping, faults }: { actor: SystemActor; stopping: Stopping; faults: unknown[] },
  ): Promise<ImportProgress> {
    try {
      return await this.advanceImport.execute(actor, { job, worker: this.worker, stopping });
    } catch (fault) {
      if (fault instanceof DomainError) throw fault;
      faults.push(fault);
      return { state: 'resting', until: new Date(this.clock.now().getTime() + BROKEN_RESTS_MS) };
    }
  }
}
