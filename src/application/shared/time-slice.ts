import type { Clock } from './ports/clock.ts';

/** Told by whoever stops the service. */
export type Stopping = { readonly aborted: boolean };

/** The time that work beside requests may take before it gives way to other work. A stop of the service ends it at once. */
export class TimeSlice {
  private readonly endsAtMs: number;

  constructor(
    private readonly clock: Pick<Clock, 'monotonicMs'>,
    durationMs: number,
    private readonly stopping: Stopping,
  ) {
    this.endsAtMs = clock.monotonicMs() + durationMs;
  }

  get isOver(): boolean {
    return this.isStopped || this.clock.monotonicMs() >= this.endsAtMs;
  }

  /** Whether the service stops: then not even the first piece of work begins. */
  get isStopped(): boolean {
    return this.stopping.aborted;
  }
}
