import type { Clock } from '../../application/shared/ports/clock.ts';

export class SystemClock implements Clock {
  now(): Date {
    return new Date();
  }

  monotonicMs(): number {
    return performance.now();
  }
}
