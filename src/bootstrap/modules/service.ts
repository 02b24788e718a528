import { API } from '../../adapters/http/api.ts';
import { UploadQueue } from '../../adapters/http/input/upload-queue.ts';
import { AdmissionQueue } from '../../adapters/http/server/admission-queue.ts';
import { ExpensiveWork } from '../../adapters/http/server/expensive-work.ts';
import { RequestMetrics } from '../../adapters/http/server/request-metrics.ts';
import { PROBLEM_TEXTS } from '../../adapters/http/service/service.controller.ts';
import { LoggedErrors } from '../../adapters/observability/logged-errors.ts';
import { PrometheusMetrics } from '../../adapters/observability/prometheus-metrics.ts';
import { ReportingOperationLog } from '../../adapters/observability/reporting-operation-log.ts';
import { WinstonOperationLog } from '../../adapters/observability/winston-operation-log.ts';
import { DatabaseRateLimiter } from '../../adapters/rate-limiting/database-rate-limiter.ts';
import { SystemClock } from '../../adapters/system/system-clock.ts';
import { UuidV7Generator } from '../../adapters/system/uuid-v7-generator.ts';
import { CheckReadiness } from '../../application/service/check-readiness.ts';
import { ListPublicKeys } from '../../application/service/list-public-keys.ts';
import { StoredData } from '../../application/shared/stored-data.ts';
import { publishService } from '../publish-gauges.ts';
import { expensiveWorkLimits, limitPolicies } from '../settings/limit-policies.ts';
import { tokens } from '../tokens.ts';
import type { Module } from './module.ts';

/** The service itself: clock, log, metrics, limits, health, and the overload protection of the HTTP server. */
export const bindService: Module = ({ bind, get }, resources) => {
  const { settings, database, logger, metrics, lifecycle, currentRequest } = resources;
  bind(tokens.clock, () => new SystemClock());
  bind(tokens.idGenerator, () => new UuidV7Generator());
  bind(tokens.errorReporter, () => resources.errors);
  bind(LoggedErrors, () => new LoggedErrors(() => currentRequest()?.requestId));
  bind(tokens.operationLog, () => {
    const log = new WinstonOperationLog(logger, currentRequest);
    return new ReportingOperationLog(log, get(tokens.errorReporter), get(LoggedErrors));
  });
  bind(PrometheusMetrics, () => metrics);
  bind(tokens.metrics, () => metrics);
  bind(tokens.storage, () => database);
  bind(
    tokens.rateLimiter,
    () => new DatabaseRateLimiter((text, values) => database.query(text, values), limitPolicies(settings)),
  );
  bind(StoredData, () => new StoredData(get(tokens.rateLimiter)));
  bind(RequestMetrics, () => new RequestMetrics(get(tokens.metrics), get(tokens.clock)));
  bind(AdmissionQueue, () => new AdmissionQueue());
  bind(UploadQueue, () => new UploadQueue());
  bind(ExpensiveWork, () => {
    return new ExpensiveWork(expensiveWorkLimits(settings, database.pool()?.max), (res) => {
      metrics.count('http_connections_cut_total', { reason: 'not_read' });
      res.req.socket.resetAndDestroy();
    });
  });
  bind(PROBLEM_TEXTS, () => API.wording.problems);
  bind(ListPublicKeys, () => new ListPublicKeys(get(tokens.accessTokens)));
  bind(CheckReadiness, () => new CheckReadiness(lifecycle, get(tokens.storage)));
  publishService(get, metrics);
};
