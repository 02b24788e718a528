/** How one operation ended. `status`: `ok`, the code of the problem it ended with, or `internal-error`. `actor`: as `actorName` gives it. */
export type OperationRecord = {
  readonly operation: string;
  readonly status: string;
  readonly durationMs: number;
  readonly actor: string;
  /** Whom or what the operation is about, where that matters to who reads the log later. */
  readonly details?: Readonly<Record<string, unknown>>;
  /** What lies behind the failure, for operators only: whatever was thrown, or the technical reason of an expected failure. */
  readonly cause?: unknown;
};

export interface OperationLog {
  record(record: OperationRecord): void;
}
