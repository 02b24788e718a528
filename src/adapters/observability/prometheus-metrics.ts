import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Counters, Durations, Metrics } from '../../application/ports/metrics.ts';

/** What is read when somebody looks: the values by label, or nothing where they cannot be had. */
export type GaugeReading = readonly { readonly labels?: Record<string, string>; readonly value: number }[];

const DURATION_BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];

/** Help texts, and the labels in the order they are shown. */
const COUNTERS: { readonly [Name in keyof Counters]: readonly [help: string, ...labels: (keyof Counters[Name])[]] } = {
  film_source_answers_total: ['Questions about films, by who answered them', 'operation', 'from'],
  kinopoisk_requests_total: ['HTTP requests to Kinopoisk, retries included', 'operation', 'status'],
};

const DURATIONS: { readonly [Name in keyof Durations]: readonly [help: string, ...labels: (keyof Durations[Name])[]] } =
  {
    kinopoisk_request_duration_seconds: ['Duration of HTTP requests to Kinopoisk', 'operation'],
  };

/** Metrics in a registry of their own, so that several applications in one process do not count for each other. */
export class PrometheusMetrics implements Metrics {
  private readonly registry = new Registry();
  private readonly counters = new Map<string, Counter>();
  private readonly histograms = new Map<string, Histogram>();

  constructor() {
    const registers = [this.registry];
    for (const [name, [help, ...labelNames]] of Object.entries(COUNTERS))
      this.counters.set(name, new Counter({ name, help, labelNames, registers }));
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

  /** A gauge that is read each time somebody looks. One that cannot be read is left out and hides no other. */
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
        // A gauge without labels is 0 by then, which is not the same as unknown.
        if (labelNames.length === 0) gauge.remove();
        const readings = await Promise.resolve(read()).catch(() => []);
        for (const { labels = {}, value } of readings) gauge.set(labels, value);
      },
    });
  }

  /** Everything, as Prometheus reads it. */
  text(): Promise<string> {
    return this.registry.metrics();
  }
}
