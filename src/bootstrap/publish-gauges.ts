import { AdmissionQueue } from '../adapters/http/server/admission-queue.ts';
import { RequestMetrics } from '../adapters/http/server/request-metrics.ts';
import type { GaugeReading, PrometheusMetrics } from '../adapters/observability/prometheus-metrics.ts';
import type { OpenDatabase, PoolState } from '../adapters/persistence/engine/database.ts';
import { CheckReadiness } from '../application/service/check-readiness.ts';
import { packageRevision, packageVersion } from './package-root.ts';
import type { Get } from './tokens.ts';

/** Process metrics, available before the database is open. */
export function publishProcess(metrics: PrometheusMetrics): void {
  const labels = { version: packageVersion(), revision: packageRevision() };
  metrics.gauge('app_build_info', 'Version and revision of the service, always 1', Object.keys(labels), () => [
    { labels, value: 1 },
  ]);
  metrics.watchProcess();
}

/** The embedded database has no pool. */
export function publishDatabase(metrics: PrometheusMetrics, database: OpenDatabase): void {
  const ofPool = (read: (pool: PoolState) => GaugeReading) => () => {
    const pool = database.pool();
    return pool ? read(pool) : [];
  };
  const states = ['used', 'idle', 'opening'] as const;
  metrics.gauge(
    'db_pool_connections',
    'Connections of the pool, by state',
    ['state'],
    ofPool((pool) => states.map((state) => ({ labels: { state }, value: pool[state] }))),
  );
  metrics.gauge(
    'db_pool_connections_max',
    'Maximum number of connections in the pool',
    [],
    ofPool(({ max }) => [{ value: max }]),
  );
  metrics.gauge(
    'db_pool_pending_requests',
    'Callers waiting for a connection',
    [],
    ofPool(({ pending }) => [{ value: pending }]),
  );
  metrics.gauge('db_migrations_pending', 'Pending migrations of this version', [], async () => [
    { value: await database.pendingMigrations() },
  ]);
}

/** Gauges create no object before they are read. */
export function publishService(get: Get, metrics: PrometheusMetrics): void {
  metrics.gauge('app_ready', 'Whether the service can handle requests: 1 or 0', [], async () => {
    const readiness = await get(CheckReadiness).execute();
    return [{ value: Number(readiness === 'ready') }];
  });
  metrics.gauge('http_requests_in_flight', 'Unfinished requests', [], () => [
    { value: get(RequestMetrics).inFlight + get(AdmissionQueue).size },
  ]);
}
