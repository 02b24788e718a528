import type { FilmSource, FilmsOfList, SourceCall } from '../../application/films/ports/film-source.ts';
import {
  BACKGROUND,
  MAX_SEARCH_PAGES,
  SEARCH_PAGE_SIZE,
  SERVICE_ITSELF,
} from '../../application/films/ports/film-source.ts';
import type { QuotaSource } from '../../application/films/ports/quota-source.ts';
import type { VoteSource, VotesPage } from '../../application/imports/ports/vote-source.ts';
import type { Clock } from '../../application/shared/ports/clock.ts';
import type { FilmList } from '../../domain/films/film-lists.ts';
import type { FilmRecord } from '../../domain/films/movie.ts';
import type { Quota } from '../../domain/films/quota-day.ts';
import {
  directorsOf,
  filmRecordOf,
  filmsOf,
  filmsOfListIn,
  quotaOf,
  searchResultOf,
  trailerUrlOf,
  votesOf,
} from './kinopoisk-answers.ts';
import type { KinopoiskCalls } from './kinopoisk-calls.ts';
import { badAnswer } from './kinopoisk-failures.ts';
import type { KinopoiskSettings } from './kinopoisk-http.ts';
import { KinopoiskHttp } from './kinopoisk-http.ts';
import { MAX_LIST_PAGES, questionOf } from './kinopoisk-lists.ts';

const ASKED: SourceCall = { purpose: 'asked', owner: SERVICE_ITSELF };

/** Kinopoisk API Unofficial (https://kinopoiskapiunofficial.tech); each method asks one question over HTTP. */
export class KinopoiskFilmSource implements FilmSource, VoteSource, QuotaSource {
  private readonly http: KinopoiskHttp;
  readonly #apiKey: string;

  constructor(
    settings: KinopoiskSettings,
    calls: KinopoiskCalls,
    private readonly clock: Clock,
  ) {
    this.http = new KinopoiskHttp(settings, calls, clock);
    this.#apiKey = settings.apiKey;
  }

  async search(
    query: string,
    page: number,
    call: SourceCall = ASKED,
  ): Promise<{ films: readonly FilmRecord[]; total: number }> {
    const path = '/api/v2.1/films/search-by-keyword';
    const answer = await this.http.get({ operation: 'search', path, query: { keyword: query, page }, ...call });
    if (answer === undefined) return { films: [], total: 0 };
    const result = searchResultOf(answer);
    if (result === undefined) throw badAnswer('search', 'not a search result');
    if (result.films.length === 0) return { films: [], total: 0 };
    const seen = (page - 1) * SEARCH_PAGE_SIZE + result.films.length;
    return { films: result.films, total: Math.min(Math.max(result.count, seen), MAX_SEARCH_PAGES * SEARCH_PAGE_SIZE) };
  }

  async find(kinopoiskId: number, call: SourceCall = ASKED): Promise<FilmRecord | undefined> {
    const answer = await this.http.get({ operation: 'find', path: `/api/v2.2/films/${kinopoiskId}`, ...call });
    if (answer === undefined) return undefined;
    const card = filmRecordOf(answer, this.clock.now());
    if (card?.kinopoiskId !== kinopoiskId) throw badAnswer('find', 'not the card of the requested film');
    return card;
  }

  async directors(kinopoiskId: number, owner = SERVICE_ITSELF): Promise<NonNullable<FilmRecord['directors']>> {
    const question = { operation: 'directors', path: '/api/v1/staff', query: { filmId: kinopoiskId } } as const;
    const answer = await this.http.get({ ...question, purpose: 'extra', owner });
    if (answer === undefined) return [];
    const directors = directorsOf(answer);
    if (directors === undefined) throw badAnswer('directors', 'not a list of staff');
    return directors;
  }

  async trailer(kinopoiskId: number, owner = SERVICE_ITSELF): Promise<string | null> {
    const path = `/api/v2.2/films/${kinopoiskId}/videos`;
    const answer = await this.http.get({ operation: 'trailer', path, purpose: 'extra', owner });
    if (answer === undefined) return null;
    const trailerUrl = trailerUrlOf(answer);
    if (trailerUrl === undefined) throw badAnswer('trailer', 'not a list of videos');
    return trailerUrl;
  }

  async findByImdbId(imdbId: string): Promise<FilmRecord | undefined> {
    const question = { operation: 'find-by-imdb-id', path: '/api/v2.2/films', query: { imdbId } } as const;
    const answer = await this.http.get({ ...question, ...BACKGROUND });
    if (answer === undefined) return undefined;
    const films = filmsOf(answer);
    if (films === undefined) throw badAnswer('find-by-imdb-id', 'not a list of films');
    return films.find((film) => film.imdbId === imdbId);
  }

  async listed(list: FilmList, page: number, call: SourceCall = BACKGROUND): Promise<FilmsOfList> {
    const question = questionOf(list, page);
    const answer = await this.http.get({ ...question, ...call });
    const found = filmsOfListIn(answer);
    if (found === undefined) throw badAnswer(question.operation, `not the list ${list}`);
    const { films, pages = films.length > 0 ? page + 1 : page } = found;
    return { films, pages: question.operation === 'premieres' ? 1 : Math.min(pages, MAX_LIST_PAGES) };
  }

  async votes(userId: number, page: number): Promise<VotesPage | undefined> {
    const question = { operation: 'votes', path: `/api/v1/kp_users/${userId}/votes`, query: { page } } as const;
    const answer = await this.http.get({ ...question, ...BACKGROUND });
    if (answer === undefined) return undefined;
    const votes = votesOf(answer);
    if (votes === undefined) throw badAnswer('votes', 'not a list of votes');
    return votes;
  }

  /**
   * The key is in the path, which appears in no error and no metric. We do not know whether Kinopoisk counts this call,
   * so we count it.
   */
  async quota(): Promise<Quota | undefined> {
    const path = `/api/v1/api_keys/${encodeURIComponent(this.#apiKey)}`;
    const answer = await this.http.get({ operation: 'api-key', path, ...ASKED });
    return answer === undefined ? undefined : quotaOf(answer);
  }
}
