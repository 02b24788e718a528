/** The delay is sampled at this interval. */
const SAMPLE_EVERY_MS = 50;

/** With this limit, a refusal reaches the client within a second. */
const LATE_MS = 500;

/** `targetMs`: acceptable standing delay; `intervalMs`: how long a longer delay is accepted as a burst. */
export type DelayTarget = { readonly targetMs: number; readonly intervalMs: number };

/**
 * Computes which share of the requests to refuse, like CoDel for queues (RFC 8289): a single long delay is accepted, a
 * delay that stays above the target for a whole interval is overload. Then it sheds so many requests that the others
 * finish in time. Otherwise all of them would wait longer and longer.
 */
export class LoadShedder {
  private waitMs = 0;
  private tooLongSinceMs: number | undefined;
  private readonly timer: NodeJS.Timeout;

  /** `waitMs`: the current queueing delay. `nowMs`: a monotonic clock. */
  constructor(
    waitMs: () => number,
    private readonly delay: DelayTarget,
    private readonly nowMs: () => number = () => performance.now(),
  ) {
    this.timer = setInterval(() => this.observe(waitMs()), SAMPLE_EVERY_MS).unref();
  }

  get isOn(): boolean {
    return this.tooLongSinceMs !== undefined && this.nowMs() - this.tooLongSinceMs >= this.delay.intervalMs;
  }

  /** The share of work to shed, from 0 to 1. */
  get excess(): number {
    return this.isOn ? 1 - this.delay.targetMs / this.waitMs : 0;
  }

  /** Whether to refuse a request that has waited this long, so that those after it are answered in time. */
  isLate(waitedMs: number): boolean {
    return this.isOn && waitedMs > LATE_MS;
  }

  observe(waitMs: number): void {
    this.waitMs = waitMs;
    if (waitMs <= this.delay.targetMs) this.tooLongSinceMs = undefined;
    else this.tooLongSinceMs ??= this.nowMs();
  }

  stop(): void {
    clearInterval(this.timer);
  }
}
