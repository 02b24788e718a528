import type { FilmListRepository } from '../../src/application/films/ports/film-list-repository.ts';
import type { ListProgress } from '../../src/domain/films/film-lists.ts';

const LEASE_MS = 5 * 60_000;

export class InMemoryFilmListRepository implements FilmListRepository {
  private readonly lists = new Map<string, ListProgress>();
  private holder: { worker: string; untilMs: number } | undefined;

  async lease(worker: string, now: Date): Promise<boolean> {
    const nowMs = now.getTime();
    if (this.holder && this.holder.worker !== worker && this.holder.untilMs > nowMs) return false;
    this.holder = { worker, untilMs: nowMs + LEASE_MS };
    return true;
  }

  async progress(): Promise<readonly ListProgress[]> {
    return Array.from(this.lists.values());
  }

  async save(worker: string, progress: ListProgress, now: Date): Promise<boolean> {
    if (!(await this.lease(worker, now))) return false;
    this.lists.set(progress.list, progress);
    return true;
  }
}
