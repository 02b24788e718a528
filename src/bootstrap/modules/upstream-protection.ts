import { createHash } from 'node:crypto';
import type { Container } from 'inversify';
import { FailureCachingFilmSource } from '../../adapters/kinopoisk/failure-caching-film-source.ts';
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

const CIRCUIT_STATES = ['closed', 'half-open', 'open'] as const;

/** Protects Kinopoisk from too many calls: quota, circuit breaker, request coalescing and their metrics. */
export function bindUpstreamProtection(bind: Bind, { settings, database, currentRequest }: Surroundings): void {
  const { KINOPOISK_API_KEY: apiKey, KINOPOISK_BASE_URL: baseUrl, KINOPOISK_DAILY_QUOTA: dailyLimit } = settings;
  bind(tokens.searchRepository, () => new DrizzleSearchRepository(database));
  bind(tokens.missingFilms, () => new DrizzleMissingFilmCache(database));
  bind(tokens.apiQuota, () => new DrizzleApiQuota(database, accountOf(apiKey), dailyLimit));
  bind(KinopoiskCalls, (get) => new KinopoiskCalls(get(tokens.apiQuota), get(tokens.metrics), get(tokens.clock)));
  bind(tokens.filmSource, (get) => {
    if (apiKey === undefined) return undefined;
    const kinopoisk = new KinopoiskFilmSource(
      { baseUrl, apiKey, traceparent: () => nextTraceparent(currentRequest()) },
      get(KinopoiskCalls),
      get(tokens.clock),
    );
    return new FailureCachingFilmSource(kinopoisk, get(tokens.clock));
  });
}

/**
 * Gauges are read on scrapes only, so that tests can rebind ports before they are resolved. Without an API key nothing
 * is published.
 */
export function publishUpstreamMetrics(container: Container): void {
  const metrics = container.get(PrometheusMetrics);
  const hasSource = () => container.get(tokens.filmSource) !== undefined;
  const quota = () => container.get(tokens.apiQuota).quota(container.get(tokens.clock).now());
  const quotaGauges = [
    ['kinopoisk_quota_limit', 'Daily limit of calls to Kinopoisk', ({ limit }) => limit],
    ['kinopoisk_quota_used', 'Calls to Kinopoisk made today', ({ used }) => used],
    ['kinopoisk_quota_left', 'Calls to Kinopoisk left today', ({ limit, used }) => Math.max(0, limit - used)],
  ] as const satisfies [string, string, (quota: { limit: number; used: number }) => number][];
  for (const [name, help, value] of quotaGauges)
    metrics.gauge(name, help, [], async () => (hasSource() ? [{ value: value(await quota()) }] : []));
  metrics.gauge(
    'kinopoisk_circuit_state',
    'State of the circuit breaker for Kinopoisk: 1 for the current state',
    ['state'],
    () => {
      if (!hasSource()) return [];
      const { circuit } = container.get(KinopoiskCalls);
      return CIRCUIT_STATES.map((state) => ({ labels: { state }, value: Number(state === circuit) }));
    },
  );
}

/** Calls are counted per API key, which itself is never stored. */
function accountOf(apiKey = ''): string {
  return createHash('sha256').update(`kinopoisk account ${apiKey}`).digest('base64url');
}
