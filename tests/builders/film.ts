import type { FilmRecord, Movie } from '../../src/domain/films/movie.ts';
import { unknownFilm } from '../../src/domain/films/movie.ts';
import type { VisibleMovie } from '../../src/domain/films/visible-movie.ts';
import type { VisibleFavorite } from '../../src/domain/shelf/favorite-movie.ts';

/** The Matrix as a search result: names, year, rating and genres, but no directors. */
export function aFilm(differences: Partial<FilmRecord> = {}): FilmRecord {
  return {
    ...unknownFilm(301),
    nameRu: 'Матрица',
    nameOriginal: 'The Matrix',
    year: 1999,
    rating: 8.498,
    genres: ['фантастика', 'боевик'],
    ...differences,
  };
}

/** The card of The Matrix with all data. */
export function aCard(differences: Partial<FilmRecord> = {}): FilmRecord {
  return {
    ...aFilm(),
    nameEn: 'Matrix',
    description: 'Жизнь Томаса Андерсона разделена на две части.',
    ratingImdb: 8.7,
    directors: [
      { id: 23330, name: 'Лана Вачовски' },
      { id: 23331, name: 'Лилли Вачовски' },
    ],
    trailerUrl: 'https://www.youtube.com/watch?v=nUEQNVV3Gfs',
    countries: ['США', 'Австралия'],
    lengthMinutes: 136,
    ageLimit: 16,
    type: 'FILM',
    imdbId: 'tt0133093',
    posterUrl: 'https://images.example.org/301.jpg',
    posterPreviewUrl: 'https://images.example.org/301-small.jpg',
    webUrl: 'https://www.kinopoisk.ru/film/301/',
    fetchedAt: new Date('2026-11-20T12:00:00.456Z'),
    ...differences,
  };
}

/** The Matrix in the catalogue after {@link aCard} was saved. */
export function aMovie(differences: Partial<Movie> = {}): Movie {
  return {
    kinopoiskId: 301,
    title: 'Матрица',
    originalTitle: 'The Matrix',
    description: 'Жизнь Томаса Андерсона разделена на две части.',
    year: 1999,
    rating: 8.498,
    ratingImdb: 8.7,
    genres: [
      { id: 6, name: 'фантастика' },
      { id: 11, name: 'боевик' },
    ],
    directors: [
      { id: 23330, name: 'Лана Вачовски' },
      { id: 23331, name: 'Лилли Вачовски' },
    ],
    trailerUrl: 'https://www.youtube.com/watch?v=nUEQNVV3Gfs',
    countries: ['США', 'Австралия'],
    lengthMinutes: 136,
    ageLimit: 16,
    type: 'FILM',
    imdbId: 'tt0133093',
    posterUrl: 'https://images.example.org/301.jpg',
    posterPreviewUrl: 'https://images.example.org/301-small.jpg',
    webUrl: 'https://www.kinopoisk.ru/film/301/',
    fetchedAt: new Date('2026-11-20T12:00:00.456Z'),
    isEnriched: true,
    ...differences,
  };
}

/** The film as a caller sees it who may view it. */
export function visibleWhole(movie: Movie): VisibleMovie {
  return { movie, labels: [], isViewable: true };
}

export const KEPT_AT = new Date('2026-11-20T12:00:00.123Z');

/** The Matrix on a shelf, with all data. */
export function keptMatrix(note: string): VisibleFavorite {
  return { ...visibleWhole(aMovie()), note, userRating: 9, watchedAt: '2026-11-19', addedAt: KEPT_AT };
}

/** The film as a caller sees it who lacks the permission of one of its labels. */
export function visibleAsTeaser(movie: Movie, labels: readonly string[]): VisibleMovie {
  const { kinopoiskId, title, year, genres, directors, posterUrl, posterPreviewUrl, webUrl, type, isEnriched } = movie;
  return {
    movie: {
      ...{ kinopoiskId, title, year, genres, directors, posterUrl, posterPreviewUrl, webUrl, type, isEnriched },
      originalTitle: null,
      description: null,
      rating: null,
      ratingImdb: null,
      trailerUrl: null,
      countries: [],
      lengthMinutes: null,
      ageLimit: null,
      imdbId: null,
      fetchedAt: null,
    },
    labels,
    isViewable: false,
  };
}

/** The fields of The Matrix after a card without directors and trailer. */
export const withoutEnrichment = { directors: [], trailerUrl: null, isEnriched: false };

/** The Matrix in the catalogue after only {@link aFilm} was saved. */
export const asFound = {
  ...withoutEnrichment,
  description: null,
  ratingImdb: null,
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
