import { setTimeout as pause } from 'node:timers/promises';
import { createLogger } from '../../src/adapters/observability/logger.ts';
import { loadSettings } from '../../src/bootstrap/config.ts';
import { endOnUncaught, openErrorReporter } from '../../src/bootstrap/error-reporting.ts';

/** A process like the service, in which something is thrown, or rejected, that nobody catches. */
const settings = loadSettings();
const logger = createLogger({ level: 'info', format: 'json', output: 'stdout' });
endOnUncaught(logger, await openErrorReporter(settings, logger, () => undefined));
setTimeout(() => {
  if (process.argv[2] === 'rejected') void Promise.reject(new TypeError('nobody awaited this'));
  else throw new TypeError('nobody caught this');
}, 1);
await pause(60_000);
