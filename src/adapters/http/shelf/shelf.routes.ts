import { z } from 'zod';
import { filmSourceFailures } from '../../../application/films/ports/film-source.ts';
import { TooManyRequests } from '../../../application/shared/ports/rate-limiter.ts';
import { AddFavoriteMovie } from '../../../application/shelf/add-favorite-movie.ts';
import { ChangeFavoriteMovie } from '../../../application/shelf/change-favorite-movie.ts';
import { ChangeShelf, MAX_FILMS_AT_ONCE } from '../../../application/shelf/change-shelf.ts';
import { ExportShelf } from '../../../application/shelf/export-shelf.ts';
import { GetShelfStats } from '../../../application/shelf/get-shelf-stats.ts';
import { ListFavoriteMovies } from '../../../application/shelf/list-favorite-movies.ts';
import { ListShelfChanges, MAX_SHELF_CHANGES } from '../../../application/shelf/list-shelf-changes.ts';
import { SHELF_FILE_FORMATS } from '../../../application/shelf/ports/shelf-files.ts';
import { MAX_GENRES } from '../../../application/shelf/ports/shelf-statistics.ts';
import { RemoveFavoriteMovie } from '../../../application/shelf/remove-favorite-movie.ts';
import { MovieRestricted } from '../../../domain/access/restriction.ts';
import { MovieNotFound } from '../../../domain/films/movie.ts';
import { FAVORITE_SORTS, FavoriteNotFound, MAX_NOTE_LENGTH } from '../../../domain/shelf/favorite-movie.ts';
import { ShelfCursorExpired } from '../../../domain/shelf/shelf-history.ts';
import { kinopoiskId } from '../films/movie.view.ts';
import { genreView } from '../films/named.view.ts';
import { digits, paging, text } from '../input/schemas.ts';
import type { AnyAnswer } from '../routing/route.ts';
import { declareRoute } from '../routing/route.ts';
import { changesView, day, favoriteView, note, outcomeView, shelfRowView, userRating } from './favorite.view.ts';

const pathParams = z.object({
  kinopoisk_id: digits().meta({ description: 'Id of a film at Kinopoisk', example: 301 }),
});

/** Bytes of a film on a shelf, with its indexes and its entry in the changes; without the note. */
const FILM_BYTES = 1_000;

/** Bytes of the longest character of a note. */
const CHARACTER_BYTES = 4;

const addition = {
  tag: 'Favourites',
  summary: 'Add a film to my shelf',
  description:
    'A film that is not in the catalogue is fetched from Kinopoisk. Repeating the call changes nothing and answers 200.',
  answers: {
    201: { description: 'The film was added', body: favoriteView },
    200: { description: 'The film was already on the shelf', body: favoriteView },
  },
  errors: [MovieNotFound, MovieRestricted, TooManyRequests, ...filmSourceFailures],
  stores: { atMost: FILM_BYTES, of: ({ status }: AnyAnswer) => (status === 201 ? FILM_BYTES : 0) },
  cache: 'no-store',
} as const;

export const addFavoriteRoute = declareRoute({
  ...addition,
  method: 'post',
  path: '/movies/favorites',
  operation: AddFavoriteMovie.operation,
  body: z.object({ kinopoisk_id: kinopoiskId }).meta({ id: 'FavoriteToAdd', description: 'The film to add' }),
});

export const addFavoriteByPathRoute = declareRoute({
  ...addition,
  method: 'post',
  path: '/favorites/movies/{kinopoisk_id}',
  operation: AddFavoriteMovie.operation,
  operationId: 'addFavoriteMovieByPath',
  aliasOf: addFavoriteRoute,
  params: pathParams,
});

/** Maximum number of `kinopoisk_id` parameters, as many as a page of a list has at most. */
const MAX_ASKED_FILMS = 100;

export const listFavoritesRoute = declareRoute({
  method: 'get',
  path: '/movies/favorites',
  aliases: ['/favorites/movies'],
  operation: ListFavoriteMovies.operation,
  tag: 'Favourites',
  summary: 'Show my shelf',
  description: 'Never calls Kinopoisk. Without `page` the whole shelf is streamed.',
  query: z.object({
    ...paging,
    sort: z.enum(FAVORITE_SORTS).default('added_at').meta({
      description: 'Latest or best first; titles in alphabetical order. Films without a value come last',
      example: 'added_at',
    }),
    kinopoisk_id: z
      .preprocess(
        (said) => (said === undefined || Array.isArray(said) ? said : [said]),
        z.array(digits()).max(MAX_ASKED_FILMS).optional(),
      )
      .meta({ description: 'Only these films; may be repeated', example: [301, 326] }),
    genre_id: digits().optional().meta({ description: 'Only films of this genre', example: 6 }),
    query: text({ max: 200 })
      .optional()
      .meta({ description: 'Only films with these words in the title', example: 'матрица' }),
    watched: z
      .enum(['true', 'false'])
      .transform((written) => written === 'true')
      .optional()
      .meta({ description: 'Only films with a `watched_at`, or only those without', example: 'true' }),
  }),
  answers: {
    200: { description: 'The films', body: z.array(favoriteView), headers: ['X-Total-Count', 'Link'] },
  },
  isExpensive: true,
  errors: [],
  cache: 'no-store',
});

export const changeFavoriteRoute = declareRoute({
  method: 'patch',
  path: '/movies/favorites/{kinopoisk_id}',
  aliases: ['/favorites/movies/{kinopoisk_id}'],
  operation: ChangeFavoriteMovie.operation,
  tag: 'Favourites',
  summary: 'Update my note, rating or date of a film',
  description:
    'Fields that are not given stay as they are; `null` or an empty note clears the field. The date must be between 1895 and tomorrow. Your note, rating and date stay available when the film is restricted.',
  params: pathParams,
  body: z
    .object({
      note: note.nullish().meta({ description: 'My note' }),
      user_rating: userRating.nullish().meta({ description: 'My rating' }),
      watched_at: day.nullish().meta({ description: 'The day I watched it' }),
    })
    .meta({
      id: 'FavoriteChange',
      description: 'The fields to change',
      example: { note: 'There is no spoon', user_rating: 9, watched_at: '2026-11-20' },
    }),
  answers: { 200: { description: 'The updated film', body: favoriteView } },
  stores: { atMost: CHARACTER_BYTES * MAX_NOTE_LENGTH, of: noteBytesOf },
  errors: [FavoriteNotFound],
  cache: 'no-store',
});

const isNamedOnce = (ids: readonly number[]): boolean => new Set(ids).size === ids.length;

export const changeShelfRoute = declareRoute({
  method: 'post',
  path: '/movies/favorites/bulk',
  operation: ChangeShelf.operation,
  tag: 'Favourites',
  summary: 'Add many films to my shelf, or take many off',
  description: `At most ${MAX_FILMS_AT_ONCE} films, none of them twice. Each film has its own outcome, in the order of \`add\` and then \`remove\`; a failure does not undo the others. \`unavailable\`: Kinopoisk could not be called, did not answer in time, or your daily share is used up. Repeating the call changes nothing.`,
  body: z
    .object({
      add: z.array(kinopoiskId).max(MAX_FILMS_AT_ONCE).optional().meta({ description: 'Films to add' }),
      remove: z.array(kinopoiskId).max(MAX_FILMS_AT_ONCE).optional().meta({ description: 'Films to take off' }),
    })
    .refine(({ add = [], remove = [] }) => add.length + remove.length <= MAX_FILMS_AT_ONCE, {
      path: ['add'],
      params: { code: 'too-many', limit: MAX_FILMS_AT_ONCE },
    })
    .refine(({ add = [] }) => isNamedOnce(add), { path: ['add'], params: { code: 'repeated' } })
    .refine(({ add = [], remove = [] }) => isNamedOnce(remove) && new Set(add).isDisjointFrom(new Set(remove)), {
      path: ['remove'],
      params: { code: 'repeated' },
    })
    .meta({
      id: 'ShelfChange',
      description: 'Films to add and to take off',
      example: { add: [301, 326], remove: [328] },
    }),
  answers: { 200: { description: 'The outcome for each film', body: z.array(outcomeView) } },
  stores: { atMost: MAX_FILMS_AT_ONCE * FILM_BYTES, of: ({ body }) => FILM_BYTES * addedIn(body) },
  isExpensive: true,
  errors: [],
  cache: 'no-store',
});

export const listChangesRoute = declareRoute({
  method: 'get',
  path: '/movies/favorites/changes',
  operation: ListShelfChanges.operation,
  tag: 'Favourites',
  summary: 'List the changes of my shelf',
  description:
    'For clients that keep a copy of the shelf. Without `since` the whole shelf is returned in parts. Apply each part and continue with its `next_cursor` while `has_more` is true; later, continue with the last cursor at any time. No change is lost or reordered, even if the shelf changes meanwhile. Removals are kept for 90 days: an older cursor is answered with 410, and so is one issued before the database was restored from a backup. An update of film data from Kinopoisk is not a change of the shelf.',
  query: z.object({
    since: z.string().max(200).optional().meta({ description: '`next_cursor` of the last answer' }),
    limit: digits({ max: MAX_SHELF_CHANGES })
      .default(MAX_SHELF_CHANGES)
      .meta({ description: 'Maximum number of films in the answer', example: MAX_SHELF_CHANGES }),
  }),
  answers: { 200: { description: 'The changes and the next cursor', body: changesView } },
  isExpensive: true,
  errors: [ShelfCursorExpired],
  cache: 'no-store',
});

/** More parts than the largest shelf has. */
const MAX_PARTS = 1000;

export const exportShelfRoute = declareRoute({
  method: 'get',
  path: '/movies/favorites/export',
  operation: ExportShelf.operation,
  tag: 'Favourites',
  summary: 'Export my shelf',
  description:
    'A streamed file, newest film first. `json` contains all data; `csv` is for spreadsheets (UTF-8 with a byte order mark; text that a spreadsheet would read as a formula gets a leading apostrophe, which an import removes); `letterboxd` is Letterboxd’s import format. Letterboxd accepts files of at most 1 MB. Without `part` you get the whole shelf. If that is more than 1 MB, the file name says so, and `Link` leads to the first part. With `part` you get this part, and `Link` leads to the next one.',
  query: z.object({
    format: z.enum(SHELF_FILE_FORMATS).default('json').meta({ description: 'The file format', example: 'letterboxd' }),
    part: digits({ max: MAX_PARTS }).optional().meta({
      description: 'With `letterboxd` only: number of a part of at most 1 MB, from 1',
      example: 1,
    }),
  }),
  answers: {
    200: {
      description: 'The file',
      body: z.array(shelfRowView),
      otherTypes: { 'text/csv': z.string().meta({ example: 'imdbID,Title,Year,Rating10,WatchedDate,Review' }) },
      headers: ['Content-Disposition', 'Link'],
    },
  },
  isExpensive: true,
  errors: [],
  cache: 'no-store',
});

const filmCount = z.int().min(1).meta({ description: 'Number of films', example: 2 });

export const shelfStatsRoute = declareRoute({
  method: 'get',
  path: '/user/stats',
  operation: GetShelfStats.operation,
  tag: 'Favourites',
  summary: 'Show statistics of my shelf',
  description: `A film counts for each of its genres; the ${MAX_GENRES} most frequent genres are listed. A decade is named by its first year, earliest first; films without a known year are left out.`,
  answers: {
    200: {
      description: 'The statistics',
      body: z
        .object({
          films: z.int().min(0).meta({ description: 'Films on the shelf', example: 3 }),
          watched: z.int().min(0).meta({ description: 'Films with a `watched_at`', example: 2 }),
          rated: z.int().min(0).meta({ description: 'Films with a `user_rating`', example: 2 }),
          average_rating: z
            .number()
            .min(1)
            .max(10)
            .nullable()
            .meta({ description: 'Average of my ratings; `null` without ratings', example: 8.5 }),
          by_genre: z
            .array(z.object({ genre: genreView, films: filmCount }))
            .max(MAX_GENRES)
            .meta({ description: 'The most frequent genres first' }),
          by_decade: z
            .array(
              z.object({ decade: z.int().meta({ description: 'Its first year', example: 1990 }), films: filmCount }),
            )
            .meta({ description: 'The earliest decade first' }),
        })
        .meta({ id: 'ShelfStats', description: 'Statistics of a shelf' }),
    },
  },
  isExpensive: true,
  errors: [],
  cache: 'no-store',
});

export const removeFavoriteRoute = declareRoute({
  method: 'delete',
  path: '/movies/favorites/{kinopoisk_id}',
  aliases: ['/favorites/movies/{kinopoisk_id}'],
  operation: RemoveFavoriteMovie.operation,
  tag: 'Favourites',
  summary: 'Take a film off my shelf',
  description: 'My note, rating and date of the film are deleted too. The film stays in the catalogue.',
  params: pathParams,
  answers: { 204: { description: 'The film was taken off' } },
  errors: [FavoriteNotFound],
  cache: 'no-store',
});

function noteBytesOf({ body }: AnyAnswer): number {
  const { note: kept } = body as z.input<typeof favoriteView>;
  return CHARACTER_BYTES * (kept?.length ?? 0);
}

function addedIn(body: unknown): number {
  return (body as readonly z.input<typeof outcomeView>[]).filter(({ outcome }) => outcome === 'added').length;
}
