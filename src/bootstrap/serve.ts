import type { Logger } from 'winston';
import { describeCause } from '../adapters/observability/describe-cause.ts';
import { PurgeExpired } from '../application/use-cases/sessions/purge-expired.ts';
import { EnrichmentJob } from '../application/enrichment-job.ts';
import { BackgroundWork } from './background-work.ts';
import { HttpServer } from './http-server.ts';
import { packageVersion } from './package-root.ts';
import type { Service } from './service.ts';
import { openService, seedBundledFilms } from './service.ts';
import type { Settings } from './settings.ts';
import { tokens } from './tokens.ts';

/** A terminal's Ctrl-C reaches a service under npm twice at once: from the terminal and from npm. */
const SAME_SIGNAL_WITHIN_MS = 500;

const PURGE_EVERY_MS = 15 * 60 * 1000;
const ENRICH_EVERY_MS = 30 * 1000;

type Running = { readonly service: Service; readonly background: BackgroundWork };

/** Runs the service until it is told to stop. */
export async function serve(settings: Settings, logger: Logger): Promise<void> {
  const server = new HttpServer();
  const url = await server.listen(settings.PORT, settings.HOST);
  const starting = start(settings, logger, { server, url });
  stopOnSignal(server, starting, logger);
  try {
    await starting;
  } catch (error) {
    await server.close();
    throw error;
  }
}

async function start(
  settings: Settings,
  logger: Logger,
  { server, url }: { server: HttpServer; url: string },
): Promise<Running> {
  const service = await openService(settings, logger);
  const films = await knownFilms(service);
  server.serve(service.createHttpApp());
  service.lifecycle.phase = 'serving';
  sayHello(settings, logger, { url, films });
  return { service, background: workBeside(service, logger) };
}

/** An embedded catalogue gets the bundled films; again at every start, for the first one may have been cut short. */
async function knownFilms(service: Service): Promise<number> {
  if (service.database.engine !== 'pglite') return service.container.get(tokens.movieRepository).count();
  const { known } = await seedBundledFilms(service, { kind: 'system', name: 'system' });
  return known;
}

/** Any instance purges; several doing it at once do no harm. Films are completed by one instance at a time. */
function workBeside({ container }: Service, logger: Logger): BackgroundWork {
  const background = new BackgroundWork((fault) => {
    logger.warn('background work failed and will be tried again', { cause: describeCause(fault) });
  });
  const purge = container.get(PurgeExpired);
  background.repeat(PURGE_EVERY_MS, () => purge.execute({ kind: 'system', name: 'system' }));
  const enrichment = container.get(EnrichmentJob);
  if (container.get(tokens.filmSource)) background.repeat(ENRICH_EVERY_MS, (stopping) => enrichment.run(stopping));
  return background;
}

function sayHello(settings: Settings, logger: Logger, { url, films }: { url: string; films: number }): void {
  logger.info(`Kinopolka ${packageVersion()} listens on ${url}`);
  logger.info(
    settings.DATABASE_URL
      ? 'Database: PostgreSQL'
      : `Database: embedded, in ${settings.DATA_DIR}; made for trying out and for one household (DATABASE_URL sets PostgreSQL)`,
  );
  logger.info(
    settings.KINOPOISK_API_KEY
      ? `Films: ${films} known; others come from ${settings.KINOPOISK_BASE_URL}`
      : `Films: ${films} known; without KINOPOISK_API_KEY there are no others`,
  );
  logger.info(settings.DOCS_ENABLED ? `Open ${url}/docs/ to try it` : `${url}/health/ready says how it does`);
}

/** The first signal stops in good order, also while starting; a second one at once. */
function stopOnSignal(server: HttpServer, starting: Promise<Running>, logger: Logger): void {
  let stoppingSinceMs: number | undefined;
  const stop = async (): Promise<void> => {
    const { service, background } = await starting;
    service.lifecycle.phase = 'draining';
    await Promise.all([server.close(), background.stop()]);
    await service.close();
    logger.info('Kinopolka has stopped');
  };
  const onSignal = (): void => {
    if (stoppingSinceMs !== undefined) {
      if (performance.now() - stoppingSinceMs > SAME_SIGNAL_WITHIN_MS) process.exit(1);
      return;
    }
    stoppingSinceMs = performance.now();
    stop().catch((error: unknown) => {
      logger.error('stopping failed', { cause: describeCause(error) });
      process.exitCode = 1;
    });
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, onSignal);
}
