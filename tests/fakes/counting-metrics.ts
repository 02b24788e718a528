import type { Counters, Durations, Metrics } from '../../src/application/shared/ports/metrics.ts';

/** Counts by name and labels: `film_source_answers_total film cache` → 2. */
export class CountingMetrics implements Metrics {
  readonly counts: Record<string, number> = {};
  readonly times: string[] = [];

  count<Name extends keyof Counters>(name: Name, labels: Counters[Name]): void {
    const counter = [name, ...Object.values(labels)].join(' ');
    this.counts[counter] = (this.counts[counter] ?? 0) + 1;
  }

  time<Name extends keyof Durations>(name: Name, labels: Durations[Name]): void {
    this.times.push([name, ...Object.values(labels)].join(' '));
  }
}
