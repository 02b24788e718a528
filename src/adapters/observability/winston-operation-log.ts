import type { Logger } from 'winston';
import type { OperationLog, OperationRecord } from '../../application/shared/ports/operation-log.ts';
import type { ErrorCode } from '../../domain/shared/errors.ts';
import type { CauseDescription } from './describe-cause.ts';
import { describeCause } from './describe-cause.ts';

/** The request being served, if any. */
export type CurrentRequest = () =>
  | {
      readonly requestId: string;
      readonly traceId: string | undefined;
      readonly method?: string;
      readonly route?: () => string | undefined;
    }
  | undefined;

/**
 * One line per operation: `time`, `level`, `message`, `operation`, `status`, `duration_ms`, `actor`, `method`, `route`,
 * `request_id`, `trace_id`, `details`.
 */
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
      method: request?.method,
      route: request?.route?.(),
      request_id: request?.requestId,
      trace_id: request?.traceId,
      ...(details && { details }),
      ...(cause !== undefined && { cause: causeOf(status, cause) }),
    });
  }
}

/** A stolen token may be in use. */
const SECURITY_EVENTS: ReadonlySet<string> = new Set<ErrorCode>(['refresh-token-reused']);

/** For an expected failure the reason suffices, so that an outage does not flood the log with equal stack traces. */
function causeOf(status: string, cause: unknown): CauseDescription {
  const { stack, ...reason } = describeCause(cause);
  return status === 'internal-error' && stack !== undefined ? { ...reason, stack } : reason;
}

/** Refusals are routine; a failure with a cause may need an operator. */
function levelOf(status: string, cause: unknown): 'info' | 'warn' | 'error' {
  if (status === 'internal-error') return 'error';
  return cause !== undefined || SECURITY_EVENTS.has(status) ? 'warn' : 'info';
}
