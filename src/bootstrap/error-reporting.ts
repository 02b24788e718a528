import type { Logger } from 'winston';
import { describeCause } from '../adapters/observability/describe-cause.ts';
import type { CurrentRequest } from '../adapters/observability/winston-operation-log.ts';
import { SystemClock } from '../adapters/system/system-clock.ts';
import type { ErrorReporter } from '../application/shared/ports/error-reporter.ts';
import { packageRoot, packageVersion } from './package-root.ts';
import type { Settings } from './settings/settings.ts';

const LAST_REPORT_WITHIN_MS = 2_000;

/** A look at the database ends within 6 s, whatever state it is in. */
const SOUND_WITHIN_MS = 7_000;

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

/** How the process gets over a fault that nobody caught. */
export type Recovery = {
  /** Cuts the request in whose course it happened. @returns whether it is known which */
  readonly cutRequest: () => boolean;
  /** Whether requests can be served now. */
  readonly isSound: () => Promise<boolean>;
  /** Lets requests in flight finish. */
  readonly drain: () => Promise<unknown>;
};

/**
 * What nobody caught, a rejected promise that nobody awaited included, costs the request that it belongs to. It is logged
 * and reported, and the process goes on if it is found sound; otherwise it ends in good order, and whoever runs it starts it
 * again (ADR 16).
 */
export function outliveUncaught(logger: Logger, errors: ErrorReporter, recovery: Recovery): void {
  let checking: Promise<void> | undefined;
  const check = async (): Promise<void> => {
    if (await isSoundInTime(recovery)) return;
    logger.error('ending, since the service does not work after a fault that nobody caught');
    await recovery.drain().catch(() => undefined);
    await errors.flush(LAST_REPORT_WITHIN_MS).catch(() => undefined);
    process.exit(1);
  };
  process.on('uncaughtException', (fault: unknown) => {
    const isRequestKnown = recovery.cutRequest();
    logger.error('fault that nobody caught', { cause: describeCause(fault), is_request_known: isRequestKnown });
    errors.report(fault, { isFatal: true });
    // One look at a time, however many faults there are.
    checking ??= check().finally(() => {
      checking = undefined;
    });
  });
}

async function isSoundInTime({ isSound }: Recovery): Promise<boolean> {
  const late = AbortSignal.timeout(SOUND_WITHIN_MS);
  const tooLate = new Promise<boolean>((resolve) => {
    late.addEventListener('abort', () => resolve(false));
  });
  return Promise.race([isSound().catch(() => false), tooLate]);
}
