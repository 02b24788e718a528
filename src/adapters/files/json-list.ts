import { z } from 'zod';
import { MAX_KINOPOISK_ID } from '../../domain/films/movie.ts';
import type { ListFormat, ListRow } from '../../domain/imports/film-import.ts';
import { FilmListUnusable, MAX_ROW_TEXT } from '../../domain/imports/film-import.ts';
import { isCleanText } from '../../domain/shared/text.ts';
import { JsonRecords } from './json-records.ts';
import { columnsOf, rowOf } from './list-columns.ts';
import { copied, MAX_CELL_LENGTH, MAX_COLUMNS } from './list-limits.ts';
import type { ShelfRow } from './shelf-row.ts';
import { SHELF_ROW_FIELDS } from './shelf-row.ts';

/** A record of this service's own export. Its values are taken as they are. */
const shelfRow = z.object({
  kinopoisk_id: z.int().min(1).max(MAX_KINOPOISK_ID),
  imdb_id: z.string().max(20).refine(isCleanText).nullable(),
  title: z.string().max(500).refine(isCleanText).nullable(),
  original_title: z.string().max(500).refine(isCleanText).nullable(),
  year: z.int().nullable(),
  type: z.string().max(100).nullable(),
  user_rating: z.number().nullable(),
  note: z.string().max(MAX_CELL_LENGTH).nullable(),
  watched_at: z.string().max(10).nullable(),
  added_at: z.iso.datetime(),
}) satisfies z.ZodType<ShelfRow>;

/**
 * Reads a JSON list of records: this service's own, or records whose members have names that a CSV header may have.
 * @throws FilmListUnusable
 */
export async function readJsonList(
  text: AsyncIterable<string>,
): Promise<{ format: ListFormat; rows: AsyncIterable<ListRow> }> {
  const records = recordsIn(text);
  const { value: first, done } = await records.next();
  if (done) throw new FilmListUnusable('no-rows');
  const isOwn = isRecord(first) && SHELF_ROW_FIELDS.every((field) => Object.hasOwn(first, field));
  const format = isOwn ? 'kinopolka' : formatOf(first);
  const toRow = isOwn ? ownRow : tableRow;
  const rows = (async function* () {
    yield toRow(first);
    for await (const record of records) yield toRow(record);
  })();
  return { format, rows };
}

async function* recordsIn(text: AsyncIterable<string>): AsyncGenerator<unknown, void> {
  const records = new JsonRecords();
  for await (const piece of text) yield* records.write(piece);
  records.end();
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** One more than allowed, so that an excess is detected. */
function namesOf(record: Readonly<Record<string, unknown>>): string[] {
  return Object.keys(record).slice(0, MAX_COLUMNS + 1);
}

function formatOf(first: unknown): ListFormat {
  const columns = isRecord(first) ? columnsOf(namesOf(first)) : undefined;
  if (columns === undefined) throw new FilmListUnusable('unknown-columns');
  return columns.format;
}

function ownRow(record: unknown): ListRow {
  const { data } = shelfRow.safeParse(record);
  if (data === undefined) return { fault: 'columns', text: textOf(record) };
  return {
    film: {
      kinopoiskId: data.kinopoisk_id,
      imdbId: data.imdb_id,
      titles: [data.title, data.original_title].filter((title) => title !== null),
      year: data.year,
      isSeries: null,
      userRating: data.user_rating,
      note: data.note,
      watchedAt: data.watched_at,
      addedAt: new Date(data.added_at),
    },
  };
}

function tableRow(record: unknown): ListRow {
  const columns = isRecord(record) ? columnsOf(namesOf(record)) : undefined;
  if (!isRecord(record) || columns === undefined) return { fault: 'columns', text: textOf(record) };
  return rowOf(columns, Object.values(record).map(cellOf));
}

function cellOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

function textOf(record: unknown): string {
  return copied(JSON.stringify(record).slice(0, MAX_ROW_TEXT));
}
