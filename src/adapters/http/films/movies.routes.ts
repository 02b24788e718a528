import { z } from 'zod';
import { GetMovie } from '../../../application/films/get-movie.ts';
import { ListMovies } from '../../../application/films/list-movies.ts';
import { filmSourceFailures, MAX_SEARCH_PAGES } from '../../../application/films/ports/film-source.ts';
import { SearchMovies } from '../../../application/films/search-movies.ts';
import { TooManyRequests } from '../../../application/shared/ports/rate-limiter.ts';
import { MovieRestricted } from '../../../domain/access/restriction.ts';
import { MovieNotFound } from '../../../domain/films/movie.ts';
import { digits, paging, text } from '../input/schemas.ts';
import { declareRoute } from '../routing/route.ts';
import { movieView, previewView } from './movie.view.ts';

const MAX_QUERY_LENGTH = 200;

const ownHeaders = {
  'Film-Source':
    '`kinopoisk`: fetched for this request; `cache`: an earlier answer of Kinopoisk; `catalogue`: films stored in this service',
};

export const searchMoviesRoute = declareRoute({
  method: 'get',
  path: '/movies/search',
  operation: SearchMovies.operation,
  tag: 'Films',
  summary: 'Search films by title',
  description:
    'The answer to an earlier search is used again, without a call to Kinopoisk: for 30 days, or for an hour if it found nothing. If it is more than a day old, it is refreshed in the background. Other searches ask Kinopoisk. Some need no call, because the catalogue is enough: fewer than three characters; a complete title of at least two words or eight letters; words that are all in the titles of a full page of films; words of which the last one is not finished, unless the same words are sent again within a minute. Without an API key, or when Kinopoisk is unavailable, the catalogue answers. `Film-Source` names the source of the answer. A search of the catalogue tolerates small typing errors and the wrong keyboard layout. It treats `ё` as `е`, and `т34` as `т-34`. It finds and counts at most 400 films.',
  query: z.object({
    query: text({ max: MAX_QUERY_LENGTH })
      .refine((words) => words.trim() !== '', { params: { code: 'required' } })
      .meta({ description: 'Words of the title', example: 'матрица' }),
    page: digits({ max: MAX_SEARCH_PAGES })
      .default(1)
      .meta({ description: 'Page number; a page has 20 films', example: 1 }),
  }),
  answers: {
    200: {
      description: 'The films, best match first',
      body: z.array(previewView),
      headers: ['Age', 'X-Total-Count', 'Link', 'RateLimit', 'RateLimit-Policy'],
      ownHeaders,
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
    'Only films whose title, year, genre and director are known. Ordered by the time they were added, or newest first. Never calls Kinopoisk. Without `page` the whole list is streamed; a long list has no `ETag`.',
  query: z.object({
    ...paging,
    status: z
      .enum(['new'])
      .optional()
      .meta({ description: '`new`: newest year first, and best rating first within a year', example: 'new' }),
    genre_id: digits().optional().meta({ description: 'Only films of this genre', example: 6 }),
    director_id: digits().optional().meta({ description: 'Only films by this director', example: 2_000_000_000 }),
    year: digits({ max: 9999 }).optional().meta({ description: 'Only films of this year', example: 1999 }),
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
    'A film of the catalogue is returned at once; `fetched_at` and `Age` tell how old its data is, and `Film-Source` where it comes from. Any other film is fetched from Kinopoisk.',
  params: z.object({ kinopoisk_id: digits().meta({ description: 'Id of a film at Kinopoisk', example: 301 }) }),
  query: z.object({
    teaser: z
      .enum(['true', 'false'])
      .transform((said) => said === 'true')
      .optional()
      .meta({
        description:
          '`true`: a film that you may not view is not refused. The answer is the teaser that lists contain, with `viewable: false`',
        example: 'true',
      }),
  }),
  answers: { 200: { description: 'The film', body: movieView, headers: ['Age'], ownHeaders } },
  errors: [MovieNotFound, MovieRestricted, TooManyRequests, ...filmSourceFailures],
  isConditional: true,
});
