/** Once in this time it is looked how long the wait is. */
const SAMPLE_EVERY_MS = 50;

/** Decides for each request whether it is one too many right now. */
export type Admission = { readonly refuses: () => boolean };

/** `targetMs`: how long somebody may wait all the time; `intervalMs`: how long waits may be longer, for a burst is no overload. */
export type DelayTarget = { readonly targetMs: number; readonly intervalMs: number };

/**
 * Tells how much of the work that comes is too much, as CoDel does for queues (RFC 8289): a long wait is none of its
 * business, only one that has been too long for a while without a break. Turned away is then as much as the rest needs to
 * be done in time, where otherwise all of it would wait longer and longer.
 */
export class LoadShedder {
  private waitMs = 0;
  private tooLongSinceMs: number | undefined;
  private readonly timer: NodeJS.Timeout;

  /** `waitMs`: how long somebody has waited right now. `nowMs`: a clock that only goes forward. */
  constructor(
    waitMs: () => number,
    private readonly patience: DelayTarget,
    private readonly nowMs: () => number = () => performance.now(),
  ) {
    this.timer = setInterval(() => this.observe(waitMs()), SAMPLE_EVERY_MS).unref();
  }

  get isOn(): boolean {
    return this.tooLongSinceMs !== undefined && this.nowMs() - this.tooLongSinceMs >= this.patience.intervalMs;
  }

  /** The share of work to turn away, from 0 to 1. */
  get excess(): number {
    return this.isOn ? 1 - this.patience.targetMs / this.waitMs : 0;
  }

  observe(waitMs: number): void {
    this.waitMs = waitMs;
    if (waitMs <= this.patience.targetMs) this.tooLongSinceMs = undefined;
    else this.tooLongSinceMs ??= this.nowMs();
  }

  stop(): void {
    clearInterval(this.timer);
  }
}
