import type { Clock } from '../../src/application/shared/ports/clock.ts';

/** A clock that changes only when a test sets it. It starts at noon of a November day by default. */
export class FixedClock implements Clock {
  private timeMs: number;

  constructor(time = new Date('2026-11-20T12:00:00.000Z')) {
    this.timeMs = time.getTime();
  }

  now(): Date {
    return new Date(this.timeMs);
  }

  monotonicMs(): number {
    return this.timeMs;
  }

  advanceSeconds(seconds: number): void {
    this.timeMs += seconds * 1000;
  }
}
