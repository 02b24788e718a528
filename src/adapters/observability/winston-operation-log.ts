import type { Logger } from 'winston';
import type { OperationLog, OperationRecord } from '../../application/shared/ports/operation-log.ts';
import type { ErrorCode } from '../../domain/shared/errors.ts';
import type { CauseDescription } from './describe-cause.ts';
import { describeCause } from './describe-cause.ts';

/** Which request is being served right now, if any. */
export type CurrentRequest = () => { readonly requestId: string; readonly traceId: string | undefined } | undefined;

/** One line an operation: `time`, `level`, `message`, `operation`, `status`, `duration_ms`, `actor`, `request_id`, `trace_id`, `details`. */
export class WinstonOperationLog implements OperationLog {
  constructor(
    private readonly logger: Logger,
    private readonly currentRequest: CurrentRequest,
  ) {}

  record({ operation, status, durationMs, actor, details, cause }: OperationRecord): void {
    const request = this.currentRequest();
    this.logger.log({
      level: levelOf(status, cause),
      message: `${operation} ${status}`,
      operation,
      status,
      duration_ms: Math.round(durationMs * 100) / 100,
      actor,
      request_id: request?.requestId,
      trace_id: request?.traceId,
      ...(details && { details }),
      ...(cause !== undefined && { cause: causeOf(status, cause) }),
    });
  }
}

/** Somebody may be using what was stolen. */
const SECURITY_EVENTS: ReadonlySet<string> = new Set<ErrorCode>(['refresh-token-reused']);

/** Where a failure was expected, its reason says all: an outage is no flood of stacks that are all the same. */
function causeOf(status: string, cause: unknown): CauseDescription {
  const { stack, ...reason } = describeCause(cause);
  return status === 'internal-error' && stack !== undefined ? { ...reason, stack } : reason;
}

/** A refusal is everyday business; something an operator may have to mend has a cause. */
function levelOf(status: string, cause: unknown): 'info' | 'warn' | 'error' {
  if (status === 'internal-error') return 'error';
  return cause !== undefined || SECURITY_EVENTS.has(status) ? 'warn' : 'info';
}
