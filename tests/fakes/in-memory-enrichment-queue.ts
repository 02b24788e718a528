import type { EnrichmentQueue } from '../../src/application/films/ports/enrichment-queue.ts';
import type { InMemoryMovieRepository } from './in-memory-movie-repository.ts';

const MINUTE_MS = 60_000;

export class InMemoryEnrichmentQueue implements EnrichmentQueue {
  private readonly waits = new Map<number, { attempts: number; dueMs: number }>();
  private lease: { holder: string; untilMs: number } | undefined;

  constructor(private readonly movies: InMemoryMovieRepository) {}

  async take(worker: string, now: Date): Promise<number | undefined> {
    const nowMs = now.getTime();
    if (this.lease && this.lease.holder !== worker && this.lease.untilMs > nowMs) return undefined;
    this.lease = { holder: worker, untilMs: nowMs + 5 * MINUTE_MS };
    const [first] = this.movies
      .all()
      .filter(({ fetchedAt, isEnriched }) => fetchedAt !== null && !isEnriched)
      .map(({ kinopoiskId: id }) => ({ id, dueMs: this.waits.get(id)?.dueMs ?? -Infinity }))
      .filter(({ dueMs }) => dueMs <= nowMs)
      .toSorted((a, b) => (a.dueMs === b.dueMs ? a.id - b.id : a.dueMs - b.dueMs));
    if (first) this.postpone(first.id, nowMs);
    return first?.id;
  }

  private postpone(id: number, nowMs: number): void {
    const attempts = this.waits.get(id)?.attempts ?? 0;
    const waitMs = Math.min(10 * MINUTE_MS * 4 ** attempts, 24 * 60 * MINUTE_MS);
    this.waits.set(id, { attempts: attempts + 1, dueMs: nowMs + waitMs });
  }
}
