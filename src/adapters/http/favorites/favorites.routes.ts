import { z } from 'zod';
import { filmSourceFailures } from '../../../application/ports/film-source.ts';
import { TooManyRequests } from '../../../application/ports/rate-limiter.ts';
import { StorageUnavailable } from '../../../application/ports/storage.ts';
import { FAVORITE_SORTS, FavoriteNotFound } from '../../../domain/favorite-movie.ts';
import { MovieNotFound } from '../../../domain/movie.ts';
import { MovieRestricted } from '../../../domain/restriction.ts';
import { favoriteView } from '../movies/movie.view.ts';
import { declareRoute } from '../route.ts';
import { digits, kinopoiskId, paging, text } from '../schemas.ts';

const pathParams = z.object({ kinopoisk_id: digits().meta({ example: 301 }) });

const addition = {
  tag: 'Favourites',
  summary: 'Keep a film on the shelf',
  description: 'The film is looked up and stored whole. Repeating is harmless: the second answer is 200.',
  permission: 'favorites:own',
  answers: {
    201: { description: 'Kept', body: favoriteView },
    200: { description: 'It was on the shelf already', body: favoriteView },
  },
  errors: [MovieNotFound, MovieRestricted, TooManyRequests, ...filmSourceFailures, StorageUnavailable],
  cache: 'no-store',
} as const;

export const addFavoriteRoute = declareRoute({
  ...addition,
  method: 'post',
  path: '/movies/favorites',
  operationId: 'addFavoriteMovie',
  body: z.object({ kinopoisk_id: kinopoiskId }).meta({ id: 'FavoriteToAdd' }),
});

export const addFavoriteByPathRoute = declareRoute({
  ...addition,
  method: 'post',
  path: '/favorites/movies/{kinopoisk_id}',
  operationId: 'addFavoriteMovieByPath',
  params: pathParams,
});

export const listFavoritesRoute = declareRoute({
  method: 'get',
  path: '/movies/favorites',
  aliases: ['/favorites/movies'],
  operationId: 'listFavoriteMovies',
  tag: 'Favourites',
  summary: 'Show my shelf',
  description: 'Never needs Kinopoisk. Without `page` the whole shelf comes, streamed.',
  permission: 'favorites:own',
  query: z.object({
    ...paging,
    sort: z
      .enum(FAVORITE_SORTS)
      .default('added_at')
      .meta({ description: 'Newest, latest or best first; titles from A to Я' }),
    genre_id: digits().optional().meta({ description: 'Only films of this genre' }),
    query: text({ max: 200 }).optional().meta({ description: 'Only films with these words in their titles' }),
  }),
  answers: {
    200: { description: 'The films', body: z.array(favoriteView), headers: ['X-Total-Count', 'Link'] },
  },
  errors: [StorageUnavailable],
  cache: 'no-store',
});

export const removeFavoriteRoute = declareRoute({
  method: 'delete',
  path: '/movies/favorites/{kinopoisk_id}',
  aliases: ['/favorites/movies/{kinopoisk_id}'],
  operationId: 'removeFavoriteMovie',
  tag: 'Favourites',
  summary: 'Take a film off the shelf',
  permission: 'favorites:own',
  params: pathParams,
  answers: { 204: { description: 'Taken off' } },
  errors: [FavoriteNotFound, StorageUnavailable],
  cache: 'no-store',
});
