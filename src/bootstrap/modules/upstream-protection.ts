import { createHash } from 'node:crypto';
import type { Container } from 'inversify';
import { FailureCachingFilmSource } from '../../adapters/kinopoisk/failure-caching-film-source.ts';
import { KINOPOISK_PACING } from '../../adapters/kinopoisk/kinopoisk-pacing.ts';
import { KinopoiskCalls } from '../../adapters/kinopoisk/kinopoisk-calls.ts';
import { KinopoiskFilmSource } from '../../adapters/kinopoisk/kinopoisk-film-source.ts';
import { PrometheusMetrics } from '../../adapters/observability/prometheus-metrics.ts';
import type { OpenDatabase } from '../../adapters/persistence/engine/database.ts';
import { DrizzleApiQuota } from '../../adapters/persistence/films/drizzle-api-quota.ts';
import { DrizzleSearchRepository } from '../../adapters/persistence/films/drizzle-search-repository.ts';
import { DrizzleMissingFilmCache } from '../../adapters/persistence/films/drizzle-missing-film-cache.ts';
import type { TracedRequest } from '../next-traceparent.ts';
import { nextTraceparent } from '../next-traceparent.ts';
import type { Settings } from '../settings/settings.ts';
import type { Get, Token } from '../tokens.ts';
import { tokens } from '../tokens.ts';

type Surroundings = {
  readonly settings: Settings;
  readonly database: OpenDatabase;
  readonly currentRequest: () => TracedRequest | undefined;
};

type Bind = <Port>(port: Token<Port>, make: (get: Get) => Port) => void;

/** One adapter meets three ports. */
const kinopoisk: Token<KinopoiskFilmSource | undefined> = Symbol('KinopoiskFilmSource');
const cachingKinopoisk: Token<FailureCachingFilmSource | undefined> = Symbol('FailureCachingFilmSource');

const CIRCUIT_STATES = ['closed', 'half-open', 'open'] as const;

/** What stands between people and Kinopoisk, and what is told of it to Prometheus. */
export function bindShield(bind: Bind, { settings, database, currentRequest }: Surroundings): void {
  const { KINOPOISK_API_KEY: apiKey, KINOPOISK_BASE_URL: baseUrl, KINOPOISK_DAILY_QUOTA: dailyLimit } = settings;
  bind(tokens.searchRepository, () => new DrizzleSearchRepository(database));
  bind(tokens.missingFilms, () => new DrizzleMissingFilmCache(database));
  bind(
    tokens.apiQuota,
    () => new DrizzleApiQuota(database, { account: accountOf(apiKey), dailyLimit, pacing: KINOPOISK_PACING }),
  );
  bind(KinopoiskCalls, (get) => new KinopoiskCalls(get(tokens.apiQuota), get(tokens.metrics), get(tokens.clock)));
  bind(kinopoisk, (get) => {
    if (apiKey === undefined) return undefined;
    const settingsOfCalls = { baseUrl, apiKey, traceparent: () => nextTraceparent(currentRequest()) };
    return new KinopoiskFilmSource(settingsOfCalls, get(KinopoiskCalls), get(tokens.clock));
  });
  bind(cachingKinopoisk, (get) => {
    const source = get(kinopoisk);
    return source && new FailureCachingFilmSource(source, get(tokens.clock));
  });
  bind(tokens.filmSource, (get) => get(cachingKinopoisk));
  bind(tokens.voteSource, (get) => get(cachingKinopoisk));
  bind(tokens.quotaSource, (get) => get(kinopoisk));
}

/**
 * Gauges are read when somebody looks, so that nothing is made before tests have had their say. Without an API key there
 * is nothing to tell.
 */
export function publishShield(container: Container): void {
  const metrics = container.get(PrometheusMetrics);
  const hasSource = () => container.get(tokens.filmSource) !== undefined;
  const quota = () => container.get(tokens.apiQuota).quota(container.get(tokens.clock).now());
  const quotaGauges = [
    ['kinopoisk_quota_limit', 'Calls to Kinopoisk that a day has', ({ limit }) => limit],
    ['kinopoisk_quota_used', 'Calls to Kinopoisk made this day', ({ used }) => used],
    ['kinopoisk_quota_left', 'Calls to Kinopoisk left of this day', ({ limit, used }) => Math.max(0, limit - used)],
  ] as const satisfies [string, string, (quota: { limit: number; used: number }) => number][];
  for (const [name, help, value] of quotaGauges)
    metrics.gauge(name, help, [], async () => (hasSource() ? [{ value: value(await quota()) }] : []));
  metrics.gauge('kinopoisk_circuit_state', 'Whether Kinopoisk is asked: 1 for the state it is in', ['state'], () => {
    if (!hasSource()) return [];
    const { circuit } = container.get(KinopoiskCalls);
    return CIRCUIT_STATES.map((state) => ({ labels: { state }, value: Number(state === circuit) }));
  });
}

/** Calls count by API key, which is stored nowhere. */
function accountOf(apiKey = ''): string {
  return createHash('sha256').update(`kinopoisk account ${apiKey}`).digest('base64url');
}
