import { LRUCache } from 'lru-cache';
import type { FilmSource, FilmsOfList, SourceCall } from '../../application/films/ports/film-source.ts';
import { FilmSourceBadAnswer, FilmSourceTimeout } from '../../application/films/ports/film-source.ts';
import type { VoteSource, VotesPage } from '../../application/imports/ports/vote-source.ts';
import type { Owner } from '../../application/shared/fair-queue.ts';
import type { Clock } from '../../application/shared/ports/clock.ts';
import type { FilmList } from '../../domain/films/film-lists.ts';
import type { FilmRecord } from '../../domain/films/movie.ts';

/** Long enough for repeated clicks, and short enough to use a source soon after it has recovered. */
const REMEMBERED_MS = 5_000;
const MOST_REMEMBERED = 1_000;

type Failure = FilmSourceBadAnswer | FilmSourceTimeout;

/**
 * Adds a short cache of failures: an equal question fails again without a call. Refusals cost no call, so they are not
 * cached.
 */
export class FailureCachingFilmSource implements FilmSource, VoteSource {
  private readonly failures: LRUCache<string, Failure>;

  constructor(
    private readonly source: FilmSource & VoteSource,
    clock: Clock,
  ) {
    this.failures = new LRUCache({
      max: MOST_REMEMBERED,
      ttl: REMEMBERED_MS,
      ttlResolution: 0,
      perf: { now: () => clock.monotonicMs() },
    });
  }

  search(query: string, page: number, call?: SourceCall): Promise<{ films: readonly FilmRecord[]; total: number }> {
    return this.unlessFailed(`search ${page} ${query}`, () => this.source.search(query, page, call));
  }

  find(kinopoiskId: number, call?: SourceCall): Promise<FilmRecord | undefined> {
    return this.unlessFailed(`find ${kinopoiskId}`, () => this.source.find(kinopoiskId, call));
  }

  directors(kinopoiskId: number, owner?: Owner): Promise<NonNullable<FilmRecord['directors']>> {
    return this.unlessFailed(`directors ${kinopoiskId}`, () => this.source.directors(kinopoiskId, owner));
  }

  trailer(kinopoiskId: number, owner?: Owner): Promise<string | null> {
    return this.unlessFailed(`trailer ${kinopoiskId}`, () => this.source.trailer(kinopoiskId, owner));
  }

  findByImdbId(imdbId: string): Promise<FilmRecord | undefined> {
    return this.unlessFailed(`imdb ${imdbId}`, () => this.source.findByImdbId(imdbId));
  }

  listed(list: FilmList, page: number, call?: SourceCall): Promise<FilmsOfList> {
    return this.unlessFailed(`list ${page} ${list}`, () => this.source.listed(list, page, call));
  }

  votes(userId: number, page: number): Promise<VotesPage | undefined> {
    return this.unlessFailed(`votes ${userId} ${page}`, () => this.source.votes(userId, page));
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
