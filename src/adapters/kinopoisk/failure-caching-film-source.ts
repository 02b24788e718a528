import { LRUCache } from 'lru-cache';
import type { CallPurpose, Quota } from '../../domain/films/quota-day.ts';
import type { Clock } from '../../application/shared/ports/clock.ts';
import type { FilmSource, VotesPage } from '../../application/films/ports/film-source.ts';
import { FilmSourceBadAnswer, FilmSourceTimeout } from '../../application/films/ports/film-source.ts';
import type { FilmRecord } from '../../domain/films/movie.ts';

/** Long enough to stop repeated clicks, short enough for a source that has recovered. */
const REMEMBERED_MS = 5_000;
const MOST_REMEMBERED = 1_000;

type Failure = FilmSourceBadAnswer | FilmSourceTimeout;

/**
 * Caches failures for a moment, so that a repeated question fails again without a call. Refusals are not cached here,
 * because they cost no call.
 */
export class FailureCachingFilmSource implements FilmSource {
  private readonly failures: LRUCache<string, Failure>;

  constructor(
    private readonly source: FilmSource,
    clock: Clock,
  ) {
    this.failures = new LRUCache({
      max: MOST_REMEMBERED,
      ttl: REMEMBERED_MS,
      ttlResolution: 0,
      perf: { now: () => clock.monotonicMs() },
    });
  }

  search(query: string, page: number, purpose?: CallPurpose): Promise<{ films: readonly FilmRecord[]; total: number }> {
    return this.unlessFailed(`search ${page} ${query}`, () => this.source.search(query, page, purpose));
  }

  find(kinopoiskId: number, purpose?: CallPurpose): Promise<FilmRecord | undefined> {
    return this.unlessFailed(`find ${kinopoiskId}`, () => this.source.find(kinopoiskId, purpose));
  }

  directors(kinopoiskId: number): Promise<NonNullable<FilmRecord['directors']>> {
    return this.unlessFailed(`directors ${kinopoiskId}`, () => this.source.directors(kinopoiskId));
  }

  trailer(kinopoiskId: number): Promise<string | null> {
    return this.unlessFailed(`trailer ${kinopoiskId}`, () => this.source.trailer(kinopoiskId));
  }

  findByImdbId(imdbId: string): Promise<FilmRecord | undefined> {
    return this.unlessFailed(`imdb ${imdbId}`, () => this.source.findByImdbId(imdbId));
  }

  votes(userId: number, page: number): Promise<VotesPage | undefined> {
    return this.unlessFailed(`votes ${userId} ${page}`, () => this.source.votes(userId, page));
  }

  quota(): Promise<Quota | undefined> {
    return this.source.quota();
  }

  private async unlessFailed<Answer>(question: string, ask: () => Promise<Answer>): Promise<Answer> {
    const remembered = this.failures.get(question);
    if (remembered) throw remembered;
    try {
      return await ask();
    } catch (failure) {
      if (failure instanceof FilmSourceBadAnswer || failure instanceof FilmSourceTimeout)
        this.failures.set(question, failure);
      throw failure;
    }
  }
}
