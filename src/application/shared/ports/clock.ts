export interface Clock {
  /** UTC, millisecond precision. */
  now(): Date;
  /** Milliseconds since some fixed moment, never running backwards; only differences mean anything. */
  monotonicMs(): number;
}
