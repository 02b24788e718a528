import { ageSeconds, isFreshCard, unknownSince } from '../../domain/films/freshness.ts';
import type { FilmRecord, Movie } from '../../domain/films/movie.ts';
import { MovieNotFound, unknownFilm } from '../../domain/films/movie.ts';
import type { Owner } from '../shared/fair-queue.ts';
import type { AsService } from '../shared/ports/as-service.ts';
import type { Clock } from '../shared/ports/clock.ts';
import type { Metrics } from '../shared/ports/metrics.ts';
import { TooManyRequests } from '../shared/ports/rate-limiter.ts';
import type { FromSource } from './answer-source.ts';
import { counted } from './answer-source.ts';
import type { FilmSource, SourceCall } from './ports/film-source.ts';
import { BACKGROUND, isFilmSourceFailure } from './ports/film-source.ts';
import type { MissingFilmCache } from './ports/missing-film-cache.ts';
import type { MovieRepository } from './ports/movie-repository.ts';
import type { BackgroundRevalidation } from './upstream/background-revalidation.ts';
import type { Asker, CallShares } from './upstream/call-shares.ts';
import { CoalescedQuestions } from './upstream/coalesced-questions.ts';

/** A film and the source of the answer: Kinopoisk, the card cached `ageSeconds` ago, or other data of the catalogue. */
export type FoundMovie = FromSource & { readonly movie: Movie; readonly ageSeconds?: number };

/** Dependencies of the catalogue. `source` is `undefined` without an API key. */
export type CatalogParts = {
  readonly movies: MovieRepository;
  readonly missingFilms: MissingFilmCache;
  readonly source: FilmSource | undefined;
  readonly shares: CallShares;
  /** The source is not called for larger ids, because they do not exist. */
  readonly largestId: number;
  /** Maximum number of unanswered questions of one person. */
  readonly mostQuestionsOfOne: number;
  readonly revalidation: BackgroundRevalidation;
  readonly metrics: Metrics;
  readonly clock: Clock;
  /** Others may have joined the question, so its answer is stored as shared work. */
  readonly asService: AsService;
};

type Enrichment = Pick<FilmRecord, 'directors' | 'trailerUrl'>;

/**
 * If the card took longer than this, the answer comes without directors and trailer, so that nobody waits for two slow
 * calls in a row.
 */
const ENRICH_WITHIN_MS = 1000;

/**
 * The films of this installation, completed from the film source. Every fetched film is stored, so it remains available
 * when the source is slow or unavailable, or its quota is spent. Without a source only stored films exist. Stored cards
 * are served without calling the source and revalidated in the background when they are stale.
 */
export class MovieCatalog {
  private readonly asked: CoalescedQuestions<Movie | undefined>;

  constructor(private readonly parts: CatalogParts) {
    this.asked = new CoalescedQuestions(parts.shares, parts.mostQuestionsOfOne);
  }

  /**
   * The film with everything known about it now. A call counts against the asker's share.
   * @throws MovieNotFound; FilmSourceFailure or TooManyRequests when the film is not stored
   */
  async get(kinopoiskId: number, asker: Asker): Promise<FoundMovie> {
    return counted(this.parts.metrics, 'film', this.find(kinopoiskId, asker));
  }

  /**
   * Fetches the directors and trailer that a stored card lacks. Partial results are stored. @throws FilmSourceFailure
   */
  async enrich(kinopoiskId: number): Promise<void> {
    const { source, movies } = this.parts;
    if (source === undefined) return;
    const [directors, trailerUrl] = await Promise.allSettled([
      source.directors(kinopoiskId),
      source.trailer(kinopoiskId),
    ]);
    const learnt = { directors: valueOf(directors), trailerUrl: valueOf(trailerUrl) };
    await movies.save([{ ...unknownFilm(kinopoiskId), ...learnt }]);
    for (const outcome of [directors, trailerUrl]) if (outcome.status === 'rejected') throw outcome.reason;
  }

  /** Fetches the film into the catalogue if the source knows it, with a background call. @throws FilmSourceFailure */
  async learn(kinopoiskId: number): Promise<void> {
    const { source } = this.parts;
    if (source) await this.refresh(source, kinopoiskId);
  }

  private async find(kinopoiskId: number, asker: Asker): Promise<FoundMovie> {
    const { movies, source, clock, revalidation } = this.parts;
    const known = await movies.find(kinopoiskId);
    if (known?.fetchedAt) {
      const now = clock.now();
      if (source && !isFreshCard(known, now))
        revalidation.start('refreshMovie', String(kinopoiskId), () => this.refresh(source, kinopoiskId));
      return { movie: known, from: 'cache', ageSeconds: ageSeconds(known.fetchedAt, now) };
    }
    const fetched = source && (await this.fetchUnlessDown(source, { kinopoiskId, known, asker }));
    if (fetched) return { movie: fetched, from: 'kinopoisk' };
    if (known === undefined) throw new MovieNotFound();
    return { movie: known, from: 'catalogue' };
  }

  private async fetchUnlessDown(
    source: FilmSource,
    { kinopoiskId, known, asker }: { kinopoiskId: number; known: Movie | undefined; asker: Asker },
  ): Promise<Movie | undefined> {
    if (await this.isUnknown(kinopoiskId)) return undefined;
    try {
      return await this.asked.ask(String(kinopoiskId), asker, {
        fetch: (call) => this.fetch(source, { kinopoiskId, known, call }),
        isImproving: known !== undefined,
        ...(known === undefined && { isInVain: (movie) => movie === undefined }),
      });
    } catch (failure) {
      if (known && (isFilmSourceFailure(failure) || failure instanceof TooManyRequests)) return undefined;
      throw failure;
    }
  }

  private async fetch(
    source: FilmSource,
    { kinopoiskId, known, call }: { kinopoiskId: number; known: Movie | undefined; call: SourceCall },
  ): Promise<Movie | undefined> {
    const { clock, movies, missingFilms, asService } = this.parts;
    const startedMs = clock.monotonicMs();
    const [card, early] = await Promise.all([
      source.find(kinopoiskId, call),
      // A new id may not exist, so the directors of such a film are fetched only after its card.
      known && this.enrichment(source, kinopoiskId, call.owner),
    ]);
    if (card === undefined) {
      await asService('films', () => missingFilms.add(kinopoiskId, clock.now()));
      return undefined;
    }
    const isQuick = clock.monotonicMs() - startedMs <= ENRICH_WITHIN_MS;
    const enrichment = early ?? (isQuick ? await this.enrichment(source, kinopoiskId, call.owner) : {});
    const [movie] = await asService('films', () => movies.save([{ ...card, ...enrichment }]));
    return movie;
  }

  /**
   * Makes one call, or none if somebody else has fetched the film meanwhile. Known directors and trailers stay; missing ones
   * are left to the enrichment job.
   */
  private async refresh(source: FilmSource, kinopoiskId: number): Promise<void> {
    const { movies, missingFilms, clock } = this.parts;
    if (await this.isUnknown(kinopoiskId)) return;
    const known = await movies.find(kinopoiskId);
    if (known?.fetchedAt && isFreshCard(known, clock.now())) return;
    const card = await source.find(kinopoiskId, BACKGROUND);
    if (card === undefined) await missingFilms.add(kinopoiskId, clock.now());
    else await movies.save([card]);
  }

  private async isUnknown(kinopoiskId: number): Promise<boolean> {
    const { largestId, missingFilms, clock } = this.parts;
    return kinopoiskId > largestId || missingFilms.has(kinopoiskId, unknownSince(clock.now()));
  }

  /** Fields that the source fails to return stay unknown, because a card is useful without them. */
  private async enrichment(source: FilmSource, kinopoiskId: number, owner: Owner): Promise<Enrichment> {
    const [directors, trailerUrl] = await Promise.all([
      source.directors(kinopoiskId, owner).catch(unlessFailed),
      source.trailer(kinopoiskId, owner).catch(unlessFailed),
    ]);
    return { directors, trailerUrl };
  }
}

function unlessFailed(failure: unknown): undefined {
  if (!isFilmSourceFailure(failure)) throw failure;
}

function valueOf<T>(outcome: PromiseSettledResult<T>): T | undefined {
  return outcome.status === 'fulfilled' ? outcome.value : undefined;
}
