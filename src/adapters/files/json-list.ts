import { z } from 'zod';
import type { FilmList } from '../../application/imports/ports/film-list-files.ts';
import { MAX_KINOPOISK_ID } from '../../domain/films/movie.ts';
import type { ListRow } from '../../domain/imports/film-import.ts';
import { FilmListUnusable, MAX_ROW_TEXT } from '../../domain/imports/film-import.ts';
import type { ListField } from '../../domain/imports/list-columns.ts';
import { ListSurvey, MAX_COLUMN_NAME } from '../../domain/imports/list-columns.ts';
import { isCleanText } from '../../domain/shared/text.ts';
import type { Columns } from './column-mapping.ts';
import { columnsOf, rowOf, survey } from './column-mapping.ts';
import { fieldOf, plainName } from './column-names.ts';
import type { JsonList, JsonRecord } from './json-records.ts';
import { JsonRecords } from './json-records.ts';
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
 * Reads a JSON list of records, or all lists of films in an object, such as a backup of Simkl. The records come from
 * this service, or have members with names of CSV columns. A record may contain other records, as in lists of Trakt.
 * @throws FilmListUnusable
 */
export async function readJsonList(text: AsyncIterable<string>): Promise<FilmList> {
  const surveyed = new ListSurvey(MAX_COLUMNS);
  const records = filmsIn(text, surveyed);
  const { value: first, done } = await records.next();
  if (done) throw new FilmListUnusable('no-rows');
  const isOwn =
    isRecord(first.record) && SHELF_ROW_FIELDS.every((field) => Object.hasOwn(first.record as object, field));
  const toRow = isOwn ? ownRow : (record: JsonRecord) => tableRow(record, surveyed);
  if (isOwn) for (const field of SHELF_ROW_FIELDS) surveyed.addColumn(field, field);
  const rows = (async function* () {
    yield toRow(first);
    for await (const record of records) yield toRow(record);
  })();
  const format = isOwn ? 'kinopolka' : (columnsOfMembers(membersOf(first))?.format ?? 'table');
  return { format, survey: surveyed, rows };
}

/** The records of all lists of films. Other lists in an object are named as columns that were not understood. */
async function* filmsIn(text: AsyncIterable<string>, surveyed: ListSurvey): AsyncGenerator<JsonRecord, void> {
  const records = new JsonRecords();
  let list: { readonly begun: JsonList; readonly isOfFilms: boolean } | undefined;
  let hasFilms = false;
  for await (const piece of text) {
    for (const each of records.write(piece)) {
      if (each.list !== list?.begun) list = { begun: each.list, isOfFilms: isOfFilms(each, surveyed) };
      hasFilms ||= list.isOfFilms;
      if (list.isOfFilms) yield each;
    }
  }
  records.end();
  if (!records.hasList) throw new FilmListUnusable('no-list');
  if (!hasFilms && list !== undefined) throw new FilmListUnusable('unknown-columns');
}

/** @throws FilmListUnusable when no other list can follow */
function isOfFilms(first: JsonRecord, surveyed: ListSurvey): boolean {
  if (tellsFilms(first)) return true;
  const { names } = first.list;
  if (names.length === 0) throw new FilmListUnusable('unknown-columns');
  surveyed.addColumn(names.join('.').slice(0, MAX_COLUMN_NAME), null);
  return false;
}

/** Whether the list that begins with this record is about films. An object may also contain lists of other things. */
function tellsFilms(first: JsonRecord): boolean {
  const columns = columnsOfMembers(membersOf(first));
  if (columns === undefined) return false;
  const { names } = first.list;
  const isNamed =
    names.length === 0 || kindOfList(first.list) !== undefined || LISTS.has(plainName(names.at(-1) ?? ''));
  const isNested = isRecord(first.record) && Object.keys(first.record).some((name) => FILM_MEMBERS.has(name));
  return isNamed || isNested || MARKS_OF_FILMS.some((field) => columns.fields.has(field));
}

/** The kind of the records of a list in an object, if one of the names that lead to the list states it. */
function kindOfList({ names }: JsonList): string | undefined {
  return names.map((name) => KINDS_OF_LISTS.get(plainName(name))).findLast((kind) => kind !== undefined);
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

/** The kind of the records, by the name of their list; `episode` and `season` are parts of series. */
const KINDS_OF_LISTS: ReadonlyMap<string, string> = new Map(
  (
    [
      ['movie', ['movie', 'movies', 'film', 'films', 'фильм', 'фильмы']],
      ['show', ['show', 'shows', 'series', 'tv', 'tv_shows', 'tv_series', 'сериал', 'сериалы']],
      ['episode', ['episode', 'episodes', 'эпизоды', 'серии']],
      ['season', ['season', 'seasons', 'сезоны']],
    ] as const
  ).flatMap(([kind, names]) => names.map((name) => [plainName(name), kind] as const)),
);
/** Names of lists whose records are films, even if a record has only a title. */
const LISTS: ReadonlySet<string> = new Set(
  [
    ...['items', 'entries', 'list', 'data', 'results', 'records', 'titles', 'anime', 'collection', 'library', 'votes'],
    ...['ratings', 'rated', 'watched', 'history', 'watchlist', 'favorites', 'favourites', 'избранное', 'просмотрено'],
  ].map(plainName),
);
/**
 * Records with one of these are about films, whatever their list is called. A name is not enough, because a genre or a
 * person has one, too.
 */
const MARKS_OF_FILMS: readonly ListField[] = ['kinopoisk_id', 'imdb_id', 'year', 'release_date', 'user_rating'];

/** The values of a record, in order; one more than allowed, so that an excess is detected. */
function membersOf({ list, record }: JsonRecord): readonly Member[] {
  if (!isRecord(record)) return [];
  const members: Member[] = [];
  const visit = (value: unknown, names: readonly string[]): void => {
    const name = names.at(-1) ?? '';
    if (members.length > MAX_COLUMNS) return;
    if (!isRecord(value)) members.push({ path: names.join('.'), label: labelOf(names), value: cellOf(value) });
    else if (PARTS_OF_SERIES.has(name)) members.push({ path: names.join('.'), label: name, value: name });
    else for (const [inner, each] of Object.entries(value)) visit(each, [...names, inner]);
  };
  for (const [name, value] of Object.entries(record)) visit(value, [name]);
  const isOfSeries = Object.entries(record).some(([name, value]) => SERIES_MEMBERS.has(name) && isRecord(value));
  const kind = kindOfList(list) ?? (isOfSeries ? 'show' : undefined);
  const isTyped = members.some(({ label, value }) => fieldOf(label)?.field === 'type' && value !== '');
  if (kind !== undefined && PARTS_OF_SERIES.has(kind)) members.push({ path: '', label: kind, value: kind });
  else if (kind !== undefined && !isTyped) members.push({ path: '', label: 'type', value: kind });
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

function ownRow({ record }: JsonRecord): ListRow {
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

function tableRow(record: JsonRecord, surveyed: ListSurvey): ListRow {
  const members = membersOf(record);
  const columns = columnsOfMembers(members);
  if (columns === undefined) return { fault: 'columns', text: textOf(record.record) };
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
