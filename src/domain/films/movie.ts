import { domainError } from '../shared/errors.ts';

/** Largest id of a film: a signed integer of 32 bits. */
export const MAX_KINOPOISK_ID = 2_147_483_647;

/** Genres and directors without a Kinopoisk id get ids from here upwards. Kinopoisk's own ids are far below. */
export const FIRST_OWN_ID = 2_000_000_000;

export type Genre = { readonly id: number; readonly name: string };
export type Director = { readonly id: number; readonly name: string };

/**
 * One source's data about a film: a Kinopoisk card, a search result, or a bundled record. Unknown values are `null`.
 * `directors` and `trailerUrl` are `undefined` until a source was asked. A record with `fetchedAt` is a card and
 * replaces known data. A record without it only adds missing data.
 */
export type FilmRecord = {
  readonly kinopoiskId: number;
  readonly nameRu: string | null;
  readonly nameOriginal: string | null;
  readonly nameEn: string | null;
  readonly description: string | null;
  readonly year: number | null;
  /** 0 to 10. */
  readonly rating: number | null;
  readonly ratingImdb: number | null;
  readonly genres: readonly string[];
  readonly directors: readonly { readonly id: number | null; readonly name: string }[] | undefined;
  readonly trailerUrl: string | null | undefined;
  readonly countries: readonly string[];
  readonly lengthMinutes: number | null;
  readonly ageLimit: number | null;
  /** As Kinopoisk names it: `FILM`, `TV_SERIES`, …; new types may appear. */
  readonly type: string | null;
  readonly imdbId: string | null;
  readonly posterUrl: string | null;
  readonly posterPreviewUrl: string | null;
  readonly webUrl: string | null;
  readonly fetchedAt: Date | null;
};

/** A record that knows only the film's id. */
export function unknownFilm(kinopoiskId: number): FilmRecord {
  return {
    kinopoiskId,
    nameRu: null,
    nameOriginal: null,
    nameEn: null,
    description: null,
    year: null,
    rating: null,
    ratingImdb: null,
    genres: [],
    directors: undefined,
    trailerUrl: undefined,
    countries: [],
    lengthMinutes: null,
    ageLimit: null,
    type: null,
    imdbId: null,
    posterUrl: null,
    posterPreviewUrl: null,
    webUrl: null,
    fetchedAt: null,
  };
}

/** A film in the catalogue. `fetchedAt`: when its card was last fetched from Kinopoisk, `null` if never. */
export type Movie = {
  readonly kinopoiskId: number;
  readonly title: string | null;
  readonly originalTitle: string | null;
  readonly description: string | null;
  readonly year: number | null;
  readonly rating: number | null;
  readonly ratingImdb: number | null;
  readonly genres: readonly Genre[];
  readonly directors: readonly Director[];
  readonly trailerUrl: string | null;
  readonly countries: readonly string[];
  readonly lengthMinutes: number | null;
  readonly ageLimit: number | null;
  readonly type: string | null;
  readonly imdbId: string | null;
  readonly posterUrl: string | null;
  readonly posterPreviewUrl: string | null;
  /** The address of the film's page at its source; `null` when the source named none. */
  readonly webUrl: string | null;
  readonly fetchedAt: Date | null;
  /** Whether directors and trailer were asked for. A card may be stored before them. */
  readonly isEnriched: boolean;
};

export class MovieNotFound extends domainError('not-found', 'movie-not-found') {}
export class GenreNotFound extends domainError('not-found', 'genre-not-found') {}
export class DirectorNotFound extends domainError('not-found', 'director-not-found') {}

/**
 * Whether the film has everything that a list of films shows. Incomplete films are left out of lists, but are found by
 * id, by search and on shelves.
 */
export function isComplete(film: FilmRecord): boolean {
  const hasDirectors = film.directors !== undefined && film.directors.length > 0;
  return titleOf(film) !== null && film.year !== null && film.genres.length > 0 && hasDirectors;
}

/** The Russian name, else the original one, else the English one. */
export function titleOf(film: Pick<FilmRecord, 'nameRu' | 'nameOriginal' | 'nameEn'>): string | null {
  return film.nameRu ?? film.nameOriginal ?? film.nameEn;
}

/** The original name, else the English one. Search results have only the English name. */
export function originalTitleOf(film: Pick<FilmRecord, 'nameOriginal' | 'nameEn'>): string | null {
  return film.nameOriginal ?? film.nameEn;
}

/** Plausible release years, first and last. */
export const FIRST_FILM_YEAR = 1850;
export const LAST_FILM_YEAR = 2200;

export function isFilmYear(year: number): boolean {
  return year >= FIRST_FILM_YEAR && year <= LAST_FILM_YEAR;
}
