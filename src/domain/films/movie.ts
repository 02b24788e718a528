import { domainError } from '../shared/errors.ts';

/** Largest id of a film: a signed integer of 32 bits. */
export const MAX_KINOPOISK_ID = 2_147_483_647;

/** Genres and directors that Kinopoisk gives no id for get one from here upwards; Kinopoisk is far from it. */
export const FIRST_OWN_ID = 2_000_000_000;

export type Genre = { readonly id: number; readonly name: string };
export type Director = { readonly id: number; readonly name: string };

/**
 * What somebody says of a film: a card or search result of Kinopoisk, or a record of bundled data. Unknown is `null`.
 * `directors` and `trailerUrl` are `undefined` when nobody was asked yet. A `fetchedAt` makes the record a card: it
 * overrules what was known; without it the record only fills gaps.
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
  /** Kinopoisk's word: `FILM`, `TV_SERIES`, …; new ones appear. */
  readonly type: string | null;
  readonly imdbId: string | null;
  readonly posterUrl: string | null;
  readonly posterPreviewUrl: string | null;
  readonly webUrl: string | null;
  readonly fetchedAt: Date | null;
};

/** A record that says nothing of the film but its id. */
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

/** A film as the catalogue holds it. `fetchedAt`: when its card was last read at Kinopoisk, `null` if it never was. */
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
  /** The film's page where it came from; `null` when the source named none. */
  readonly webUrl: string | null;
  readonly fetchedAt: Date | null;
  /** Whether directors and trailer were asked for; a card may arrive before them. */
  readonly isEnriched: boolean;
};

export class MovieNotFound extends domainError('not-found', 'movie-not-found') {}
export class GenreNotFound extends domainError('not-found', 'genre-not-found') {}
export class DirectorNotFound extends domainError('not-found', 'director-not-found') {}

/** Whether the film has what every card in a list shows. Others are found by id, by search and on shelves. */
export function isComplete(film: FilmRecord): boolean {
  const isMade = film.directors !== undefined && film.directors.length > 0;
  return titleOf(film) !== null && film.year !== null && film.genres.length > 0 && isMade;
}

/** Russian, original, English name: the first that is known. */
export function titleOf(film: Pick<FilmRecord, 'nameRu' | 'nameOriginal' | 'nameEn'>): string | null {
  return film.nameRu ?? film.nameOriginal ?? film.nameEn;
}

/** Original, English name: the first that is known. Search results have the English name only. */
export function originalTitleOf(film: Pick<FilmRecord, 'nameOriginal' | 'nameEn'>): string | null {
  return film.nameOriginal ?? film.nameEn;
}
