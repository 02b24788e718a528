import type { MissingFilmCache } from '../../src/application/films/ports/missing-film-cache.ts';

export class InMemoryMissingFilmCache implements MissingFilmCache {
  private readonly askedAt = new Map<number, Date>();

  async has(kinopoiskId: number, since: Date): Promise<boolean> {
    const at = this.askedAt.get(kinopoiskId);
    return at !== undefined && at > since;
  }

  async add(kinopoiskId: number, at: Date): Promise<void> {
    this.askedAt.set(kinopoiskId, at);
  }

  async purge(before: Date): Promise<number> {
    const old = Array.from(this.askedAt).filter(([, at]) => at < before);
    for (const [id] of old) this.askedAt.delete(id);
    return old.length;
  }
}
