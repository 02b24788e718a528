import { count, eq, sql } from 'drizzle-orm';
import type { MovieRepository } from '../../../application/films/ports/movie-repository.ts';
import type { TeaserFilms } from '../../../domain/access/restriction.ts';
import type { MovieFilter } from '../../../domain/films/movie-filter.ts';
import type { FilmRecord, Movie } from '../../../domain/films/movie.ts';
import type { Page, PageRequest } from '../../../domain/shared/page.ts';
import type { Database, OpenDatabase } from '../engine/drizzle-database.ts';
import { translatingErrors } from '../engine/storage-errors.ts';
import { movieDocuments, movies } from './films-tables.ts';
import type { ListedRow } from './listed-movies.ts';
import { countListed, selectListed } from './listed-movies.ts';
import { movieDocument, readDocuments } from './movie-document-rows.ts';
import { toMovie } from './movie-rows.ts';
import { saveFilms } from './save-films.ts';
import { firstInTitles, searchMovies } from './search/movie-search.ts';

const BATCH_SIZE = 100;

export class DrizzleMovieRepository implements MovieRepository {
  private readonly db: Database;
  private readonly byId: ReturnType<typeof prepareById>;

  constructor({ db }: Pick<OpenDatabase, 'db'>) {
    this.db = db;
    this.byId = prepareById(db);
  }

  async find(kinopoiskId: number): Promise<Movie | undefined> {
    const [row] = await translatingErrors(() => this.byId.execute({ kinopoiskId }));
    return row && toMovie(row.movie);
  }

  async findAll(kinopoiskIds: readonly number[]): Promise<readonly Movie[]> {
    return (await translatingErrors(() => readDocuments(this.db, kinopoiskIds))).map(toMovie);
  }

  async save(films: readonly FilmRecord[]): Promise<readonly Movie[]> {
    return translatingErrors(() => saveFilms(this.db, films));
  }

  async search(query: string, page: PageRequest, teasers?: TeaserFilms): Promise<Page<Movie>> {
    return translatingErrors(() => searchMovies(this.db, { query, teasers }, page));
  }

  async firstInTitles(queries: readonly string[], teasers?: TeaserFilms): Promise<string | undefined> {
    return translatingErrors(() => firstInTitles(this.db, { queries, teasers }));
  }

  async list(filter: MovieFilter, { page, perPage }: PageRequest): Promise<Page<Movie>> {
    return translatingErrors(async () => {
      const total = await countListed(this.db, filter);
      const offset = (page - 1) * perPage;
      const rows = offset < total ? await selectListed(this.db, filter, { limit: perPage, offset }) : [];
      return { items: rows.map(({ movie }) => toMovie(movie)), total };
    });
  }

  async *stream(filter: MovieFilter): AsyncIterable<Movie> {
    let last: ListedRow | undefined;
    do {
      const part = { limit: BATCH_SIZE, ...(last && { after: last }) };
      const rows = await translatingErrors(async () => selectListed(this.db, filter, part));
      for (const { movie } of rows) yield toMovie(movie);
      last = rows.length === BATCH_SIZE ? rows.at(-1) : undefined;
    } while (last);
  }

  async count(): Promise<number> {
    const [row] = await translatingErrors(async () => this.db.select({ films: count() }).from(movies));
    return row?.films ?? 0;
  }
}

function prepareById(db: Database) {
  return db
    .select({ movie: movieDocument })
    .from(movieDocuments)
    .where(eq(movieDocuments.kinopoiskId, sql.placeholder('kinopoiskId')))
    .prepare('movie_by_id');
}
