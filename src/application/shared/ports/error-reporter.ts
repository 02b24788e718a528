/** `operation`: the running operation, where known. `isFatal`: the process ends because of the fault. */
export type FaultContext = { readonly operation?: string; readonly isFatal?: boolean };

/** Reports unexpected failures to the operator's error tracker, besides the log. */
export interface ErrorReporter {
  /** Returns at once. Skips failures that were already reported, and expected ones (`DomainError`). */
  report(fault: unknown, context?: FaultContext): void;

  /** Waits until all reports are delivered or lost, but at most for this time. */
  flush(timeoutMs: number): Promise<void>;
}
