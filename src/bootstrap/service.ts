import { AsyncLocalStorage } from 'node:async_hooks';
import type { Container } from 'inversify';
import type { Logger } from 'winston';
import { createApp } from '../adapters/http/app.ts';
import { Authenticator } from '../adapters/http/authenticator.ts';
import type { RequestScope } from '../adapters/http/request-scope.ts';
import { describeCause } from '../adapters/observability/describe-cause.ts';
import type { OpenDatabase } from '../adapters/persistence/database.ts';
import { openDatabase } from '../adapters/persistence/database.ts';
import { DatabaseAccessRules } from '../adapters/persistence/drizzle/database-access-rules.ts';
import { DatabaseRevocationList } from '../adapters/persistence/drizzle/database-revocation-list.ts';
import { Argon2PasswordHasher } from '../adapters/security/argon2-password-hasher.ts';
import { readFilmFile } from '../adapters/seed/film-file.ts';
import type { SystemActor } from '../domain/actor.ts';
import type { Seeding } from '../application/use-cases/movies/seed-catalogue.ts';
import { SeedCatalogue } from '../application/use-cases/movies/seed-catalogue.ts';
import { RefreshBehind } from '../application/refresh-behind.ts';
import { embeddedAuthSecret } from './auth-secret.ts';
import { publishShield } from './bind-shield.ts';
import { createContainer } from './container.ts';
import { ProcessLifecycle } from './lifecycle.ts';
import { bundledFilmsFile, migrationsFolder, packageVersion } from './package-root.ts';
import type { Settings } from './settings.ts';
import { tokens } from './tokens.ts';

/** The service put together, on an open and migrated database. */
export type Service = {
  readonly container: Container;
  readonly database: OpenDatabase;
  readonly lifecycle: ProcessLifecycle;
  /** The application for an HTTP server. What the container's ports are bound to counts from this call on. */
  readonly createHttpApp: () => ReturnType<typeof createApp>;
  readonly close: () => Promise<void>;
};

/** @throws DataDirInUse, SchemaNewerThanCode, StorageUnavailable */
export async function openService(settings: Settings, logger: Logger): Promise<Service> {
  const database = await openDatabase({
    url: settings.DATABASE_URL,
    poolSize: settings.DB_POOL_SIZE,
    dataDir: settings.DATA_DIR,
    migrationsFolder,
  });
  try {
    await database.migrate();
    return await assemble(settings, logger, database);
  } catch (error) {
    await database.close();
    throw error;
  }
}

/** Everything but the database, which tests bring themselves. */
export async function assemble(settings: Settings, logger: Logger, database: OpenDatabase): Promise<Service> {
  const requests = new AsyncLocalStorage<RequestScope>();
  const lifecycle = new ProcessLifecycle();
  const revocations = new DatabaseRevocationList(database);
  const rules = new DatabaseAccessRules(database);
  await Promise.all([revocations.open(), rules.open()]);
  const container = createContainer({
    settings,
    authSecret: settings.AUTH_SECRET ?? embeddedAuthSecret(settings.DATA_DIR),
    database,
    revocations,
    rules,
    passwordHasher: await Argon2PasswordHasher.create(),
    logger,
    lifecycle,
    currentRequest: () => requests.getStore(),
  });
  publishShield(container);
  return {
    container,
    database,
    lifecycle,
    createHttpApp: () =>
      createApp(container, {
        gate: {
          authenticator: new Authenticator(
            container.get(tokens.accessTokens),
            container.get(tokens.revocationList),
            container.get(tokens.accessRules),
          ),
          limiter: container.get(tokens.rateLimiter),
          log: container.get(tokens.operationLog),
          clock: container.get(tokens.clock),
        },
        reportFault: (fault) => {
          const scope = requests.getStore();
          logger.error('unexpected fault', { request_id: scope?.requestId, cause: describeCause(fault) });
        },
        withScope: (scope, run) => requests.run(scope, run),
        trustedProxies: settings.TRUSTED_PROXIES,
        corsOrigins: settings.CORS_ORIGINS,
        docsEnabled: settings.DOCS_ENABLED,
        version: packageVersion(),
      }),
    close: async () => {
      await container.get(RefreshBehind).stop();
      await Promise.all([revocations.close(), rules.close()]);
      await database.close();
    },
  };
}

/** Loads the bundled films. */
export async function seedBundledFilms(service: Service, actor: SystemActor): Promise<Seeding> {
  const films = await readFilmFile(bundledFilmsFile);
  return service.container.get(SeedCatalogue).execute(actor, { films });
}
