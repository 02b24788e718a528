import { count, sql } from 'drizzle-orm';
import type { MovieRepository } from '../../../application/films/ports/movie-repository.ts';
import type { TeaserFilms } from '../../../domain/access/restriction.ts';
import type { MovieFilter, MovieOrder } from '../../../domain/films/movie-filter.ts';
import type { FilmRecord, Movie } from '../../../domain/films/movie.ts';
import type { Page, PageRequest } from '../../../domain/shared/page.ts';
import type { Database, OpenDatabase } from '../engine/drizzle-database.ts';
import { ReadThroughCache } from '../engine/read-through-cache.ts';
import { translatingErrors } from '../engine/storage-errors.ts';
import { TurnBatch } from '../engine/turn-batch.ts';
import { movies } from './films-tables.ts';
import type { ListedRow } from './listed-movies.ts';
import { countListed, selectListed } from './listed-movies.ts';
import { readDocuments, withFilms } from './movie-document-rows.ts';
import { saveFilms } from './save-films.ts';
import { firstInTitles, searchMovies } from './search/movie-search.ts';

const BATCH_SIZE = 100;

/** A page with a larger offset skips too many rows to be a short read. */
const MAX_SHORT_OFFSET = 1_000;

/** Number of lists (by genre, director and year) whose totals are cached. */
const MAX_TOTALS = 2_000;

type FilmRow = { readonly kinopoiskId: number; readonly movie: Movie | null };

export class DrizzleMovieRepository implements MovieRepository {
  private readonly db: Database;
  private readonly byId: TurnBatch<number, Movie>;
  private readonly pages: ReturnType<typeof preparePages>;
  /** The number of films of each list. The numbers are cached, because counting reads all films of a list. */
  private readonly totals: ReadThroughCache<number>;

  /** `onSaved`: called when films were stored, with their genres and directors. */
  constructor(
    database: Pick<OpenDatabase, 'db' | 'reads' | 'whose' | 'asService' | 'pool'>,
    private readonly onSaved: () => void = () => undefined,
  ) {
    const { db, reads, whose } = database;
    this.totals = new ReadThroughCache({ maxSize: MAX_TOTALS, whose });
    this.db = db;
    this.byId = new TurnBatch<number, Movie>(database, {
      read: (ids) => translatingErrors(() => readDocuments(db, ids, reads)),
      keyOf: ({ kinopoiskId }) => kinopoiskId,
    });
    this.pages = preparePages(reads);
  }

  async find(kinopoiskId: number): Promise<Movie | undefined> {
    return this.byId.find(kinopoiskId);
  }

  async findAll(kinopoiskIds: readonly number[]): Promise<readonly Movie[]> {
    return translatingErrors(() => readDocuments(this.db, kinopoiskIds));
  }

  async save(films: readonly FilmRecord[]): Promise<readonly Movie[]> {
    return translatingErrors(() =>
      saveFilms(this.db, films, () => {
        this.totals.clear();
        this.onSaved();
      }),
    );
  }

  async search(query: string, page: PageRequest, teasers?: TeaserFilms): Promise<Page<Movie>> {
    return translatingErrors(() => searchMovies(this.db, { query, teasers }, page));
  }

  async firstInTitles(queries: readonly string[], teasers?: TeaserFilms): Promise<string | undefined> {
    return translatingErrors(() => firstInTitles(this.db, { queries, teasers }));
  }

  async list(filter: MovieFilter, { page, perPage }: PageRequest): Promise<Page<Movie>> {
    return translatingErrors(async () => {
      const total = await this.totals.get(conditionsOf(filter), () => countListed(this.db, filter));
      const offset = (page - 1) * perPage;
      const items = offset < total ? await this.shown(() => this.page(filter, { limit: perPage, offset })) : [];
      return { items, total };
    });
  }

  async *stream(filter: MovieFilter): AsyncIterable<Movie> {
    let last: ListedRow | undefined;
    do {
      const part = { limit: BATCH_SIZE, ...(last && { after: last }) };
      const rows = await translatingErrors(async () => selectListed(this.db, filter, part));
      yield* await this.shown(async () => rows);
      last = rows.length === BATCH_SIZE ? rows.at(-1) : undefined;
    } while (last);
  }

  private async page(filter: MovieFilter, part: { limit: number; offset: number }): Promise<readonly FilmRow[]> {
    const { order, teasers, ...conditions } = filter;
    const isAll = teasers === undefined && Object.values(conditions).every((condition) => condition === undefined);
    return isAll && part.offset <= MAX_SHORT_OFFSET
      ? this.pages[order].execute(part)
      : selectListed(this.db, filter, part);
  }

  /** The films of the rows. */
  private shown(read: () => Promise<readonly FilmRow[]>): Promise<Movie[]> {
    return translatingErrors(async () => (await withFilms(this.db, await read())).map(({ movie }) => movie));
  }

  async count(): Promise<number> {
    const [row] = await translatingErrors(async () => this.db.select({ films: count() }).from(movies));
    return row?.films ?? 0;
  }
}

/** Lists of the same films have the same total, whatever their order. */
function conditionsOf({ genreId, directorId, year }: MovieFilter): string {
  return [genreId, directorId, year].join();
}

/** Pages of all films in each order. */
function preparePages(db: Database) {
  const part = { limit: sql.placeholder('limit'), offset: sql.placeholder('offset') };
  const prepare = (order: MovieOrder) => selectListed(db, { order }, part).prepare(`movies_by_${order}`);
  return { stored: prepare('stored'), newest: prepare('newest') } satisfies Record<MovieOrder, unknown>;
}
