import { setTimeout as pause } from 'node:timers/promises';
import { createLogger } from '../../src/adapters/observability/logger.ts';
import { openErrorReporter, outliveUncaught } from '../../src/bootstrap/error-reporting.ts';
import { loadSettings } from '../../src/bootstrap/settings/load-settings.ts';

/**
 * A process that handles uncaught errors as the service does. One such error happens in it. Arguments: `how` it
 * happens, and the `state` of the service at the time.
 */
const [, , how, state] = process.argv;
const settings = loadSettings();
const logger = createLogger({ level: 'info', format: 'json', output: 'stdout' });
const errors = await openErrorReporter(settings, logger, () => undefined);
outliveUncaught(logger, errors, {
  cutRequest: () => false,
  isSound: async () => {
    if (state === 'broken') throw new Error('cannot even look');
    return state === 'sound';
  },
  drain: async () => logger.info('drained'),
});
setTimeout(() => {
  if (how === 'rejected') void Promise.reject(new TypeError('nobody awaited this'));
  else throw new TypeError('nobody caught this');
}, 1);
await pause(state === 'sound' ? 300 : 60_000);
await errors.flush(2_000);
logger.info('goes on');
