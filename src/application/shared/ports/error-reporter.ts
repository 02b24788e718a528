/** `operation`: during which it happened, where that is known. `isFatal`: the process ends of it. */
export type FaultContext = { readonly operation?: string | undefined; readonly isFatal?: boolean };

/** Where failures that nobody expected are told to whoever mends them, beside the log. */
export interface ErrorReporter {
  /**
   * Returns at once. What was reported before on its way up is passed over, and so is an expected failure (`DomainError`).
   */
  report(fault: unknown, context?: FaultContext): void;

  /** Waits until what was reported is delivered or lost, but no longer than this. */
  flush(timeoutMs: number): Promise<void>;
}
