import { z } from 'zod';
import { DAY_ORDERS } from '../../../domain/imports/day-order.ts';
import type { ImportedRow, ImportReport, RowOutcome, ShelfEffect } from '../../../domain/imports/film-import.ts';
import {
  IMPORT_FAILURES,
  LIST_FORMATS,
  ROW_FAULTS,
  ROW_OUTCOMES,
  SHELF_EFFECTS,
} from '../../../domain/imports/film-import.ts';
import { MATCHED_BY } from '../../../domain/imports/film-matching.ts';
import type { ListColumn } from '../../../domain/imports/list-columns.ts';
import { CELL_FAULTS, LIST_FIELDS } from '../../../domain/imports/list-columns.ts';
import { SCALE_DECIDERS } from '../../../domain/imports/rating-scale.ts';
import { kinopoiskId } from '../films/movie.view.ts';
import { time } from '../input/schemas.ts';

const IMPORT_STATES = ['reading', 'running', 'waiting', 'done', 'cancelled', 'failed'] as const;

const rowCount = z.int().min(0).meta({ example: 3 });
const counts = <Key extends string>(meanings: Readonly<Record<Key, string>>) =>
  Object.fromEntries(
    Object.entries<string>(meanings).map(([key, description]) => [key, rowCount.meta({ description, example: 3 })]),
  ) as Record<Key, typeof rowCount>;

const OUTCOMES: Readonly<Record<RowOutcome, string>> = {
  pending: 'Not processed yet',
  waiting: 'Kinopoisk has to be asked, which costs calls of the quota',
  matched: 'The film is known',
  ambiguous: 'The row may mean several films; choose one',
  not_found: 'No film was found; choose one',
  restricted: 'You may not add the film',
  invalid: 'The row cannot be used',
};

const EFFECTS: Readonly<Record<ShelfEffect, string>> = {
  added: 'The film was added to the shelf',
  changed: 'The rating, the note or the day changed',
  unchanged: 'The shelf already had all of it',
};

const meaningsOf = (meanings: Readonly<Record<string, string>>) =>
  Object.entries(meanings)
    .map(([value, meaning]) => `\`${value}\`: ${meaning}`)
    .join('. ');

const columnView = z
  .object({
    name: z.string().meta({ description: 'As the file names it', example: 'Rating' }),
    understood_as: z.enum(LIST_FIELDS).nullable().meta({
      description: '`null`: the column was not understood, and nothing of it is imported',
      example: 'user_rating',
    }),
    rating_scale: z.int().nullable().meta({
      description: 'The highest possible rating of the column: 5, 10 or 100. Ratings are converted to a scale of ten',
      example: 5,
    }),
    scale_decided_by: z
      .enum(SCALE_DECIDERS)
      .nullable()
      .meta({
        description:
          '`sender`: `rating_scale` of the request; `column`: the name of the column or the site; `values`: all ratings of ' +
          'the column; `assumption`: nothing shows the scale. Check the ratings, and if they are wrong, import the list again with `rating_scale`',
        example: 'values',
      }),
    day_order: z.enum(DAY_ORDERS).nullable().meta({
      description:
        'Which number comes first in days such as `5/1/2024`; `null` if the column has none, or if both orders are possible',
      example: null,
    }),
  })
  .meta({ id: 'ImportedColumn', description: 'A column of the list, and how it was understood' });

export const importView = z
  .object({
    id: z.uuid().meta({ example: '01a1fa47-f137-7d3c-86e9-55023f7be66d' }),
    source: z.enum(['kinopoisk', 'file']).meta({ description: 'A profile at Kinopoisk or a file', example: 'file' }),
    format: z.enum(LIST_FORMATS).nullable().meta({ description: 'The program that wrote the file', example: 'imdb' }),
    kinopoisk_user_id: z
      .int()
      .nullable()
      .meta({ description: 'The Kinopoisk profile whose ratings are imported', example: null }),
    dry_run: z.boolean().meta({ description: 'Whether the shelf stays unchanged', example: false }),
    columns: z
      .array(columnView)
      .nullable()
      .meta({
        description: 'The columns of the list, and how they were understood; `null` for a profile',
        example: [
          { name: 'Title', understood_as: 'title', rating_scale: null, scale_decided_by: null, day_order: null },
          {
            name: 'Rating',
            understood_as: 'user_rating',
            rating_scale: 5,
            scale_decided_by: 'values',
            day_order: null,
          },
          { name: 'Genres', understood_as: null, rating_scale: null, scale_decided_by: null, day_order: null },
        ],
      }),
    status: z.enum(IMPORT_STATES).meta({
      description:
        '`waiting`: paused until `continues_at`, because it has to save calls to Kinopoisk; it continues automatically',
      example: 'done',
    }),
    failure: z.enum(IMPORT_FAILURES).nullable().meta({
      description: 'Why the import failed. Kinopoisk does not distinguish a private profile from a missing one',
      example: null,
    }),
    rows: z
      .object({ total: rowCount.meta({ description: 'All rows', example: 3 }), ...counts(OUTCOMES) })
      .meta({ description: 'The number of rows, in total and by outcome' }),
    shelf: z
      .object(counts(EFFECTS))
      .meta({ description: 'How the matched rows changed the shelf, or would change it in a dry run' }),
    created_at: time,
    continues_at: time.nullable().meta({ description: 'When a paused import continues', example: null }),
    finished_at: time.nullable().meta({ description: '`null` until it is done, cancelled or failed' }),
  })
  .meta({ id: 'Import', description: 'An import and its progress' });

const title = z.string().nullable().meta({ description: 'The title', example: 'Матрица' });
const year = z.int().nullable().meta({ description: 'The year of release', example: 1999 });
const confidence = z
  .number()
  .min(0)
  .max(1)
  .meta({ description: 'How well the film fits the row; 1 is certain', example: 0.95 });

const saidView = z
  .object({
    kinopoisk_id: kinopoiskId.nullable(),
    imdb_id: z.string().nullable().meta({ description: 'Id of the film at IMDb', example: 'tt0133093' }),
    title,
    original_title: z.string().nullable().meta({ description: 'Another title', example: 'The Matrix' }),
    year,
    user_rating: z.int().nullable().meta({ description: 'My rating out of ten', example: 9 }),
    note: z.string().nullable().meta({ description: 'My note', example: null }),
    watched_at: z.string().nullable().meta({ description: 'The day I watched it', example: '2024-05-01' }),
    added_at: time.nullable().meta({ description: 'When I added it to the list' }),
  })
  .meta({ id: 'ImportedFilm', description: 'The film as the row describes it' });

export const importRowView = z
  .object({
    row: z.int().min(1).meta({ description: 'Number of the row, from 1', example: 1 }),
    said: saidView.nullable().meta({
      description: '`null` when the row is unusable',
      example: {
        ...{ kinopoisk_id: null, imdb_id: null, title: 'Матрица', original_title: 'The Matrix', year: 1999 },
        ...{ user_rating: 9, note: null, watched_at: '2024-05-01', added_at: null },
      },
    }),
    fault: z.enum(ROW_FAULTS).nullable().meta({ description: 'Why the row is unusable', example: null }),
    text: z.string().nullable().meta({ description: 'The beginning of an unusable row', example: null }),
    ignored: z
      .array(
        z.object({
          column: z.string().meta({ description: 'The column, as the file names it', example: 'Date Rated' }),
          reason: z.enum(CELL_FAULTS).meta({ description: 'Why it could not be used', example: 'unreadable' }),
        }),
      )
      .meta({
        description:
          'Cells that could not be used, while the rest of the row was imported. `unreadable`: not a value of this kind; ' +
          '`out_of_range`: a value that is not allowed, such as 11 out of 10; `ambiguous`: a day such as `5/1/2024` in a ' +
          'column that does not show which number is the month; `too_long`: a note is cut to 1000 characters, any other ' +
          'value is ignored; `not_well_formed`: characters that cannot be stored are removed from a note, any other value ' +
          'that has them is ignored',
        example: [{ column: 'Date Rated', reason: 'unreadable' }],
      }),
    outcome: z.enum(ROW_OUTCOMES).meta({ description: meaningsOf(OUTCOMES), example: 'matched' }),
    kinopoisk_id: kinopoiskId.nullable().meta({ description: 'The matched film' }),
    matched_by: z.enum(MATCHED_BY).nullable().meta({
      description: 'How the film was found; `owner`: you chose it',
      example: 'title_and_year',
    }),
    confidence: confidence.nullable(),
    candidates: z
      .array(z.object({ kinopoisk_id: kinopoiskId, title, year, confidence }))
      .meta({ description: 'The films that an ambiguous row may mean', example: [] }),
    shelf: z
      .enum(SHELF_EFFECTS)
      .nullable()
      .meta({ description: meaningsOf(EFFECTS), example: 'added' }),
  })
  .meta({ id: 'ImportRow', description: 'A row of an import and its outcome' });

export function toImportView(report: ImportReport): z.input<typeof importView> {
  const { source, outcomes, continuesAt } = report;
  const rows = Object.values(outcomes).reduce((sum, count) => sum + count, 0);
  return {
    id: report.id,
    source: source.kind,
    format: source.kind === 'file' ? source.format : null,
    kinopoisk_user_id: source.kind === 'kinopoisk' ? source.kinopoiskUserId : null,
    dry_run: report.isDryRun,
    columns: report.columns?.map(toColumnView) ?? null,
    status: report.status === 'running' && continuesAt !== null ? 'waiting' : report.status,
    failure: report.failure,
    rows: { total: Math.max(rows, report.expectedRows ?? 0), ...outcomes },
    shelf: { ...report.effects },
    created_at: report.createdAt.toISOString(),
    continues_at: continuesAt?.toISOString() ?? null,
    finished_at: report.finishedAt?.toISOString() ?? null,
  };
}

function toColumnView(column: ListColumn): z.input<typeof columnView> {
  return {
    name: column.name,
    understood_as: column.field,
    rating_scale: column.scale ?? null,
    scale_decided_by: column.scaleDecidedBy ?? null,
    day_order: column.dayOrder ?? null,
  };
}

export function toImportRowView({ said, candidates, ...row }: ImportedRow): z.input<typeof importRowView> {
  const film = 'film' in said ? said.film : undefined;
  return {
    row: row.row,
    said: film
      ? {
          kinopoisk_id: film.kinopoiskId,
          imdb_id: film.imdbId,
          title: film.titles[0] ?? null,
          original_title: film.titles[1] ?? null,
          year: film.year,
          user_rating: film.userRating,
          note: film.note,
          watched_at: film.watchedAt,
          added_at: film.addedAt?.toISOString() ?? null,
        }
      : null,
    fault: 'fault' in said ? said.fault : null,
    text: 'fault' in said ? said.text : null,
    ignored: 'film' in said ? (said.ignored ?? []).map(({ column, reason }) => ({ column, reason })) : [],
    outcome: row.outcome,
    kinopoisk_id: row.kinopoiskId,
    matched_by: row.by,
    confidence: row.confidence,
    candidates: candidates.map((one) => ({
      kinopoisk_id: one.kinopoiskId,
      title: one.title,
      year: one.year,
      confidence: one.confidence,
    })),
    shelf: row.effect,
  };
}
