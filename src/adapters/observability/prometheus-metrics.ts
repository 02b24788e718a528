import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Counters, Durations, Metrics } from '../../application/shared/ports/metrics.ts';
import { ANSWERED_FROM, BOTTLENECKS, CUT_REASONS } from '../../application/shared/ports/metrics.ts';
import { CONCURRENCY_POLICIES, LIMIT_POLICIES } from '../../application/shared/ports/rate-limiter.ts';
import { LOGIN_OUTCOMES } from '../../domain/sessions/login-event.ts';

/** Read on every scrape: values by label, or nothing when they are unavailable. */
export type GaugeReading = readonly { readonly labels?: Record<string, string>; readonly value: number }[];

const DURATION_BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];

/** Interval of the timers that measure event loop lag. Doubling it halves their cost. */
const LOOP_TIMER_MS = 20;

/** Help texts, and the labels in display order. */
export const COUNTERS: {
  readonly [Name in keyof Counters]: readonly [help: string, ...labels: (keyof Counters[Name])[]];
} = {
  auth_logins_total: ['Log-ins, by outcome', 'outcome'],
  auth_refresh_reuse_total: ['Refresh tokens used a second time; they may have been stolen'],
  catalogue_warming_films_total: [
    'Films read from lists of Kinopoisk, by whether the catalogue already had them',
    'outcome',
  ],
  film_source_answers_total: ['Requests for films and searches, by source of the answer', 'operation', 'from'],
  http_connections_cut_total: [
    'Connections cut because their client did not read, sent a body too slowly, or had too many connections or requests',
    'reason',
  ],
  http_rate_limited_total: ['Requests answered with 429, by the limit that was used up', 'policy'],
  http_requests_shed_total: ['Requests shed with 503 because of overload, by saturated resource', 'bottleneck'],
  kinopoisk_requests_total: ['HTTP requests to Kinopoisk, including retries', 'operation', 'status'],
  operations_total: ['Runs of use cases, by outcome', 'operation', 'status'],
};

export const DURATIONS: {
  readonly [Name in keyof Durations]: readonly [help: string, ...labels: (keyof Durations[Name])[]];
} = {
  db_query_duration_seconds: [
    'Duration of SQL statements by kind, and of whole transactions, including the wait for a connection',
    'operation',
  ],
  http_request_duration_seconds: [
    'Duration of requests until the last byte of the answer; status 499 means that the client disconnected first',
    'method',
    'route',
    'status_code',
  ],
  kinopoisk_request_duration_seconds: ['Duration of HTTP requests to Kinopoisk', 'operation'],
  operation_duration_seconds: ['Duration of use cases', 'operation'],
  password_hash_duration_seconds: ['Duration of computing a password hash, without the wait in the queue'],
};

/** Published as 0 from the start, because Prometheus detects an increase only from an existing value. */
const KNOWN_LABELS: { readonly [Name in keyof Counters]?: readonly Counters[Name][] } = {
  auth_logins_total: LOGIN_OUTCOMES.map((outcome) => ({ outcome })),
  catalogue_warming_films_total: [{ outcome: 'added' }, { outcome: 'known' }],
  film_source_answers_total: (['film', 'search'] as const).flatMap((operation) =>
    ANSWERED_FROM.map((from) => ({ operation, from })),
  ),
  http_connections_cut_total: CUT_REASONS.map((reason) => ({ reason })),
  http_requests_shed_total: BOTTLENECKS.map((bottleneck) => ({ bottleneck })),
  http_rate_limited_total: [...LIMIT_POLICIES, ...CONCURRENCY_POLICIES].map((policy) => ({ policy })),
};

/** Metrics in their own registry, so that several applications in one process do not share counts. */
export class PrometheusMetrics implements Metrics {
  private readonly registry = new Registry();
  private readonly counters = new Map<string, Counter>();
  private readonly histograms = new Map<string, Histogram>();

  constructor() {
    const registers = [this.registry];
    for (const [name, [help, ...labelNames]] of Object.entries(COUNTERS))
      this.counters.set(name, new Counter({ name, help, labelNames, registers }));
    for (const [name, known] of Object.entries(KNOWN_LABELS))
      for (const labels of known) this.counters.get(name)?.inc(labels, 0);
    for (const [name, [help, ...labelNames]] of Object.entries(DURATIONS))
      this.histograms.set(name, new Histogram({ name, help, labelNames, registers, buckets: DURATION_BUCKETS }));
  }

  get contentType(): string {
    return this.registry.contentType;
  }

  count<Name extends keyof Counters>(name: Name, labels: Counters[Name]): void {
    this.counters.get(name)?.inc(labels);
  }

  time<Name extends keyof Durations>(name: Name, labels: Durations[Name], seconds: number): void {
    this.histograms.get(name)?.observe(labels, seconds);
  }

  /** A gauge read on every scrape. A failing gauge is left out and does not affect others. */
  gauge(
    name: string,
    help: string,
    labelNames: readonly string[],
    read: () => GaugeReading | Promise<GaugeReading>,
  ): void {
    const gauge = new Gauge({
      name,
      help,
      labelNames: [...labelNames],
      registers: [this.registry],
      collect: async () => {
        gauge.reset();
        // `reset` has set a gauge without labels to 0, but here the value is unknown.
        if (labelNames.length === 0) gauge.remove();
        const readings = await Promise.try(read).catch(() => []);
        for (const { labels = {}, value } of readings) gauge.set(labels, value);
      },
    });
  }

  /**
   * Resource use of the process and lag of its event loop, measured since the last scrape unless cumulative. Call it
   * once per process: prom-client's observers live as long as the process but do not keep it alive.
   */
  watchProcess(): void {
    collectDefaultMetrics({ register: this.registry, eventLoopMonitoringPrecision: LOOP_TIMER_MS });
    let last = performance.eventLoopUtilization();
    this.gauge('nodejs_eventloop_utilization_ratio', 'Share of time in which the event loop was busy', [], () => {
      const now = performance.eventLoopUtilization();
      const { utilization } = performance.eventLoopUtilization(now, last);
      last = now;
      return [{ value: utilization }];
    });
  }

  /** All metrics in Prometheus format. */
  text(): Promise<string> {
    return this.registry.metrics();
  }
}
