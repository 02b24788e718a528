import type { ErrorCode } from '../../domain/errors.ts';

/** How one operation ended. `status`: `ok`, the code of an expected failure, or `internal-error`. `actor`: as `actorName` gives it. */
export type OperationRecord = {
  readonly operation: string;
  readonly status: 'ok' | ErrorCode | 'internal-error';
  readonly durationMs: number;
  readonly actor: string;
  /** What was thrown when `status` is `internal-error` or an `unavailable` of any kind; for operators only. */
  readonly cause?: unknown;
};

export interface OperationLog {
  record(record: OperationRecord): void;
}
