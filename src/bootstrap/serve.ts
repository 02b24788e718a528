import { existsSync } from 'node:fs';
import type { Logger } from 'winston';
import { API } from '../adapters/http/api.ts';
import { errorFormsOf } from '../adapters/http/problems/error-form.ts';
import { HttpServer } from '../adapters/http/server/http-server.ts';
import { describeCause } from '../adapters/observability/describe-cause.ts';
import { LoggedErrors } from '../adapters/observability/logged-errors.ts';
import { metricsListener } from '../adapters/observability/metrics-listener.ts';
import { PrometheusMetrics } from '../adapters/observability/prometheus-metrics.ts';
import { MovieDocuments } from '../adapters/persistence/films/movie-documents.ts';
import { BackgroundRevalidation } from '../application/films/upstream/background-revalidation.ts';
import { EnrichmentJob } from '../application/films/upstream/enrichment-job.ts';
import { LearnQuota } from '../application/films/upstream/learn-quota.ts';
import { PurgeCachedAnswers } from '../application/films/upstream/purge-cached-answers.ts';
import { WarmingJob } from '../application/films/upstream/warming-job.ts';
import { ImportWorker } from '../application/imports/import-worker.ts';
import { PurgeImports } from '../application/imports/purge-imports.ts';
import { CheckReadiness } from '../application/service/check-readiness.ts';
import { PurgeExpired } from '../application/sessions/purge-expired.ts';
import { RefusedLogins } from '../application/sessions/refused-logins.ts';
import { PersonalTokenUses } from '../application/sessions/tokens/personal-token-uses.ts';
import { THE_SERVICE } from '../domain/access/actor.ts';
import { DomainError } from '../domain/shared/errors.ts';
import { BackgroundWork } from './background-work.ts';
import { collectGarbage } from './collect-garbage.ts';
import { outliveUncaught } from './error-reporting.ts';
import { packageVersion, pageFolder } from './package-root.ts';
import { publishProcess } from './publish-gauges.ts';
import type { Service } from './service.ts';
import { openService, seedBundledFilms } from './service.ts';
import { connectionLimits } from './settings/limit-policies.ts';
import type { Settings } from './settings/settings-schema.ts';
import { tokens } from './tokens.ts';

/** Under npm, Ctrl-C reaches the service twice at nearly the same time: from the terminal and from npm. */
const SAME_SIGNAL_WITHIN_MS = 500;

/** Less than the 10 s after which supervisors kill a process. */
const LONGEST_STOP_MS = 9_800;

/** Interval of writing refused log-ins to the history. */
const WRITE_REFUSED_EVERY_MS = 1000;
/** Interval of storing when personal tokens were used last. */
const WRITE_TOKEN_USES_EVERY_MS = 60 * 1000;
const PURGE_EVERY_MS = 15 * 60 * 1000;
const ENRICH_EVERY_MS = 30 * 1000;
const WARM_EVERY_MS = 30 * 1000;
const IMPORT_EVERY_MS = 1000;
const DOCUMENTS_EVERY_MS = 10 * 1000;
const UPKEEP_EVERY_MS = 5 * 1000;

type Servers = { readonly main: HttpServer; readonly metrics: HttpServer };
type Running = { readonly service: Service; readonly background: BackgroundWork };

/** Starts the service, and stops it on SIGTERM or SIGINT. Returns when it has started, or was stopped before. */
export async function serve(settings: Settings, logger: Logger): Promise<void> {
  const metrics = new PrometheusMetrics();
  const limits = connectionLimits(settings);
  const main = new HttpServer(limits, metrics, {
    publicUrl: settings.PUBLIC_URL,
    errorForms: errorFormsOf(API.routes),
  });
  const servers = { main, metrics: new HttpServer(limits, metrics) };
  publishProcess(metrics);
  // Answers probes even while the database is opened and migrated, which may take a while.
  let readiness = async (): Promise<string> => 'starting';
  servers.metrics.serve(metricsListener(metrics, () => readiness()));
  try {
    const url = await listen(servers.main, ['PORT', settings.PORT], ['HOST', settings.HOST]);
    const ofMetrics = [
      ['METRICS_PORT', settings.METRICS_PORT],
      ['METRICS_HOST', settings.METRICS_HOST],
    ] as const;
    const metricsUrl = await listen(servers.metrics, ...ofMetrics);
    const stopping = new AbortController();
    const starting = start(settings, logger, { servers, metrics, url, metricsUrl, stopping: stopping.signal });
    stopOnSignal(servers, starting, { stopping, logger });
    const service = await serviceOf(starting, stopping.signal);
    if (service === undefined) return;
    readiness = () => service.container.get(CheckReadiness).execute();
  } catch (error) {
    await Promise.all([servers.main.close(), servers.metrics.close()]);
    throw error;
  }
}

type Setting<Value> = readonly [name: keyof Settings, value: Value];

/**
 * The error names the setting whose port cannot be used, because people easily overlook that the metrics port is taken.
 */
async function listen(
  server: HttpServer,
  [portName, port]: Setting<number>,
  [hostName, host]: Setting<string>,
): Promise<string> {
  try {
    return await server.listen(port, host);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const name = code === 'EADDRINUSE' || code === 'EACCES' ? portName : hostName;
    throw new Error(`${name}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}

async function start(
  settings: Settings,
  logger: Logger,
  {
    servers,
    metrics,
    url,
    metricsUrl,
    stopping,
  }: { servers: Servers; metrics: PrometheusMetrics; url: string; metricsUrl: string; stopping: AbortSignal },
): Promise<Running> {
  const service = await openService(settings, logger, { metrics, stopping });
  outliveUncaught(logger, service.container.get(tokens.errorReporter), {
    cutRequest: service.cutCurrentRequest,
    isSound: () => isSound(service),
    drain: () => servers.main.close(),
  });
  const films = await knownFilms(service);
  const application = service.createHttpApp();
  // Before the first request, which would wait for it.
  collectGarbage();
  servers.main.serveExpress(application);
  service.lifecycle.phase = 'serving';
  sayHello(settings, logger, { url, metricsUrl, films });
  return { service, background: workBeside(service, settings, logger) };
}

/** @returns `undefined` if the service was stopped before it had started */
async function serviceOf(starting: Promise<Running>, stopping: AbortSignal): Promise<Service | undefined> {
  try {
    return (await starting).service;
  } catch (error) {
    if (stopping.aborted) return undefined;
    throw error;
  }
}

/** An unavailable database has nothing to do with the fault, so the process counts as sound. */
async function isSound({ container }: Service): Promise<boolean> {
  return (await container.get(CheckReadiness).execute()) !== 'starting';
}

/**
 * Loads the bundled films into an embedded catalogue. It does so on every start, because the first start may have been
 * interrupted.
 */
async function knownFilms(service: Service): Promise<number> {
  if (service.database.engine !== 'pglite') return service.container.get(tokens.movieRepository).count();
  const { known } = await seedBundledFilms(service, THE_SERVICE);
  return known;
}

/**
 * Starts the background work. Every instance purges; concurrent purges do no harm. One instance at a time completes
 * films, and one fills the catalogue.
 */
export function workBeside({ container, database }: Service, settings: Settings, logger: Logger): BackgroundWork {
  const background = new BackgroundWork((fault) => {
    if (container.get(LoggedErrors).has(fault)) return;
    logger.warn('background work failed; it will be retried', { cause: describeCause(fault) });
    // Expected failures, such as an unavailable database, are only logged.
    if (!(fault instanceof DomainError)) container.get(tokens.errorReporter).report(fault);
  });
  const refused = container.get(RefusedLogins);
  background.repeat(WRITE_REFUSED_EVERY_MS, () => refused.write());
  const tokenUses = container.get(PersonalTokenUses);
  background.repeat(WRITE_TOKEN_USES_EVERY_MS, () => tokenUses.write());
  background.repeat(UPKEEP_EVERY_MS, () => database.upkeep());
  const purge = container.get(PurgeExpired);
  background.repeat(PURGE_EVERY_MS, (stopping) => purge.execute(THE_SERVICE, { stopping }));
  const forget = container.get(PurgeCachedAnswers);
  background.repeat(PURGE_EVERY_MS, (stopping) => forget.execute(THE_SERVICE, { stopping }));
  const [imports, purgeImports] = [container.get(ImportWorker), container.get(PurgeImports)];
  background.repeat(IMPORT_EVERY_MS, (stopping) => imports.run(stopping));
  background.repeat(PURGE_EVERY_MS, (stopping) => purgeImports.execute(THE_SERVICE, { stopping }));
  const documents = container.get(MovieDocuments);
  background.repeat(DOCUMENTS_EVERY_MS, (stopping) => documents.writeOutdated(stopping));
  if (container.get(tokens.filmSource)) {
    const [enrichment, learnQuota] = [container.get(EnrichmentJob), container.get(LearnQuota)];
    background.repeat(ENRICH_EVERY_MS, (stopping) => enrichment.run(stopping));
    if (settings.WARMING_ENABLED) {
      const warming = container.get(WarmingJob);
      background.repeat(WARM_EVERY_MS, (stopping) => warming.run(stopping));
    }
    background.once(() => learnQuota.execute(THE_SERVICE));
  }
  return background;
}

function sayHello(
  settings: Settings,
  logger: Logger,
  { url, metricsUrl, films }: { url: string; metricsUrl: string; films: number },
): void {
  logger.info(`Kinopolka ${packageVersion()} listens on ${url}`);
  logger.info(settings.DATABASE_URL ? 'Database: PostgreSQL' : `Database: embedded, in ${settings.DATA_DIR}`);
  if (!settings.DATABASE_URL) logger.info('It suits a trial or one household; DATABASE_URL selects PostgreSQL');
  logger.info(
    settings.KINOPOISK_API_KEY
      ? `Films: ${films} in the catalogue; others come from ${settings.KINOPOISK_BASE_URL}`
      : `Films: ${films} in the catalogue; set KINOPOISK_API_KEY for others`,
  );
  logger.info(`Metrics: ${metricsUrl}/metrics`);
  // `npm run dev` does not build the page: Vite serves it there.
  if (settings.WEB_ENABLED && existsSync(pageFolder)) logger.info(`Open ${url}/app/ in a browser`);
  logger.info(settings.DOCS_ENABLED ? `Open ${url}/docs/ to try it` : `${url}/health/ready shows the readiness`);
}

/** The first signal shuts the service down gracefully, even during the start. A second one ends the process at once. */
function stopOnSignal(
  servers: Servers,
  starting: Promise<Running>,
  { stopping, logger }: { stopping: AbortController; logger: Logger },
): void {
  let stoppingSinceMs: number | undefined;
  const stop = async (): Promise<void> => {
    stopping.abort();
    const running = await starting.catch(() => undefined);
    if (running === undefined) {
      await Promise.all([servers.main.close(), servers.metrics.close()]);
    } else {
      const { service, background } = running;
      service.lifecycle.phase = 'draining';
      // Background work is stopped together with the servers and not after the last answer, because everything must end
      // in time.
      await Promise.all([
        servers.main.close(),
        background.stop(),
        service.container.get(BackgroundRevalidation).stop(),
      ]);
      await Promise.all([servers.metrics.close(), service.close()]);
    }
    logger.info('Kinopolka has stopped');
  };
  const onSignal = (signal: NodeJS.Signals): void => {
    if (stoppingSinceMs !== undefined) {
      if (performance.now() - stoppingSinceMs > SAME_SIGNAL_WITHIN_MS) process.exit(1);
      return;
    }
    stoppingSinceMs = performance.now();
    logger.info(`stopping after ${signal}`);
    setTimeout(() => {
      logger.error('not stopped in time; ending now');
      process.exit(1);
    }, LONGEST_STOP_MS).unref();
    stop().catch((error: unknown) => {
      logger.error('shutdown failed', { cause: describeCause(error) });
      process.exitCode = 1;
    });
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, onSignal);
}
