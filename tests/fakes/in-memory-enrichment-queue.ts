import type { EnrichmentQueue } from '../../src/application/ports/enrichment-queue.ts';
import type { InMemoryMovieRepository } from './in-memory-movie-repository.ts';

const MINUTE_MS = 60_000;

/** `isKept`: whether a film is on somebody's shelf. */
export class InMemoryEnrichmentQueue implements EnrichmentQueue {
  private readonly waits = new Map<number, { attempts: number; dueMs: number }>();
  private lease: { holder: string; untilMs: number } | undefined;

  constructor(
    private readonly movies: InMemoryMovieRepository,
    private readonly isKept: (kinopoiskId: number) => boolean = () => false,
  ) {}

  async take(worker: string, count: number, now: Date): Promise<readonly number[]> {
    const nowMs = now.getTime();
    if (this.lease && this.lease.holder !== worker && this.lease.untilMs > nowMs) return [];
    this.lease = { holder: worker, untilMs: nowMs + 5 * MINUTE_MS };
    const due = this.movies
      .all()
      .filter(({ fetchedAt, isEnriched }) => fetchedAt !== null && !isEnriched)
      .map(({ kinopoiskId: id }) => ({
        id,
        dueMs: this.waits.get(id)?.dueMs ?? -Infinity,
        isKept: this.isKept(id),
      }));
    const taken = due
      .filter(({ dueMs }) => dueMs <= nowMs)
      .toSorted((a, b) => Number(b.isKept) - Number(a.isKept) || byNumber(a.dueMs, b.dueMs) || a.id - b.id)
      .slice(0, count);
    for (const { id } of taken) this.putOff(id, nowMs);
    return taken.map(({ id }) => id);
  }

  private putOff(id: number, nowMs: number): void {
    const attempts = this.waits.get(id)?.attempts ?? 0;
    const waitMs = Math.min(10 * MINUTE_MS * 4 ** attempts, 24 * 60 * MINUTE_MS);
    this.waits.set(id, { attempts: attempts + 1, dueMs: nowMs + waitMs });
  }
}

function byNumber(a: number, b: number): number {
  return a === b ? 0 : a - b;
}
