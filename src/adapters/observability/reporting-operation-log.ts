import type { ErrorReporter } from '../../application/shared/ports/error-reporter.ts';
import type { OperationLog, OperationRecord } from '../../application/shared/ports/operation-log.ts';
import type { LoggedErrors } from './logged-errors.ts';

/** Also reports operations that ended with an unexpected failure. */
export class ReportingOperationLog implements OperationLog {
  constructor(
    private readonly log: OperationLog,
    private readonly errors: ErrorReporter,
    private readonly loggedErrors: LoggedErrors,
  ) {}

  record(record: OperationRecord): void {
    this.log.record(record);
    const { operation, status, cause } = record;
    if (status !== 'internal-error' || cause === undefined) return;
    this.errors.report(cause, { operation });
    this.loggedErrors.add(cause);
  }
}
