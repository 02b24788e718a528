import type { CachedSearch, SearchRepository } from '../../src/application/films/ports/search-repository.ts';
import type { InMemoryMovieRepository } from './in-memory-movie-repository.ts';

type Answer = Parameters<SearchRepository['keep']>[2];

export class InMemorySearchRepository implements SearchRepository {
  private readonly answers = new Map<string, Answer>();

  constructor(private readonly movies: InMemoryMovieRepository) {}

  async find(key: string, page: number): Promise<CachedSearch | undefined> {
    const answer = this.answers.get(`${page} ${key}`);
    if (answer === undefined) return undefined;
    const { kinopoiskIds, ...rest } = answer;
    return { ...rest, movies: kinopoiskIds.flatMap((id) => this.movies.get(id) ?? []) };
  }

  async keep(key: string, page: number, answer: Answer): Promise<void> {
    const known = this.answers.get(`${page} ${key}`);
    if (known === undefined || known.fetchedAt <= answer.fetchedAt)
      this.answers.set(`${page} ${key}`, structuredClone(answer));
  }

  async purge(before: Date): Promise<number> {
    const old = Array.from(this.answers).filter(([, { fetchedAt }]) => fetchedAt < before);
    for (const [key] of old) this.answers.delete(key);
    return old.length;
  }
}
