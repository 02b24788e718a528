import { GetMovie } from '../../../application/films/get-movie.ts';
import { ListMovies } from '../../../application/films/list-movies.ts';
import { SearchMovies } from '../../../application/films/search-movies.ts';
import { z } from 'zod';
import { filmSourceFailures, MAX_SEARCH_PAGES } from '../../../application/films/ports/film-source.ts';
import { TooManyRequests } from '../../../application/shared/ports/rate-limiter.ts';
import { MovieNotFound } from '../../../domain/films/movie.ts';
import { MovieRestricted } from '../../../domain/access/restriction.ts';
import { declareRoute } from '../routing/route.ts';
import { digits, paging, text } from '../input/schemas.ts';
import { movieView, previewView } from './movie.view.ts';

const MAX_QUERY_LENGTH = 200;

export const searchMoviesRoute = declareRoute({
  method: 'get',
  path: '/movies/search',
  operation: SearchMovies.operation,
  tag: 'Films',
  summary: 'Find films by words of their titles',
  description:
    'Asks Kinopoisk, unless it was asked the same within a day; an older answer is given at once and brought up to date behind. When Kinopoisk cannot be asked, and without an API key, the catalogue answers instead. `Film-Source` says who did. In the catalogue small typing errors are forgiven, and `ё` is `е`; at most 400 films are found there, and counted.',
  query: z.object({
    query: text({ max: MAX_QUERY_LENGTH })
      .refine((words) => words.trim() !== '', { params: { code: 'required' } })
      .meta({ description: 'Words of the title', example: 'матрица' }),
    page: digits({ max: MAX_SEARCH_PAGES }).default(1).meta({ description: 'Page of 20 films', example: 1 }),
  }),
  answers: {
    200: {
      description: 'The films, best match first',
      body: z.array(previewView),
      headers: ['Film-Source', 'Age', 'X-Total-Count', 'Link', 'RateLimit', 'RateLimit-Policy'],
    },
  },
  errors: [...filmSourceFailures],
  limit: 'search',
});

export const listMoviesRoute = declareRoute({
  method: 'get',
  path: '/movies',
  operation: ListMovies.operation,
  tag: 'Films',
  summary: 'List the films of the catalogue',
  description:
    'Films whose card is complete: title, year, a genre, a director. In the order in which they came, or newest first. Never needs Kinopoisk. Without `page` all of them come, streamed; a long list carries no `ETag`.',
  query: z.object({
    ...paging,
    status: z.enum(['new']).optional().meta({ description: 'Newest year first, best rated first within a year' }),
    genre_id: digits().optional().meta({ description: 'Only films of this genre' }),
    director_id: digits().optional().meta({ description: 'Only films by this director' }),
    year: digits({ max: 9999 }).optional().meta({ description: 'Only films of this year' }),
  }),
  answers: {
    200: { description: 'The films', body: z.array(movieView), headers: ['X-Total-Count', 'Link'] },
  },
  isExpensive: true,
  errors: [],
  isConditional: true,
});

export const getMovieRoute = declareRoute({
  method: 'get',
  path: '/movies/{kinopoisk_id}',
  operation: GetMovie.operation,
  tag: 'Films',
  summary: 'Show a film',
  description:
    'A film that is known is shown at once; `fetched_at` and `Film-Source` tell how much of it is of when. One that nobody has seen is asked for at Kinopoisk.',
  params: z.object({ kinopoisk_id: digits().meta({ example: 301 }) }),
  answers: { 200: { description: 'The film', body: movieView, headers: ['Film-Source', 'Age'] } },
  errors: [MovieNotFound, MovieRestricted, TooManyRequests, ...filmSourceFailures],
  isConditional: true,
});
