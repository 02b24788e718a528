import { type Answer, jsonAnswer, refusal } from './answer.ts';
import type { CallLimits } from './call-limits.ts';
import type { Catalogue } from './catalogue.ts';
import { collectionOf, LAST_COLLECTION_PAGE, premieresIn } from './collections.ts';
import type { Operation } from './operation.ts';
import {
  collectionAnswer,
  filmAnswer,
  filmsAnswer,
  premieresAnswer,
  searchAnswer,
  staffAnswer,
  votesAnswer,
} from './wire.ts';

/** The documented limits of `page`. We assume that Kinopoisk answers 400 beyond them. */
const LAST_SEARCH_PAGE = 20;
const LAST_VOTES_PAGE = 100;

export type KinopoiskApiSettings = {
  readonly apiKey: string;
  readonly dailyQuota: number;
  /** The answer to a search that finds nothing. Kinopoisk is known to send either: 404, or 200 with an empty list. */
  readonly noResults: 'not-found' | 'empty-list';
};

/** The answers of Kinopoisk to calls that its key, quota and rate limits allow. */
export class KinopoiskApi {
  readonly #catalogue: Catalogue;
  readonly #limits: CallLimits;
  readonly #settings: KinopoiskApiSettings;

  constructor(catalogue: Catalogue, limits: CallLimits, settings: KinopoiskApiSettings) {
    this.#catalogue = catalogue;
    this.#limits = limits;
    this.#settings = settings;
  }

  answer(operation: Operation, parameter: string, query: URLSearchParams): Answer {
    switch (operation) {
      case 'search':
        return this.#search(query.get('keyword') ?? '', pageIn(query, LAST_SEARCH_PAGE));
      case 'films-by-imdb-id':
        return jsonAnswer(filmsAnswer(this.#catalogue.filmsOf(query.get('imdbId') ?? '')));
      case 'collections':
        return this.#collection(query);
      case 'premieres':
        return this.#premieres(query);
      case 'film':
        return this.#film(positiveInteger(parameter));
      case 'videos':
        return this.#videos(positiveInteger(parameter));
      case 'staff':
        return this.#staff(positiveInteger(query.get('filmId') ?? ''));
      case 'votes':
        return this.#votes(positiveInteger(parameter), pageIn(query, LAST_VOTES_PAGE));
      case 'api-key':
        return this.#key(parameter);
      case 'other':
        return refusal(404);
    }
  }

  #search(keyword: string, page: number | undefined): Answer {
    if (keyword === '' || page === undefined) return refusal(400);
    const found = this.#catalogue.search(keyword);
    if (found.length === 0 && this.#settings.noResults === 'not-found') return refusal(404);
    return jsonAnswer(searchAnswer(found, keyword, page));
  }

  #collection(query: URLSearchParams): Answer {
    const page = pageIn(query, LAST_COLLECTION_PAGE);
    const films = collectionOf(this.#catalogue.films, query.get('type') ?? 'TOP_POPULAR_ALL');
    return films === undefined || page === undefined ? refusal(400) : jsonAnswer(collectionAnswer(films, page));
  }

  #premieres(query: URLSearchParams): Answer {
    const films = premieresIn(this.#catalogue.films, query.get('year') ?? '', query.get('month') ?? '');
    return films === undefined ? refusal(400) : jsonAnswer(premieresAnswer(films));
  }

  #film(id: number | undefined): Answer {
    if (id === undefined) return refusal(400);
    const film = this.#catalogue.findFilm(id);
    return film === undefined ? refusal(404) : jsonAnswer(filmAnswer(film));
  }

  /** Kinopoisk's OpenAPI document has no 404 here: an unknown film has an empty list of videos. */
  #videos(id: number | undefined): Answer {
    if (id === undefined) return refusal(400);
    const items = this.#catalogue.findFilm(id)?.videos ?? [];
    return items === 'not-found' ? refusal(404) : jsonAnswer({ total: items.length, items });
  }

  #staff(id: number | undefined): Answer {
    if (id === undefined) return refusal(400);
    const film = this.#catalogue.findFilm(id);
    const rows = film && staffAnswer(film);
    return rows === undefined ? refusal(404) : jsonAnswer(rows);
  }

  #votes(userId: number | undefined, page: number | undefined): Answer {
    if (userId === undefined || page === undefined) return refusal(400);
    const votes = this.#catalogue.votesOf(userId);
    return votes === 'private' ? refusal(404) : jsonAnswer(votesAnswer(votes, page));
  }

  #key(key: string): Answer {
    const { apiKey, dailyQuota } = this.#settings;
    if (key !== apiKey) return refusal(404);
    const { used } = this.#limits;
    const accountType = dailyQuota <= 500 ? 'FREE' : dailyQuota <= 10_000 ? 'EXTENDED' : 'UNLIMITED';
    return jsonAnswer({ totalQuota: { value: -1, used }, dailyQuota: { value: dailyQuota, used }, accountType });
  }
}

function pageIn(query: URLSearchParams, last: number): number | undefined {
  const page = positiveInteger(query.get('page') ?? '1');
  return page === undefined || page > last ? undefined : page;
}

function positiveInteger(text: string): number | undefined {
  return /^[1-9]\d{0,14}$/.test(text) ? Number(text) : undefined;
}
