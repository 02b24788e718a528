import type { Movie } from '../../../domain/films/movie.ts';

/** The film's page at Kinopoisk. */
export function kinopoiskPage(kinopoiskId: number): string {
  return `https://www.kinopoisk.ru/film/${kinopoiskId}/`;
}

/** Always a link: to the trailer if one is known, otherwise to the film's video page at Kinopoisk. */
export function trailerLink(movie: Pick<Movie, 'kinopoiskId' | 'trailerUrl'>): string {
  return movie.trailerUrl ?? `${kinopoiskPage(movie.kinopoiskId)}video/`;
}
