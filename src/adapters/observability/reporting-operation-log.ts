import type { ErrorReporter } from '../../application/ports/error-reporter.ts';
import type { OperationLog, OperationRecord } from '../../application/ports/operation-log.ts';

/** The same log; an operation that ended as nobody expected is also reported. */
export class ReportingOperationLog implements OperationLog {
  constructor(
    private readonly log: OperationLog,
    private readonly errors: ErrorReporter,
  ) {}

  record(record: OperationRecord): void {
    this.log.record(record);
    const { operation, status, cause } = record;
    if (status === 'internal-error' && cause !== undefined) this.errors.report(cause, { operation });
  }
}
