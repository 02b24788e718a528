import { inventCrew } from './crew.ts';
import type { Film, Json, StaffRow } from './film.ts';

const PAGE_SIZE = 20;
const IMAGES = 'https://kinopoiskapiunofficial.tech/images/posters';
const SERIES_TYPES: readonly string[] = ['TV_SERIES', 'MINI_SERIES', 'TV_SHOW'];

/** Answer of `/api/v2.1/films/search-by-keyword`; as recorded, a single result comes with `pagesCount: 0`. */
export function searchAnswer(found: readonly Film[], keyword: string, page: number): Json {
  return {
    keyword,
    pagesCount: found.length === 1 ? 0 : Math.min(20, Math.ceil(found.length / PAGE_SIZE)),
    searchFilmsCountResult: found.length,
    films: pageOf(found, page).map(searchItem),
  };
}

/** An item of a search, where numbers are texts and unknown values are left out. */
function searchItem(film: Film): Json {
  return {
    filmId: film.kinopoiskId,
    nameRu: film.nameRu ?? undefined,
    nameEn: film.nameOriginal === '' ? undefined : (film.nameOriginal ?? undefined),
    type: film.type,
    year: film.year?.toString(),
    description: film.description ?? undefined,
    filmLength: film.lengthMinutes === null ? undefined : hoursAndMinutes(film.lengthMinutes),
    countries: film.countries.map((country) => ({ country })),
    genres: film.genres.map((genre) => ({ genre })),
    rating: film.rating?.toFixed(1),
    ratingVoteCount: film.voteCount,
    posterUrl: `${IMAGES}/kp/${film.kinopoiskId}.jpg`,
    posterUrlPreview: `${IMAGES}/kp_small/${film.kinopoiskId}.jpg`,
    ...film.inSearch,
  };
}

/** Answer of `/api/v2.2/films/{id}`: all keys are there, unknown values are null, and `nameEn` is always null. */
export function filmAnswer(film: Film): Json {
  const isSeries = SERIES_TYPES.includes(film.type);
  return {
    ...namesAndRatings(film),
    kinopoiskHDId: null,
    reviewsCount: 12,
    ratingGoodReview: 83.3,
    ratingGoodReviewVoteCount: 10,
    ratingKinopoiskVoteCount: film.voteCount,
    ratingImdbVoteCount: film.ratingImdb === null ? 0 : 2_310,
    ratingFilmCritics: 6.4,
    ratingFilmCriticsVoteCount: 14,
    ratingAwait: null,
    ratingAwaitCount: 0,
    ratingRfCritics: 100,
    ratingRfCriticsVoteCount: 5,
    webUrl: `https://www.kinopoisk.ru/${isSeries ? 'series' : 'film'}/${film.kinopoiskId}/`,
    filmLength: film.lengthMinutes,
    slogan: null,
    shortDescription: null,
    editorAnnotation: null,
    isTicketsAvailable: false,
    productionStatus: null,
    ratingMpaa: film.ratingAgeLimits === 'age18' ? 'r' : null,
    hasImax: false,
    has3D: false,
    lastSync: '2025-04-09T04:07:49.109817',
    startYear: isSeries ? film.year : null,
    endYear: null,
    serial: isSeries,
    shortFilm: false,
    completed: false,
    ...film.inDetails,
  };
}

/** Answer of `/api/v1/staff`: an array; `undefined` if Kinopoisk knows no person of the film and answers 404. */
export function staffAnswer(film: Film): readonly StaffRow[] | undefined {
  return film.staff === 'not-found' ? undefined : (film.staff ?? inventCrew(film));
}

/** Answer of `/api/v2.2/films` to an IMDb id: items without description, length and age limit. */
export function filmsAnswer(films: readonly Film[]): Json {
  const items = films.map((film) => ({ ...namesAndRatings(film), description: undefined, ratingAgeLimits: undefined }));
  return { total: items.length, totalPages: Math.ceil(items.length / PAGE_SIZE), items };
}

export type RatedFilm = { readonly film: Film; readonly userRating: number };

/** Answer of `/api/v1/kp_users/{id}/votes`. */
export function votesAnswer(votes: readonly RatedFilm[], page: number): Json {
  return {
    total: votes.length,
    totalPages: Math.ceil(votes.length / PAGE_SIZE),
    items: pageOf(votes, page).map(({ film, userRating }, at) => ({
      ...spelled(namesAndRatings(film), at),
      userRating,
    })),
  };
}

/**
 * Answer of `/api/v2.2/films/collections`. Kinopoisk documents the year as a text, so every third film has it as one.
 */
export function collectionAnswer(films: readonly Film[], page: number): Json {
  return {
    total: films.length,
    totalPages: Math.ceil(films.length / PAGE_SIZE),
    items: pageOf(films, page).map((film, at) => ({
      ...spelled(namesAndRatings(film), at),
      ...(at % 3 === 2 && { year: film.year?.toString() ?? null }),
    })),
  };
}

/**
 * Answer of `/api/v2.2/films/premieres`, as recorded: without pages, an unknown year is 0, an unknown name is empty.
 */
export function premieresAnswer(films: readonly Film[]): Json {
  const items = films.map((film, at) => ({
    kinopoiskId: film.kinopoiskId,
    nameRu: film.nameRu ?? '',
    nameEn: film.nameOriginal ?? '',
    year: film.year ?? 0,
    posterUrl: `${IMAGES}/kp/${film.kinopoiskId}.jpg`,
    posterUrlPreview: `${IMAGES}/kp_small/${film.kinopoiskId}.jpg`,
    countries: film.countries.map((country) => ({ country })),
    genres: film.genres.map((genre) => ({ genre })),
    duration: at % 2 === 0 ? film.lengthMinutes : null,
    premiereRu: film.premiereRu,
  }));
  return { total: items.length, items };
}

/**
 * Kinopoisk's document misspells a field, but no recorded answer did. Here every other film has the misspelled field.
 */
function spelled({ ratingImdb, ...film }: Json, at: number): Json {
  return at % 2 === 0 ? { ...film, ratingImdb } : { ...film, ratingImbd: ratingImdb };
}

function namesAndRatings(film: Film): Json {
  return {
    kinopoiskId: film.kinopoiskId,
    imdbId: film.imdbId,
    nameRu: film.nameRu,
    nameEn: null,
    nameOriginal: film.nameOriginal,
    countries: film.countries.map((country) => ({ country })),
    genres: film.genres.map((genre) => ({ genre })),
    ratingKinopoisk: film.rating,
    ratingImdb: film.ratingImdb,
    year: film.year,
    type: film.type,
    posterUrl: `${IMAGES}/kp/${film.kinopoiskId}.jpg`,
    posterUrlPreview: `${IMAGES}/kp_small/${film.kinopoiskId}.jpg`,
    coverUrl: null,
    logoUrl: null,
    description: film.description,
    ratingAgeLimits: film.ratingAgeLimits,
  };
}

function pageOf<T>(list: readonly T[], page: number): readonly T[] {
  return list.slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE);
}

function hoursAndMinutes(minutes: number): string {
  return [Math.floor(minutes / 60), minutes % 60].map((part) => part.toString().padStart(2, '0')).join(':');
}
