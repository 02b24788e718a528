import type { Logger } from 'winston';
import { describeCause } from '../adapters/observability/describe-cause.ts';
import type { CurrentRequest } from '../adapters/observability/winston-operation-log.ts';
import { SystemClock } from '../adapters/system/system-clock.ts';
import type { ErrorReporter } from '../application/ports/error-reporter.ts';
import { packageRoot, packageVersion } from './package-root.ts';
import type { Settings } from './settings.ts';

const LAST_REPORT_WITHIN_MS = 2_000;

/** Nobody to report to: the log alone tells. */
export const logAlone: ErrorReporter = { report: () => undefined, flush: async () => undefined };

/** The library behind it is loaded only when there is somebody to report to. */
export async function openErrorReporter(
  { SENTRY_DSN: dsn }: Settings,
  logger: Logger,
  currentRequest: CurrentRequest,
): Promise<ErrorReporter> {
  if (dsn === undefined) return logAlone;
  const { SentryErrorReporter } = await import('../adapters/observability/sentry-error-reporter.ts');
  const settings = { dsn, version: packageVersion(), root: packageRoot };
  return new SentryErrorReporter(settings, new SystemClock(), currentRequest, (reason) => {
    logger.warn('error reports are not delivered', { cause: describeCause(reason) });
  });
}

/**
 * What nobody caught, a rejected promise that nobody awaited included, leaves the process in a state that nobody knows: it
 * is said, reported, and ends the process. Whoever runs it starts it again.
 */
export function endOnUncaught(logger: Logger, errors: ErrorReporter): void {
  process.once('uncaughtException', (fault: unknown) => {
    // A second one while the first is being reported ends the process at once, as if there were no handler.
    logger.error('ending because of a fault that nobody caught', { cause: describeCause(fault) });
    errors.report(fault, { isFatal: true });
    void errors.flush(LAST_REPORT_WITHIN_MS).finally(() => process.exit(1));
  });
}
