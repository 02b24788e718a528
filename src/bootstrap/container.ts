import 'reflect-metadata';
import { Container } from 'inversify';
import type { Logger } from 'winston';
import { ExpensiveWork } from '../adapters/http/server/expensive-work.ts';
import { API } from '../adapters/http/api.ts';
import { PROBLEM_TEXTS } from '../adapters/http/service/service.controller.ts';
import type { RequestScope } from '../adapters/http/server/request-scope.ts';
import { RequestMetrics } from '../adapters/http/server/request-metrics.ts';
import { AdmissionQueue } from '../adapters/http/server/admission-queue.ts';
import { PrometheusMetrics } from '../adapters/observability/prometheus-metrics.ts';
import { ReportingOperationLog } from '../adapters/observability/reporting-operation-log.ts';
import { LoggedErrors } from '../adapters/observability/logged-errors.ts';
import { WinstonOperationLog } from '../adapters/observability/winston-operation-log.ts';
import type { OpenDatabase } from '../adapters/persistence/engine/database.ts';
import type { DatabaseAccessRules } from '../adapters/persistence/access/database-access-rules.ts';
import type { DatabaseRevocationList } from '../adapters/persistence/sessions/database-revocation-list.ts';
import { DrizzleEnrichmentQueue } from '../adapters/persistence/films/drizzle-enrichment-queue.ts';
import { DrizzleFavoriteMovieRepository } from '../adapters/persistence/shelf/drizzle-favorite-movie-repository.ts';
import { DrizzleLoginHistory } from '../adapters/persistence/sessions/drizzle-login-history.ts';
import { DrizzleMovieRepository } from '../adapters/persistence/films/drizzle-movie-repository.ts';
import { DrizzleLookupRepository } from '../adapters/persistence/films/drizzle-lookup-repository.ts';
import { DrizzleRestrictionRepository } from '../adapters/persistence/access/drizzle-restriction-repository.ts';
import { DrizzleRoleRepository } from '../adapters/persistence/access/drizzle-role-repository.ts';
import { DrizzleSessionRepository } from '../adapters/persistence/sessions/drizzle-session-repository.ts';
import { DrizzleShelfStatistics } from '../adapters/persistence/shelf/drizzle-shelf-statistics.ts';
import { DrizzleUserRepository } from '../adapters/persistence/accounts/drizzle-user-repository.ts';
import { directors, genres } from '../adapters/persistence/drizzle/schema.ts';
import { DatabaseRateLimiter } from '../adapters/rate-limiting/database-rate-limiter.ts';
import { BundledCommonPasswords } from '../adapters/security/bundled-common-passwords.ts';
import { HmacRefreshTokens } from '../adapters/security/hmac-refresh-tokens.ts';
import { HmacShelfCursors } from '../adapters/security/hmac-shelf-cursors.ts';
import { JoseAccessTokens } from '../adapters/security/jose-access-tokens.ts';
import { CachingAccessTokens } from '../adapters/security/caching-access-tokens.ts';
import { deriveSigningKeys } from '../adapters/security/signing-keys.ts';
import { TextShelfFiles } from '../adapters/files/text-shelf-files.ts';
import { SystemClock } from '../adapters/system/system-clock.ts';
import { UuidV7Generator } from '../adapters/system/uuid-v7-generator.ts';
import type { ErrorReporter } from '../application/shared/ports/error-reporter.ts';
import type { PasswordHasher } from '../application/accounts/ports/password-hasher.ts';
import type { Lifecycle } from '../application/service/check-readiness.ts';
import { bindImportPorts } from './modules/bind-imports.ts';
import { bindUpstreamProtection } from './modules/upstream-protection.ts';
import { bindUseCases } from './modules/bind-use-cases.ts';
import { expensiveWorkLimits, limitPolicies } from './settings/limit-policies.ts';
import type { Settings } from './settings/settings.ts';
import type { Get, Token } from './tokens.ts';
import { tokens } from './tokens.ts';

/** Opened before the container exists, because opening takes time. */
export type Resources = {
  readonly settings: Settings;
  readonly authSecret: string;
  readonly database: OpenDatabase;
  readonly revocations: DatabaseRevocationList;
  readonly rules: DatabaseAccessRules;
  readonly passwordHasher: PasswordHasher;
  readonly logger: Logger;
  readonly errors: ErrorReporter;
  readonly metrics: PrometheusMetrics;
  readonly lifecycle: Lifecycle;
  readonly currentRequest: () => Omit<RequestScope, 'client' | 'language'> | undefined;
};

/** All objects of the service, each as a singleton. Use cases are bound under their class, ports under their token. */
export function createContainer(resources: Resources): Container {
  const container = new Container({ defaultScope: 'Singleton' });
  bindPorts(container, resources);
  bindUseCases(container, resources.settings, resources.lifecycle);
  return container;
}

function bindPorts(container: Container, resources: Resources): void {
  const { settings, authSecret, database, revocations, rules, passwordHasher, logger, metrics, currentRequest } =
    resources;
  const keys = deriveSigningKeys(authSecret, settings.AUTH_SECRET_PREVIOUS);
  const bind = <Port>(port: Token<Port>, make: (get: Get) => Port): void => {
    container.bind(port).toDynamicValue(({ container: from }) => make((needed) => from.get(needed)));
  };
  bind(tokens.clock, () => new SystemClock());
  bind(tokens.idGenerator, () => new UuidV7Generator());
  bind(tokens.errorReporter, () => resources.errors);
  bind(LoggedErrors, () => new LoggedErrors(() => currentRequest()?.requestId));
  bind(tokens.operationLog, (get) => {
    const log = new WinstonOperationLog(logger, currentRequest);
    return new ReportingOperationLog(log, get(tokens.errorReporter), get(LoggedErrors));
  });
  bind(PrometheusMetrics, () => metrics);
  bind(tokens.metrics, () => metrics);
  bind(RequestMetrics, (get) => new RequestMetrics(get(tokens.metrics), get(tokens.clock)));
  bind(AdmissionQueue, () => new AdmissionQueue());
  bind(ExpensiveWork, () => {
    return new ExpensiveWork(expensiveWorkLimits(settings, database.pool()?.max), (res) => {
      metrics.count('http_connections_cut_total', { reason: 'not_read' });
      res.req.socket.resetAndDestroy();
    });
  });
  container.bind(PROBLEM_TEXTS).toConstantValue(API.wording.problems);
  bind(tokens.storage, () => database);
  bind(tokens.userRepository, () => new DrizzleUserRepository(database, revocations));
  bind(tokens.sessionRepository, () => new DrizzleSessionRepository(database, revocations));
  bind(tokens.roleRepository, () => new DrizzleRoleRepository(database, { rules, revoked: revocations }));
  bind(tokens.restrictionRepository, () => new DrizzleRestrictionRepository(database, rules));
  bind(tokens.accessRules, () => rules);
  bind(tokens.revocationList, () => revocations);
  bind(tokens.loginHistory, () => new DrizzleLoginHistory(database));
  bind(tokens.movieRepository, () => new DrizzleMovieRepository(database));
  bind(tokens.genreRepository, () => new DrizzleLookupRepository(database, genres));
  bind(tokens.directorRepository, () => new DrizzleLookupRepository(database, directors));
  bind(tokens.enrichmentQueue, () => new DrizzleEnrichmentQueue(database));
  bind(tokens.favoriteMovieRepository, () => new DrizzleFavoriteMovieRepository(database));
  bind(tokens.shelfStatistics, () => new DrizzleShelfStatistics(database));
  bind(
    tokens.rateLimiter,
    () => new DatabaseRateLimiter((text, values) => database.query(text, values), limitPolicies(settings)),
  );
  bind(tokens.passwordHasher, () => passwordHasher);
  bind(tokens.commonPasswords, () => new BundledCommonPasswords());
  bind(tokens.refreshTokens, () => new HmacRefreshTokens(keys));
  bind(tokens.shelfCursors, () => new HmacShelfCursors(keys));
  bind(tokens.shelfFiles, () => new TextShelfFiles());
  bind(tokens.accessTokens, (get) => {
    const clock = get(tokens.clock);
    const { AUTH_ISSUER: issuer, AUTH_AUDIENCE: audience, ACCESS_TOKEN_TTL_SECONDS: ttlSeconds } = settings;
    const signed = new JoseAccessTokens(keys, clock, get(tokens.idGenerator), { issuer, audience, ttlSeconds });
    return new CachingAccessTokens(signed, clock);
  });
  bindImportPorts(bind, database);
  bindUpstreamProtection(bind, resources);
}
