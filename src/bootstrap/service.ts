import type { Container } from 'inversify';
import type { Logger } from 'winston';
import { readFilmFile } from '../adapters/files/film-file.ts';
import { API, API_WITHOUT_PAGE } from '../adapters/http/api.ts';
import { UploadQueue } from '../adapters/http/input/upload-queue.ts';
import { Compression } from '../adapters/http/output/compression.ts';
import { AdmissionQueue } from '../adapters/http/server/admission-queue.ts';
import { createApp } from '../adapters/http/server/app.ts';
import { ExpensiveWork } from '../adapters/http/server/expensive-work.ts';
import { LoadShedder } from '../adapters/http/server/load-shedder.ts';
import { overloadAdmission } from '../adapters/http/server/overload-admission.ts';
import { PersonTurns } from '../adapters/http/server/person-turns.ts';
import { RequestMetrics } from '../adapters/http/server/request-metrics.ts';
import { readPageFiles } from '../adapters/http/service/page-files.ts';
import { createPage, noPage } from '../adapters/http/service/page.ts';
import { TokenAuthenticator } from '../adapters/http/sessions/token-authenticator.ts';
import { describeCause } from '../adapters/observability/describe-cause.ts';
import { LoggedErrors } from '../adapters/observability/logged-errors.ts';
import { PrometheusMetrics } from '../adapters/observability/prometheus-metrics.ts';
import { DatabaseAccessRules } from '../adapters/persistence/access/database-access-rules.ts';
import type { OpenDatabase } from '../adapters/persistence/engine/database.ts';
import { openDatabase } from '../adapters/persistence/engine/database.ts';
import type { OnPanic } from '../adapters/persistence/engine/pglite/pglite-database.ts';
import { DatabaseRevocationList } from '../adapters/persistence/sessions/database-revocation-list.ts';
import { Argon2PasswordHasher } from '../adapters/security/argon2-password-hasher.ts';
import { deriveSigningKeys } from '../adapters/security/signing-keys.ts';
import type { Seeding } from '../application/films/seed-catalogue.ts';
import { SeedCatalogue } from '../application/films/seed-catalogue.ts';
import { BackgroundRevalidation } from '../application/films/upstream/background-revalidation.ts';
import { RefusedLogins } from '../application/sessions/refused-logins.ts';
import { AccessTokenHolders } from '../application/sessions/tokens/access-token-holders.ts';
import { PersonalTokenHolders } from '../application/sessions/tokens/personal-token-holders.ts';
import { PersonalTokenUses } from '../application/sessions/tokens/personal-token-uses.ts';
import type { Bottleneck } from '../application/shared/ports/metrics.ts';
import { StoredData } from '../application/shared/stored-data.ts';
import type { SystemActor } from '../domain/access/actor.ts';
import { given } from '../domain/shared/given.ts';
import { createContainer } from './container.ts';
import { asService, currentRequest, whoseStatement, withRequest } from './current-work.ts';
import { openErrorReporter } from './error-reporting.ts';
import { ProcessLifecycle } from './lifecycle.ts';
import { bundledFilmsFile, migrationsFolder, packageVersion, pageFolder } from './package-root.ts';
import { publishDatabase } from './publish-gauges.ts';
import { embeddedAuthSecret } from './settings/auth-secret.ts';
import type { Settings } from './settings/settings-schema.ts';
import { tokens } from './tokens.ts';

/**
 * Delay of statements that wait for a connection. The interval is longer than that of requests, because a log-in has more
 * than ten statements, and in a burst they wait for each other.
 */
const DATABASE_DELAY = { targetMs: 100, intervalMs: 1_000 };

/** Delay of requests in the admission queue. A burst arrives completely within the interval. */
const PROCESS_DELAY = { targetMs: 50, intervalMs: 500 };

/** How long shutdown waits for error reports. */
const REPORTED_WITHIN_MS = 1_000;

/** The assembled service, on an open and migrated database. */
export type Service = {
  readonly container: Container;
  readonly database: OpenDatabase;
  readonly lifecycle: ProcessLifecycle;
  /** Creates the HTTP application. Ports rebound after this call have no effect on it. `page`: the folder of the web page. */
  readonly createHttpApp: (options?: { readonly page: string }) => ReturnType<typeof createApp>;
  /** Cuts the connection of the request during which this is called. @returns whether there is such a request */
  readonly cutCurrentRequest: () => boolean;
  readonly close: () => Promise<void>;
};

/** Opens only the database, even if its schema is outdated. @throws DataDirInUse */
export async function openStorage(
  settings: Settings,
  { metrics, onPanic }: { metrics?: PrometheusMetrics; onPanic?: OnPanic } = {},
): Promise<OpenDatabase> {
  return openDatabase({
    poolSize: settings.DB_POOL_SIZE,
    dataDir: settings.DATA_DIR,
    migrationsFolder,
    whose: whoseStatement,
    asService,
    ...given({
      url: settings.DATABASE_URL,
      directUrl: settings.DATABASE_DIRECT_URL,
      preparesStatements: settings.DB_PREPARED_STATEMENTS,
      metrics,
      onPanic,
    }),
  });
}

/** `stopping` ends it early. @throws DataDirInUse, SchemaNewerThanCode, SchemaUnusable, StorageUnavailable */
export async function openService(
  settings: Settings,
  logger: Logger,
  { metrics = new PrometheusMetrics(), stopping }: { metrics?: PrometheusMetrics; stopping?: AbortSignal } = {},
): Promise<Service> {
  const onPanic = (message: string): never => {
    logger.error('ending: the embedded database cannot continue', { cause: message });
    process.exit(1);
  };
  const database = await openStorage(settings, { metrics, onPanic });
  try {
    publishDatabase(metrics, database);
    await database.migrate({ log: logger, ...given({ stopping }) });
    stopping?.throwIfAborted();
    return await assemble(settings, logger, database, metrics);
  } catch (error) {
    await database.close();
    throw error;
  }
}

/** Assembles everything except the database, which tests provide themselves. */
export async function assemble(
  settings: Settings,
  logger: Logger,
  database: OpenDatabase,
  metrics: PrometheusMetrics,
): Promise<Service> {
  const authSecret = settings.AUTH_SECRET ?? embeddedAuthSecret(settings.DATA_DIR, (fault) => logger.warn(fault));
  const lifecycle = new ProcessLifecycle();
  const revocations = new DatabaseRevocationList(database);
  const rules = new DatabaseAccessRules(database);
  await Promise.all([revocations.open(), rules.open()]);
  const container = createContainer({
    settings,
    keys: deriveSigningKeys(authSecret, settings.AUTH_SECRET_PREVIOUS),
    database,
    revocations,
    rules,
    passwordHasher: await Argon2PasswordHasher.create(given({ concurrency: settings.HASH_CONCURRENCY }), metrics),
    logger,
    errors: await openErrorReporter(settings, logger, currentRequest),
    metrics,
    lifecycle,
    currentRequest,
    asService,
  });
  const shedders = {
    process: new LoadShedder(() => container.get(AdmissionQueue).backlogWaitMs, PROCESS_DELAY),
    database: new LoadShedder(() => database.pool()?.longestWaitMs ?? 0, DATABASE_DELAY),
  };
  const admissionBy = (bottleneck: Bottleneck) =>
    overloadAdmission(shedders[bottleneck], bottleneck, { metrics, logger });
  const byDatabase = admissionBy('database');
  return {
    container,
    database,
    lifecycle,
    cutCurrentRequest: () => {
      const scope = currentRequest();
      scope?.cut();
      return scope !== undefined;
    },
    createHttpApp: ({ page } = { page: pageFolder }) =>
      createApp(container, {
        api: settings.WEB_ENABLED ? API : API_WITHOUT_PAGE,
        dependencies: {
          admission: { ...byDatabase, refuses: () => byDatabase.refuses(() => !database.isFullFor(whoseStatement())) },
          expensive: container.get(ExpensiveWork),
          restrictions: async () => (await container.get(tokens.accessRules).current()).restrictions,
          authenticator: new TokenAuthenticator(
            container.get(AccessTokenHolders),
            container.get(PersonalTokenHolders),
            container.get(tokens.accessRules),
          ),
          limiter: container.get(tokens.rateLimiter),
          stored: container.get(StoredData),
          personTurns: new PersonTurns(),
          log: container.get(tokens.operationLog),
          clock: container.get(tokens.clock),
          compression: new Compression(),
          publicUrl: settings.PUBLIC_URL,
          corsOrigins: settings.CORS_ORIGINS,
          uploads: container.get(UploadQueue),
          cutSlowUpload: (req) => {
            metrics.count('http_connections_cut_total', { reason: 'slow_upload' });
            req.destroy();
          },
        },
        admissionQueue: container.get(AdmissionQueue),
        admission: admissionBy('process'),
        requestMetrics: container.get(RequestMetrics),
        reportFault: (fault, operation) => {
          if (container.get(LoggedErrors).has(fault)) return;
          const { requestId: request_id, traceId: trace_id } = currentRequest() ?? {};
          logger.error('unexpected fault', { operation, request_id, trace_id, cause: describeCause(fault) });
          container.get(tokens.errorReporter).report(fault, given({ operation }));
        },
        withScope: withRequest,
        trustedProxies: settings.TRUSTED_PROXIES,
        docsEnabled: settings.DOCS_ENABLED,
        page: settings.WEB_ENABLED ? createPage(readPageFiles(page)) : noPage(),
        version: packageVersion(),
      }),
    close: async () => {
      for (const shedder of Object.values(shedders)) shedder.stop();
      await container.get(BackgroundRevalidation).stop();
      await container
        .get(RefusedLogins)
        .write()
        .catch((failure: unknown) => {
          logger.warn('refused log-ins are missing from the history', { cause: describeCause(failure) });
        });
      await container
        .get(PersonalTokenUses)
        .write()
        .catch((failure: unknown) => {
          logger.warn('last uses of personal tokens are missing', { cause: describeCause(failure) });
        });
      await Promise.all([revocations.close(), rules.close()]);
      await database.close();
      await container.get(tokens.errorReporter).flush(REPORTED_WITHIN_MS);
    },
  };
}

/** Loads the bundled films. */
export async function seedBundledFilms(service: Service, actor: SystemActor): Promise<Seeding> {
  const films = await readFilmFile(bundledFilmsFile);
  return service.container.get(SeedCatalogue).execute(actor, { films });
}
