/** Once in this time it is looked how late the event loop comes to it. */
const SAMPLE_EVERY_MS = 50;

/** How late the event loop may be for long. */
const TARGET_MS = 100;

/** Bursts are no overload: all of a thousand requests that come at once are answered. */
const TOLERATED_MS = 1_000;

/**
 * Tells which requests to turn away while the process is asked for more than it can do. As CoDel does with queues (RFC 8289):
 * not how long the wait is counts, but that it has been too long for a while without a break. Then as many are turned away
 * as the rest needs to be served in time, at once and at little cost, where otherwise all would wait longer and longer.
 */
export class Overload {
  private lagMs = 0;
  private lateSinceMs: number | undefined;

  /** `nowMs`: a clock that only goes forward. */
  constructor(private readonly nowMs: () => number = () => performance.now()) {
    let dueMs = nowMs() + SAMPLE_EVERY_MS;
    setInterval(() => {
      this.observe(nowMs() - dueMs);
      dueMs = nowMs() + SAMPLE_EVERY_MS;
    }, SAMPLE_EVERY_MS).unref();
  }

  /** Whether the event loop has been late for too long. */
  get isOn(): boolean {
    return this.lateSinceMs !== undefined && this.nowMs() - this.lateSinceMs > TOLERATED_MS;
  }

  /** The share of requests to turn away, from 0 to 1. */
  get excess(): number {
    return this.isOn ? 1 - TARGET_MS / this.lagMs : 0;
  }

  /** The event loop came so much later than it should. */
  observe(lagMs: number): void {
    this.lagMs = lagMs;
    if (lagMs <= TARGET_MS) this.lateSinceMs = undefined;
    else this.lateSinceMs ??= this.nowMs();
  }
}
