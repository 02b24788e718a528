import { z } from 'zod';
import type { FilmList } from '../../application/imports/ports/film-list-files.ts';
import { MAX_KINOPOISK_ID } from '../../domain/films/movie.ts';
import type { ListRow } from '../../domain/imports/film-import.ts';
import { FilmListUnusable, MAX_ROW_TEXT } from '../../domain/imports/film-import.ts';
import type { ListField } from '../../domain/imports/list-columns.ts';
import { ListSurvey } from '../../domain/imports/list-columns.ts';
import { isCleanText } from '../../domain/shared/text.ts';
import { fieldOf } from './column-names.ts';
import { JsonRecords } from './json-records.ts';
import type { Columns } from './list-columns.ts';
import { columnsOf, rowOf, survey } from './list-columns.ts';
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
 * Reads a JSON list of records. They are those of this service, or records whose members have the names of CSV columns.
 * The members may be in nested records, as in the lists of Trakt.
 * @throws FilmListUnusable
 */
export async function readJsonList(text: AsyncIterable<string>): Promise<FilmList> {
  const records = recordsIn(text);
  const { value: first, done } = await records.next();
  if (done) throw new FilmListUnusable('no-rows');
  const isOwn = isRecord(first) && SHELF_ROW_FIELDS.every((field) => Object.hasOwn(first, field));
  const columns = isRecord(first) ? columnsOfMembers(membersOf(first)) : undefined;
  if (columns === undefined) throw new FilmListUnusable('unknown-columns');
  const surveyed = new ListSurvey(MAX_COLUMNS);
  const toRow = isOwn ? ownRow : (record: unknown) => tableRow(record, surveyed);
  if (isOwn) for (const field of SHELF_ROW_FIELDS) surveyed.addColumn(field, field);
  const rows = (async function* () {
    yield toRow(first);
    for await (const record of records) yield toRow(record);
  })();
  return { format: isOwn ? 'kinopolka' : columns.format, survey: surveyed, rows };
}

async function* recordsIn(text: AsyncIterable<string>): AsyncGenerator<unknown, void> {
  const records = new JsonRecords();
  for await (const piece of text) yield* records.write(piece);
  records.end();
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * A value of a record. `path`: the names that lead to it; `label`: the name that a CSV column with this value would
 * have.
 */
type Member = { readonly path: string; readonly label: string; readonly value: string };

/** Names of members whose value is a record about a film. */
const FILM_MEMBERS: ReadonlySet<string> = new Set(['movie', 'film', 'show', 'series', 'tv', 'anime', 'media', 'item']);
/**
 * If one of these members exists, the record is about an episode or a season, not about the show. Its content is not
 * read.
 */
const PARTS_OF_SERIES: ReadonlySet<string> = new Set(['episode', 'season']);
const SERIES_MEMBERS: ReadonlySet<string> = new Set(['show', 'series', 'tv']);
/** The fields that are read from a nested record. Ratings, notes and dates there are not those of the list's owner. */
const FILM_FIELDS: ReadonlySet<ListField> = new Set([
  ...(['kinopoisk_id', 'imdb_id', 'link', 'title', 'original_title', 'year', 'release_date', 'type'] as const),
]);

/**
 * The values of a record, in order. Of a record with too many, it returns one more than allowed, so that the caller
 * sees it.
 */
function membersOf(record: Readonly<Record<string, unknown>>): readonly Member[] {
  const members: Member[] = [];
  const visit = (value: unknown, names: readonly string[]): void => {
    const name = names.at(-1) ?? '';
    if (members.length > MAX_COLUMNS) return;
    if (!isRecord(value)) members.push({ path: names.join('.'), label: labelOf(names), value: cellOf(value) });
    else if (PARTS_OF_SERIES.has(name)) members.push({ path: names.join('.'), label: name, value: name });
    else for (const [inner, each] of Object.entries(value)) visit(each, [...names, inner]);
  };
  for (const [name, value] of Object.entries(record)) visit(value, [name]);
  const isTyped = members.some(({ label, value }) => fieldOf(label)?.field === 'type' && value !== '');
  const isOfSeries = Object.entries(record).some(([name, value]) => SERIES_MEMBERS.has(name) && isRecord(value));
  if (!isTyped && isOfSeries) members.push({ path: '', label: 'type', value: 'show' });
  return members;
}

/** In nested records, only names of {@link FILM_FIELDS} have a meaning. `ids.imdb` is an id of IMDb. */
function labelOf(names: readonly string[]): string {
  const name = names.at(-1) ?? '';
  if (names.length === 1) return name;
  const isOfFilm = names.slice(0, -1).every((outer) => FILM_MEMBERS.has(outer) || outer === 'ids');
  const label = names.at(-2) === 'ids' ? `${name}_id` : name;
  const field = fieldOf(label)?.field;
  return isOfFilm && (field === undefined || FILM_FIELDS.has(field)) ? label : '';
}

function columnsOfMembers(members: readonly Member[]): Columns | undefined {
  return columnsOf(
    members.map(({ path }) => path),
    members.map(({ label }) => label),
  );
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

function tableRow(record: unknown, surveyed: ListSurvey): ListRow {
  const members = isRecord(record) ? membersOf(record) : [];
  const columns = columnsOfMembers(members);
  if (columns === undefined) return { fault: 'columns', text: textOf(record) };
  survey(columns, surveyed);
  return rowOf(
    columns,
    members.map(({ value }) => value),
    surveyed,
  );
}

function cellOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

function textOf(record: unknown): string {
  return copied(JSON.stringify(record).slice(0, MAX_ROW_TEXT));
}
