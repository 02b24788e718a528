import type { ErrorReporter } from '../../application/ports/error-reporter.ts';
import type { OperationLog, OperationRecord } from '../../application/ports/operation-log.ts';

/** The same log; an operation that ended as nobody expected is also reported. */
export class ReportingOperationLog implements OperationLog {
  /** `told`: gets the failures that need not be logged again when they come to the end of the request. */
  constructor(
    private readonly log: OperationLog,
    private readonly errors: ErrorReporter,
    private readonly told: Pick<WeakSet<object>, 'add'>,
  ) {}

  record(record: OperationRecord): void {
    this.log.record(record);
    const { operation, status, cause } = record;
    if (status !== 'internal-error' || cause === undefined) return;
    this.errors.report(cause, { operation });
    if (typeof cause === 'object' && cause !== null) this.told.add(cause);
  }
}
