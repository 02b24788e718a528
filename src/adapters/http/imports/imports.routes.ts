import { z } from 'zod';
import { filmSourceFailures } from '../../../application/films/ports/film-source.ts';
import { CancelImport } from '../../../application/imports/cancel-import.ts';
import { ChooseFilmOfRow } from '../../../application/imports/choose-film-of-row.ts';
import { ExportUnmatchedRows } from '../../../application/imports/export-unmatched-rows.ts';
import { GetImport } from '../../../application/imports/get-import.ts';
import { ListImportRows } from '../../../application/imports/list-import-rows.ts';
import { ListImports } from '../../../application/imports/list-imports.ts';
import { StartImport } from '../../../application/imports/start-import.ts';
import { TooManyRequests } from '../../../application/shared/ports/rate-limiter.ts';
import { MovieRestricted } from '../../../domain/access/restriction.ts';
import { MAX_KINOPOISK_ID, MovieNotFound } from '../../../domain/films/movie.ts';
import {
  FilmListUnusable,
  ImportNotFound,
  ImportRowNotFound,
  ImportRowSettled,
  ImportRunning,
  ImportSourceMissing,
  ListTooLarge,
  MAX_IMPORT_ROWS,
  ROW_OUTCOMES,
} from '../../../domain/imports/film-import.ts';
import type { RatingScale } from '../../../domain/imports/rating-scale.ts';
import { RATING_SCALES } from '../../../domain/imports/rating-scale.ts';
import { UUID } from '../../../domain/shared/uuid.ts';
import { kinopoiskId } from '../films/movie.view.ts';
import { digits, nameOf, paging } from '../input/schemas.ts';
import { declareRoute } from '../routing/route.ts';
import { importRowView, importView } from './import.view.ts';

const MAX_FILE_BYTES = 10 * 1024 * 1024;

const common = { tag: 'Imports', cache: 'no-store' } as const;
const importParams = z.object({
  id: nameOf(ImportNotFound, UUID).meta({
    description: 'Id of an import',
    example: '01a1fa47-f137-7d3c-86e9-55023f7be66d',
  }),
});

const votesToImport = z
  .object({
    source: z.literal('kinopoisk').meta({ description: 'Ratings are read from Kinopoisk' }),
    kinopoisk_user_id: z
      .int()
      .min(1)
      .max(MAX_KINOPOISK_ID)
      .meta({ description: 'The number in the address of the profile', example: 700_002 }),
    dry_run: z
      .boolean()
      .default(false)
      .meta({ description: 'Leave the shelf unchanged and only report what the import would do' }),
  })
  .meta({ id: 'VotesToImport', description: 'The public ratings of a Kinopoisk profile' });

const filmRecords = z.array(
  z.looseObject({
    kinopoisk_id: z.int().optional().meta({ description: 'Id of the film at Kinopoisk' }),
    title: z.string().optional().meta({ description: 'The title in any language' }),
    year: z.int().optional().meta({ description: 'The year of release' }),
  }),
);
const exampleOfFilms = [{ title: 'Матрица', year: 1999, user_rating: 9 }];

const filmsToImport = filmRecords.meta({
  id: 'FilmsToImport',
  description: 'A list as the JSON export writes it, or with other names that are understood as headers of a table',
  example: exampleOfFilms,
});

const listsToImport = z
  .looseObject({
    movies: filmRecords.optional().meta({ description: 'A list of films' }),
    shows: filmRecords.optional().meta({ description: 'A list of series' }),
    items: filmRecords.optional().meta({ description: 'A list of both' }),
  })
  .meta({
    id: 'ListsToImport',
    description:
      'An object with lists of films, such as the backup of Simkl. The lists may have other names, and may be in objects ' +
      'within the object. Its first field must not be a field of VotesToImport',
    example: { movies: exampleOfFilms, shows: [{ title: 'Друзья', year: 1994 }] },
  });

const table = z.string().meta({ example: 'Title,Year,Score\nМатрица,1999,9\n' });
const page = z.string().meta({
  description: 'A page with a table of films, such as the votes that Kinopoisk exports, or a table in CSV',
  example: '<table><tr><td>название</td><td>год</td></tr><tr><td>Матрица</td><td>1999</td></tr></table>',
});

export const startImportRoute = declareRoute({
  ...common,
  method: 'post',
  path: '/imports',
  operation: StartImport.operation,
  summary: 'Import films to my shelf',
  description:
    'The body names a Kinopoisk profile, or is a list. A list is a table with a header (of Kinopoisk, Kinorium, IMDb, ' +
    'Letterboxd, Trakt, TMDB, Simkl, Yamtrack, Movary, MovieLens, this service or your own, in English or Russian), as CSV ' +
    'or as the HTML page that Kinopoisk names `.xls`. It may also be JSON: a list, or an object with lists. The list may be ' +
    'the only file of a form (`multipart/form-data`); if the form does not state its type, the name of the file decides. ' +
    'Delimiters are commas, semicolons, tabs or vertical bars. Encodings are UTF-8, UTF-16, Windows-1251 and KOI8-R; ' +
    'Windows-1252 and ISO-8859-1 if the media type names them in `charset`. ' +
    `At most ${MAX_IMPORT_ROWS} rows and 10 MiB. A cell that cannot be used is ` +
    'ignored, and its row names it in `ignored`; the rest of the row is imported. Rows are matched in the background. A ' +
    'person can run one import at a time.',
  query: z.object({
    dry_run: z
      .enum(['true', 'false'])
      .transform((value) => value === 'true')
      .optional()
      .meta({ description: 'Leave the shelf unchanged and only report what the import would do', example: 'true' }),
    rating_scale: z
      .enum(RATING_SCALES.map(String) as `${RatingScale}`[])
      .transform((scale) => Number(scale) as RatingScale)
      .optional()
      .meta({
        description:
          'The highest possible rating of the list. By default the name of the column and its values decide; `columns` of ' +
          'the import says how. Lists of this service are always out of ten',
        example: '10',
      }),
  }),
  body: votesToImport,
  file: {
    maxBytes: MAX_FILE_BYTES,
    types: {
      'application/json': z.union([filmsToImport, listsToImport]).meta({ example: exampleOfFilms }),
      'text/csv': table,
      'text/tab-separated-values': table,
      'text/html': page,
      // The names that browsers give to files of tables.
      'application/vnd.ms-excel': page,
      'text/plain': table,
    },
    extensions: new Map([
      ['csv', 'text/csv'],
      ['tsv', 'text/csv'],
      ['txt', 'text/csv'],
      ['xls', 'text/html'],
      ['htm', 'text/html'],
      ['html', 'text/html'],
      ['json', 'application/json'],
    ]),
    otherwise: 'text/csv',
    encodings: [
      'utf-8',
      'utf8',
      'utf-16',
      'utf-16le',
      'utf-16be',
      'windows-1251',
      'cp1251',
      'koi8-r',
      'windows-1252',
      'iso-8859-1',
      'latin1',
    ],
    tooLarge: () => new ListTooLarge(),
    broken: () => new FilmListUnusable('malformed-file', 0),
  },
  answers: {
    202: {
      description: 'The import has started',
      body: importView,
      headers: ['Location', 'RateLimit', 'RateLimit-Policy'],
    },
  },
  errors: [ImportRunning, ImportSourceMissing],
  limit: 'import',
  addressLimit: 'import-address',
});

export const listImportsRoute = declareRoute({
  ...common,
  method: 'get',
  path: '/imports',
  operation: ListImports.operation,
  summary: 'Show my imports',
  description: 'Newest first. Finished imports stay for 30 days, at most ten of them.',
  query: z.object(paging),
  answers: { 200: { description: 'The imports', body: z.array(importView), headers: ['X-Total-Count', 'Link'] } },
  // Counts the rows of all imports, of which there may be half a million.
  isExpensive: true,
  errors: [],
});

export const getImportRoute = declareRoute({
  ...common,
  method: 'get',
  path: '/imports/{id}',
  operation: GetImport.operation,
  summary: 'Show the progress of an import',
  description: 'Ask again until `status` is `done`, `cancelled` or `failed`.',
  params: importParams,
  answers: { 200: { description: 'The import', body: importView } },
  isExpensive: true,
  errors: [ImportNotFound],
});

export const cancelImportRoute = declareRoute({
  ...common,
  method: 'post',
  path: '/imports/{id}/cancellation',
  operation: CancelImport.operation,
  summary: 'Cancel an import',
  description: 'Its changes to the shelf stay. A finished import stays as it is.',
  params: importParams,
  answers: { 200: { description: 'The import', body: importView } },
  errors: [ImportNotFound],
});

export const listImportRowsRoute = declareRoute({
  ...common,
  method: 'get',
  path: '/imports/{id}/rows',
  operation: ListImportRows.operation,
  summary: 'Show the outcome of each row',
  description: 'In file order. Without `page` all rows are streamed.',
  params: importParams,
  query: z.object({
    ...paging,
    outcome: z.enum(ROW_OUTCOMES).optional().meta({ description: 'Only rows with this outcome', example: 'matched' }),
  }),
  answers: { 200: { description: 'The rows', body: z.array(importRowView), headers: ['X-Total-Count', 'Link'] } },
  isExpensive: true,
  errors: [ImportNotFound],
});

export const exportUnmatchedRowsRoute = declareRoute({
  ...common,
  method: 'get',
  path: '/imports/{id}/unmatched',
  operation: ExportUnmatchedRows.operation,
  summary: 'Download the unmatched rows of an import',
  description:
    'The ambiguous, unknown, restricted and unusable rows as CSV. Correct ids or titles in the file and import it again.',
  params: importParams,
  answers: {
    200: {
      description: 'A table; the column `may_be` lists candidates',
      contentType: 'text/csv',
      body: z.string().meta({ example: 'kinopoisk_id,imdb_id,title,…' }),
    },
  },
  isExpensive: true,
  errors: [ImportNotFound],
});

export const chooseFilmOfRowRoute = declareRoute({
  ...common,
  method: 'put',
  path: '/imports/{id}/rows/{row}',
  operation: ChooseFilmOfRow.operation,
  summary: 'Choose the film for a row',
  description: 'For a row that is ambiguous or was not found: choose one of its candidates, or any other film.',
  params: importParams.extend({
    row: digits({ max: MAX_IMPORT_ROWS }).meta({ description: 'Number of the row, from 1', example: 1 }),
  }),
  body: z.object({ kinopoisk_id: kinopoiskId }).meta({ id: 'FilmOfRow', description: 'The film that the row means' }),
  answers: { 200: { description: 'The row', body: importRowView } },
  // The film on the shelf.
  stores: { atMost: 1_000, of: () => 1_000 },
  errors: [
    ImportNotFound,
    ImportRowNotFound,
    ImportRowSettled,
    MovieNotFound,
    MovieRestricted,
    TooManyRequests,
    ...filmSourceFailures,
  ],
});
