import { z } from 'zod';
import { filmSourceFailures, MAX_SEARCH_PAGES } from '../../../application/ports/film-source.ts';
import { StorageUnavailable } from '../../../application/ports/storage.ts';
import { MovieNotFound } from '../../../domain/movie.ts';
import { declareRoute } from '../route.ts';
import { digits, text } from '../schemas.ts';
import { movieView, previewView } from './movie.view.ts';

const MAX_QUERY_LENGTH = 200;

export const searchMoviesRoute = declareRoute({
  method: 'get',
  path: '/movies/search',
  operationId: 'searchMovies',
  tag: 'Films',
  summary: 'Find films by words of their titles',
  description:
    'Asks Kinopoisk; when it cannot be reached, and without an API key, the catalogue answers instead and `Film-Source` says so. In the catalogue small typing errors are forgiven, and `ё` is `е`.',
  permission: 'movies:read',
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
      headers: ['Film-Source', 'X-Total-Count', 'Link', 'RateLimit', 'RateLimit-Policy'],
    },
  },
  errors: [...filmSourceFailures, StorageUnavailable],
  limit: 'search',
});

export const getMovieRoute = declareRoute({
  method: 'get',
  path: '/movies/{kinopoisk_id}',
  operationId: 'getMovie',
  tag: 'Films',
  summary: 'Show a film',
  permission: 'movies:read',
  params: z.object({ kinopoisk_id: digits().meta({ example: 301 }) }),
  answers: { 200: { description: 'The film', body: movieView } },
  errors: [MovieNotFound, ...filmSourceFailures, StorageUnavailable],
});
