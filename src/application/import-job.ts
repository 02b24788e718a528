import type { Clock } from './ports/clock.ts';
import type { IdGenerator } from './ports/id-generator.ts';
import type { ImportQueue } from './ports/import-queue.ts';
import type { AdvanceImport } from './use-cases/imports/advance-import.ts';

/** Works off imports beside what people ask for, each a while and then the one that has waited longest. What is left to do is in the database. */
export class ImportJob {
  private readonly worker: string;

  constructor(
    private readonly queue: ImportQueue,
    private readonly advanceImport: AdvanceImport,
    private readonly clock: Clock,
    ids: IdGenerator,
  ) {
    this.worker = ids.next();
  }

  /** Until there is nothing to do at the moment; to be called again and again. */
  async run(stopping: { readonly aborted: boolean }): Promise<void> {
    while (!stopping.aborted) {
      const job = await this.queue.take(this.worker, this.clock.now());
      if (job === undefined) return;
      const progress = await this.advanceImport.execute(
        { kind: 'system', name: 'system' },
        { job, worker: this.worker, stopping },
      );
      if (progress.state === 'finished' || progress.state === 'lost') continue;
      const continuesAt = progress.state === 'resting' ? progress.until : null;
      await this.queue.release(job, this.worker, this.clock.now(), continuesAt);
    }
  }
}
