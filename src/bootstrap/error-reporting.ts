import type { Logger } from 'winston';
import { describeCause } from '../adapters/observability/describe-cause.ts';
import type { CurrentRequest } from '../adapters/observability/winston-operation-log.ts';
import { SystemClock } from '../adapters/system/system-clock.ts';
import type { ErrorReporter } from '../application/shared/ports/error-reporter.ts';
import { asService } from './current-work.ts';
import { packageRoot, packageVersion } from './package-root.ts';
import type { Settings } from './settings/settings-schema.ts';

const LAST_REPORT_WITHIN_MS = 2_000;

/** Longer than a check of the database, which ends within 6 s in any state of the database. */
const SOUND_WITHIN_MS = 7_000;

/** Reports nothing. Faults appear only in the log. */
const logAlone: ErrorReporter = { report: () => undefined, flush: async () => undefined };

/** Loads the Sentry library only when SENTRY_DSN is set. */
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

/** How the process recovers from an uncaught fault. */
export type Recovery = {
  /** Cuts the connection of the request during which the fault happened. @returns whether that request is known */
  readonly cutRequest: () => boolean;
  /** Whether requests can be served now. */
  readonly isSound: () => Promise<boolean>;
  /** Lets running requests finish. */
  readonly drain: () => Promise<unknown>;
};

/**
 * An uncaught error or unhandled rejection ends only the request to which it belongs. It is logged and reported. The
 * process continues if a check finds it sound. Otherwise it shuts down, and its supervisor starts it again (ADR 16).
 */
export function outliveUncaught(logger: Logger, errors: ErrorReporter, recovery: Recovery): void {
  let checking: Promise<void> | undefined;
  const check = async (): Promise<void> => {
    if (await isSoundInTime(recovery)) return;
    logger.error('shutting down: the service does not work after an uncaught fault');
    await recovery.drain().catch(() => undefined);
    await errors.flush(LAST_REPORT_WITHIN_MS).catch(() => undefined);
    process.exit(1);
  };
  process.on('uncaughtException', (fault: unknown) => {
    const isRequestKnown = recovery.cutRequest();
    logger.error('uncaught fault', { cause: describeCause(fault), is_request_known: isRequestKnown });
    errors.report(fault, { isFatal: true });
    // One check at a time, however many faults occur. It must not wait behind the statements of the request's address.
    checking ??= asService('check', check).finally(() => {
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
