/**
 * The result of one operation. `status`: `ok`, the code of the problem it ended with, or `internal-error`. `actor`: as
 * made by `actorName`.
 */
export type OperationRecord = {
  readonly operation: string;
  readonly status: string;
  readonly durationMs: number;
  readonly actor: string;
  /** The subject of the operation, if readers of the log need it. */
  readonly details?: Readonly<Record<string, unknown>>;
  /** The cause of the failure, for operators only: the thrown error, or the technical reason of an expected failure. */
  readonly cause?: unknown;
};

export interface OperationLog {
  record(record: OperationRecord): void;
}
