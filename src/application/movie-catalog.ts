import type { FilmRecord, Movie } from '../domain/movie.ts';
import { MovieNotFound, unknownFilm } from '../domain/movie.ts';
import type { Clock } from './ports/clock.ts';
import type { FilmSource } from './ports/film-source.ts';
import { isFilmSourceFailure, SEARCH_PAGE_SIZE } from './ports/film-source.ts';
import type { MovieRepository } from './ports/movie-repository.ts';
import { SingleFlight } from './single-flight.ts';

/** Films found by a search, best first. `total` counts all pages; `from` tells who answered. */
export type FoundMovies = {
  readonly movies: readonly Movie[];
  readonly total: number;
  readonly from: 'kinopoisk' | 'catalogue';
};

type Enrichment = Pick<FilmRecord, 'directors' | 'trailerUrl'>;

/** A card that took longer than this is answered without directors and trailer, so that nobody waits for two slow calls in a row. */
const ENRICH_WITHIN_MS = 1000;

/**
 * The films this installation knows, and through the film source all others. Every film that passes by is stored, so
 * that a source that is slow, exhausted or gone costs nobody a film that was ever seen. Without a source the stored
 * films are all there are. Equal questions at the same time are one call.
 */
export class MovieCatalog {
  private readonly cards = new SingleFlight<Movie | undefined>();
  private readonly searches = new SingleFlight<FoundMovies>();

  constructor(
    private readonly movies: MovieRepository,
    private readonly source: FilmSource | undefined,
    private readonly clock: Clock,
  ) {}

  /** The film with all that can be known of it now. @throws MovieNotFound, FilmSourceFailure when the film was never seen */
  async get(kinopoiskId: number): Promise<Movie> {
    const known = await this.movies.find(kinopoiskId);
    if (known?.fetchedAt) return known;
    const fetched = await this.fetchUnlessDown(kinopoiskId, known);
    const movie = fetched ?? known;
    if (movie === undefined) throw new MovieNotFound();
    return movie;
  }

  /** Asks for what a stored card came without; what was learnt is kept, whatever fails. @throws FilmSourceFailure */
  async enrich(kinopoiskId: number): Promise<void> {
    const { source } = this;
    if (source === undefined) return;
    const [directors, trailerUrl] = await Promise.allSettled([
      source.directors(kinopoiskId),
      source.trailer(kinopoiskId),
    ]);
    const learnt = { directors: valueOf(directors), trailerUrl: valueOf(trailerUrl) };
    await this.movies.save([{ ...unknownFilm(kinopoiskId), ...learnt }]);
    for (const outcome of [directors, trailerUrl]) if (outcome.status === 'rejected') throw outcome.reason;
  }

  /** @throws FilmSourceFailure when the source is down and no stored film fits either */
  async search(query: string, page: number): Promise<FoundMovies> {
    const { source } = this;
    if (source === undefined) return this.searchStored(query, page);
    try {
      return await this.searches.run(`${page} ${query}`, () => this.searchSource(source, query, page));
    } catch (failure) {
      if (!isFilmSourceFailure(failure)) throw failure;
      const stored = await this.searchStored(query, page);
      if (stored.total === 0) throw failure;
      return stored;
    }
  }

  private async searchSource(source: FilmSource, query: string, page: number): Promise<FoundMovies> {
    const { films, total } = await source.search(query, page);
    return { movies: await this.movies.save(films), total, from: 'kinopoisk' };
  }

  private async searchStored(query: string, page: number): Promise<FoundMovies> {
    const { items, total } = await this.movies.search(query, { page, perPage: SEARCH_PAGE_SIZE });
    return { movies: items, total, from: 'catalogue' };
  }

  private async fetchUnlessDown(kinopoiskId: number, known: Movie | undefined): Promise<Movie | undefined> {
    const { source } = this;
    if (source === undefined) return undefined;
    try {
      return await this.cards.run(String(kinopoiskId), () => this.fetch(source, kinopoiskId, known));
    } catch (failure) {
      if (known && isFilmSourceFailure(failure)) return undefined;
      throw failure;
    }
  }

  private async fetch(source: FilmSource, kinopoiskId: number, known: Movie | undefined): Promise<Movie | undefined> {
    const startedMs = this.clock.monotonicMs();
    const [card, early] = await Promise.all([
      source.find(kinopoiskId),
      // An id nobody has seen may not exist: its directors are not worth a call before its card has come.
      known && this.enrichment(source, kinopoiskId),
    ]);
    if (card === undefined) return undefined;
    const isQuick = this.clock.monotonicMs() - startedMs <= ENRICH_WITHIN_MS;
    const enrichment = early ?? (isQuick ? await this.enrichment(source, kinopoiskId) : {});
    const [movie] = await this.movies.save([{ ...card, ...enrichment }]);
    return movie;
  }

  /** A card is worth having without its directors: what the source fails to say stays unknown. */
  private async enrichment(source: FilmSource, kinopoiskId: number): Promise<Enrichment> {
    const [directors, trailerUrl] = await Promise.all([
      source.directors(kinopoiskId).catch(unlessFailed),
      source.trailer(kinopoiskId).catch(unlessFailed),
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
