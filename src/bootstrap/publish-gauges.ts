import { AdmissionQueue } from '../adapters/http/server/admission-queue.ts';
import { RequestMetrics } from '../adapters/http/server/request-metrics.ts';
import { KinopoiskCalls } from '../adapters/kinopoisk/kinopoisk-calls.ts';
import type { KinopoiskOperation } from '../adapters/kinopoisk/kinopoisk-endpoint.ts';
import { CIRCUIT_STATES, KINOPOISK_OPERATIONS } from '../adapters/kinopoisk/kinopoisk-endpoint.ts';
import type { GaugeReading, PrometheusMetrics } from '../adapters/observability/prometheus-metrics.ts';
import type { OpenDatabase, PoolState } from '../adapters/persistence/engine/database.ts';
import type { Argon2PasswordHasher } from '../adapters/security/argon2-password-hasher.ts';
import { CheckReadiness } from '../application/service/check-readiness.ts';
import { filmLists, LIST_STATES, listState } from '../domain/films/film-lists.ts';
import { packageRevision, packageVersion } from './package-root.ts';
import type { Get } from './tokens.ts';
import { tokens } from './tokens.ts';

/** Publishes the metrics of the process, which are available before the database is open. */
export function publishProcess(metrics: PrometheusMetrics): void {
  const labels = { version: packageVersion(), revision: packageRevision() };
  metrics.gauge('app_build_info', 'Version and revision of the service, always 1', Object.keys(labels), () => [
    { labels, value: 1 },
  ]);
  metrics.watchProcess();
}

/** Publishes gauges of the database. The embedded database has no pool. */
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

export function publishPasswordHasher(passwordHasher: Argon2PasswordHasher, metrics: PrometheusMetrics): void {
  metrics.gauge('password_hash_queue', 'Password hashes waiting in the queue', [], () => [
    { value: passwordHasher.waiting },
  ]);
}

/** Gauges create no object before they are read. Without an API key they have no value. */
export function publishFilmSource(get: Get, metrics: PrometheusMetrics): void {
  const hasSource = () => get(tokens.filmSource) !== undefined;
  const quota = () => get(tokens.apiQuota).quota(get(tokens.clock).now());
  const quotaGauges = [
    ['kinopoisk_quota_limit', 'Daily limit of calls to Kinopoisk', ({ limit }) => limit],
    ['kinopoisk_quota_used', 'Calls to Kinopoisk made today', ({ used }) => used],
    ['kinopoisk_quota_left', 'Calls to Kinopoisk left today', ({ limit, used }) => Math.max(0, limit - used)],
  ] as const satisfies [string, string, (quota: { limit: number; used: number }) => number][];
  for (const [name, help, value] of quotaGauges)
    metrics.gauge(name, help, [], async () => (hasSource() ? [{ value: value(await quota()) }] : []));
  metrics.gauge(
    'catalogue_warming_lists',
    'Lists of Kinopoisk that fill the catalogue, by how far they are read',
    ['state'],
    () => (hasSource() ? warmingGauges(get) : []),
  );
  metrics.gauge(
    'kinopoisk_circuit_state',
    'State of the circuit breaker of each kind of calls to Kinopoisk: 1 for the current state',
    ['operation', 'state'],
    () => (hasSource() ? KINOPOISK_OPERATIONS.flatMap((operation) => circuitGauges(operation, get)) : []),
  );
}

function circuitGauges(operation: KinopoiskOperation, get: Get) {
  const circuit = get(KinopoiskCalls).circuitOf(operation);
  return CIRCUIT_STATES.map((state) => ({ labels: { operation, state }, value: Number(state === circuit) }));
}

async function warmingGauges(get: Get) {
  const known = await get(tokens.filmListRepository).progress();
  const states = filmLists(get(tokens.clock).now()).map((list) => listState(known.find((each) => each.list === list)));
  return LIST_STATES.map((state) => ({ labels: { state }, value: states.filter((each) => each === state).length }));
}
