import type { TeaserFilms } from '../../domain/access/restriction.ts';
import { isTeaser } from '../../domain/access/restriction.ts';
import { ageSeconds, isFreshSearch } from '../../domain/films/freshness.ts';
import type { Movie } from '../../domain/films/movie.ts';
import { searchQuery } from '../../domain/films/search-query.ts';
import { looksLikeOtherLayout, otherLayout, searchSpellings } from '../../domain/films/search-spellings.ts';
import type { FoundTitles, SearchWorth } from '../../domain/films/search-worth.ts';
import { canMeanFilm, searchWorth } from '../../domain/films/search-worth.ts';
import type { AsService } from '../shared/ports/as-service.ts';
import type { Clock } from '../shared/ports/clock.ts';
import type { Metrics } from '../shared/ports/metrics.ts';
import { TooManyRequests } from '../shared/ports/rate-limiter.ts';
import type { FromSource } from './answer-source.ts';
import { counted } from './answer-source.ts';
import type { FilmSource, SourceCall } from './ports/film-source.ts';
import { BACKGROUND, isFilmSourceFailure, SEARCH_PAGE_SIZE } from './ports/film-source.ts';
import type { MovieRepository } from './ports/movie-repository.ts';
import type { CachedSearch, SearchRepository } from './ports/search-repository.ts';
import type { BackgroundRevalidation } from './upstream/background-revalidation.ts';
import type { Asker, CallShares } from './upstream/call-shares.ts';
import { CoalescedQuestions } from './upstream/coalesced-questions.ts';
import { RepeatedQuestions } from './upstream/repeated-questions.ts';

/**
 * Films found, best match first. `total` counts all pages. `from`: the source, its answer cached `ageSeconds` ago, or
 * the catalogue.
 */
export type FoundMovies = FromSource & {
  readonly movies: readonly Movie[];
  readonly total: number;
  readonly ageSeconds?: number;
};

/** Dependencies of the search. `source` is `undefined` without an API key. */
export type SearchParts = {
  readonly movies: MovieRepository;
  readonly searches: SearchRepository;
  readonly source: FilmSource | undefined;
  readonly shares: CallShares;
  /** Maximum number of unanswered questions of one person. */
  readonly mostQuestionsOfOne: number;
  readonly revalidation: BackgroundRevalidation;
  readonly metrics: Metrics;
  readonly clock: Clock;
  /** Others may have joined the question, so its answer is stored as shared work. */
  readonly asService: AsService;
};

/** Who searches. `teasers`: the films that this person sees only as teasers; only visible titles are compared. */
export type Searcher = Asker & { readonly teasers?: TeaserFilms };

type Question = { readonly words: string; readonly page: number };

/**
 * Searches films by words of their titles. Cached answers are served without calling the source and revalidated in the
 * background when they are stale. The source is called only if its answer can be better than the catalogue's. If it
 * cannot be called, the catalogue answers.
 */
export class FilmSearch {
  private readonly asked: CoalescedQuestions<FoundMovies>;
  private readonly repeated: RepeatedQuestions;

  constructor(private readonly parts: SearchParts) {
    this.repeated = new RepeatedQuestions(parts.clock);
    this.asked = new CoalescedQuestions(parts.shares, parts.mostQuestionsOfOne);
  }

  /**
   * A call counts against the asker's share.
   * @throws FilmSourceFailure, TooManyRequests when the source cannot be called and the catalogue has no match either
   */
  async search(typed: string, page: number, asker: Searcher): Promise<FoundMovies> {
    const { source, metrics } = this.parts;
    const found = source
      ? this.answer(source, { typed, page }, asker)
      : this.searchTitles({ words: searchQuery(typed), page }, asker);
    return counted(metrics, 'search', found);
  }

  /** Fetches the source's answer for the words into the catalogue, with a background call. @throws FilmSourceFailure */
  async learn(typed: string): Promise<void> {
    const { source, searches, clock } = this.parts;
    if (source === undefined) return;
    const question = { words: searchQuery(typed), page: 1 };
    const cached = await searches.find(question.words, question.page);
    const isAnswered = cached && (cached.total > 0 || isFreshSearch(cached, clock.now()));
    if (!isAnswered) await this.fetch(source, question, BACKGROUND);
  }

  private async answer(
    source: FilmSource,
    { typed, page }: { typed: string; page: number },
    asker: Searcher,
  ): Promise<FoundMovies> {
    const asTyped = { words: searchQuery(typed), page };
    const known = await this.cached(source, asTyped);
    if (known) return this.otherwiseSpelt(known, asTyped, asker);
    const meant = await this.meant(asTyped, asker);
    const question = meant === asTyped.words ? asTyped : { words: searchQuery(meant), page };
    const cached = meant === asTyped.words ? undefined : await this.cached(source, question);
    return this.otherwiseSpelt(cached ?? (await this.askIfWorth(source, question, asker)), question, asker);
  }

  private async askIfWorth(source: FilmSource, question: Question, asker: Searcher): Promise<FoundMovies> {
    const here = await this.searchTitles(question, asker);
    const worth = this.worthOf(question, here, asker);
    return worth === 'sure' || worth === 'typing' ? here : this.ask(source, question, { asker, here, worth });
  }

  /**
   * An unfinished word that the same person sends again within a minute counts as finished. A page beyond the first is
   * worth a call unless the catalogue can fill it, because the client requested this page explicitly.
   */
  private worthOf({ words, page }: Question, { movies }: FoundMovies, asker: Searcher): SearchWorth {
    if (!canMeanFilm(words)) return 'typing';
    const titles = movies.map((movie) => visibleTitles(movie, asker.teasers));
    const worth = searchWorth(words, titles, SEARCH_PAGE_SIZE);
    if (page > 1 && titles.length < SEARCH_PAGE_SIZE) return worth === 'only' ? 'only' : 'better';
    const isRepeated = worth === 'typing' && this.repeated.isRepeated(asker, words);
    return isRepeated ? 'better' : worth;
  }

  /**
   * When the source finds nothing, searches the catalogue with other spellings. If its answer is from the cache, the
   * catalogue may have learned of a film since.
   */
  private async otherwiseSpelt(found: FoundMovies, question: Question, asker: Searcher): Promise<FoundMovies> {
    if (found.total > 0) return found;
    const here = found.from === 'cache' ? await this.searchTitles(question, asker) : found;
    if (here.total > 0) return here;
    const { others } = searchSpellings(question.words);
    const words = others.length > 0 ? await this.parts.movies.firstInTitles(others, asker.teasers) : undefined;
    return words === undefined ? found : this.searchTitles({ ...question, words }, asker);
  }

  /** Chooses the keyboard layout before the source is asked, because each question costs one call. */
  private async meant({ words }: Question, { teasers }: Searcher): Promise<string> {
    const { movies } = this.parts;
    const other = otherLayout(words);
    if (other === undefined) return words;
    const known = await movies.firstInTitles([words, other], teasers);
    return known ?? (looksLikeOtherLayout(words) ? other : words);
  }

  private async cached(source: FilmSource, question: Question): Promise<FoundMovies | undefined> {
    const { searches, clock, revalidation } = this.parts;
    const cached = await searches.find(question.words, question.page);
    const now = clock.now();
    if (cached && isFreshSearch(cached, now)) return asCached(cached, now);
    if (cached && cached.total > 0) {
      revalidation.start('refreshSearch', keyOf(question), () => this.fetch(source, question, BACKGROUND));
      return asCached(cached, now);
    }
    return undefined;
  }

  private async ask(
    source: FilmSource,
    question: Question,
    { asker, here, worth }: { asker: Searcher; here: FoundMovies; worth: SearchWorth },
  ): Promise<FoundMovies> {
    try {
      return await this.asked.ask(keyOf(question), asker, {
        fetch: (call) => this.fetch(source, question, call),
        isImproving: worth === 'better',
      });
    } catch (failure) {
      if (!isFilmSourceFailure(failure) && !(failure instanceof TooManyRequests)) throw failure;
      if (here.total === 0) throw failure;
      return here;
    }
  }

  private async fetch(source: FilmSource, { words, page }: Question, call: SourceCall): Promise<FoundMovies> {
    const { movies, searches, clock, asService } = this.parts;
    const { films, total } = await source.search(words, page, call);
    return asService('films', async () => {
      const found = await movies.save(films);
      const kinopoiskIds = found.map(({ kinopoiskId }) => kinopoiskId);
      await searches.keep(words, page, { kinopoiskIds, total, fetchedAt: clock.now() });
      return { movies: found, total, from: 'kinopoisk' };
    });
  }

  private async searchTitles({ words, page }: Question, { teasers }: Searcher): Promise<FoundMovies> {
    const { items, total } = await this.parts.movies.search(words, { page, perPage: SEARCH_PAGE_SIZE }, teasers);
    return { movies: items, total, from: 'catalogue' };
  }
}

/** The titles that may be compared. A teaser shows only one of them. */
function visibleTitles(movie: Movie, teasers: TeaserFilms | undefined): FoundTitles {
  const isHidden = teasers !== undefined && isTeaser(movie, teasers);
  return [movie.title, isHidden ? null : movie.originalTitle].filter((title) => title !== null);
}

function asCached({ movies, total, fetchedAt }: CachedSearch, now: Date): FoundMovies {
  return { movies, total, from: 'cache', ageSeconds: ageSeconds(fetchedAt, now) };
}

function keyOf({ words, page }: Question): string {
  return `${page} ${words}`;
}
