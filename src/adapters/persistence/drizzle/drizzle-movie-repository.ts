import { count, eq, sql } from 'drizzle-orm';
import type { MovieRepository } from '../../../application/ports/movie-repository.ts';
import type { FilmRecord, Movie } from '../../../domain/movie.ts';
import type { Page, PageRequest } from '../../../domain/page.ts';
import type { Database, OpenDatabase } from './drizzle-database.ts';
import { movieRow, toMovie } from './movie-rows.ts';
import { searchMovies } from './movie-search.ts';
import { saveFilms } from './save-films.ts';
import { movies } from './schema.ts';
import { translatingErrors } from './storage-errors.ts';

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

  async save(films: readonly FilmRecord[]): Promise<readonly Movie[]> {
    return translatingErrors(() => saveFilms(this.db, films));
  }

  async search(query: string, page: PageRequest): Promise<Page<Movie>> {
    return translatingErrors(() => searchMovies(this.db, query, page));
  }

  async count(): Promise<number> {
    const [row] = await translatingErrors(async () => this.db.select({ films: count() }).from(movies));
    return row?.films ?? 0;
  }
}

function prepareById(db: Database) {
  return db
    .select({ movie: movieRow })
    .from(movies)
    .where(eq(movies.kinopoiskId, sql.placeholder('kinopoiskId')))
    .prepare('movie_by_id');
}
