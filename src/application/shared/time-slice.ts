import type { Clock } from './ports/clock.ts';

/** Aborted when the service stops. */
export type Stopping = { readonly aborted: boolean };

/**
 * Limits how long background work runs before other work gets its turn. A stop of the service ends the slice at once.
 */
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

  /** Whether the service stops. Then no work starts. */
  get isStopped(): boolean {
    return this.stopping.aborted;
  }
}
