export interface Clock {
  /** UTC, millisecond precision. */
  now(): Date;
  /** Milliseconds since an arbitrary moment. Never decreases; only differences are meaningful. */
  monotonicMs(): number;
}
