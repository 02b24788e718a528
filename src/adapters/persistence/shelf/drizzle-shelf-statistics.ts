import { sql } from 'drizzle-orm';
import type { ShelfStatistics, ShelfStats } from '../../../application/shelf/ports/shelf-statistics.ts';
import { MAX_GENRES } from '../../../application/shelf/ports/shelf-statistics.ts';
import type { UserId } from '../../../domain/accounts/user.ts';
import type { Database, OpenDatabase } from '../engine/drizzle-database.ts';
import { translatingErrors } from '../engine/storage-errors.ts';
import { genres, movieGenres, movies } from '../films/films-tables.ts';
import { favoriteMovies } from './shelf-tables.ts';

/** Counts in one statement, so that all figures are consistent. */
export class DrizzleShelfStatistics implements ShelfStatistics {
  private readonly stats: ReturnType<typeof prepareStats>;

  constructor({ db }: Pick<OpenDatabase, 'db'>) {
    this.stats = prepareStats(db);
  }

  async of(userId: UserId): Promise<ShelfStats> {
    const [row] = await translatingErrors(() => this.stats.execute({ userId }));
    if (row === undefined) throw new Error('an aggregate always has a row');
    return row;
  }
}

function prepareStats(db: Database) {
  const isMine = sql`${favoriteMovies.userId} = ${sql.placeholder('userId')}`;
  const byGenre = sql`(
    select coalesce(json_agg(json_build_object('genre', json_build_object('id', id, 'name', name), 'films', films)
      order by films desc, id), '[]')
    from (
      select ${genres.id} as id, ${genres.name} as name, count(*) as films
      from ${favoriteMovies}
      join ${movieGenres} on ${movieGenres.kinopoiskId} = ${favoriteMovies.kinopoiskId}
      join ${genres} on ${genres.id} = ${movieGenres.genreId}
      where ${isMine}
      group by ${genres.id} order by films desc, id limit ${sql.raw(String(MAX_GENRES))}
    ) as frequent)`;
  const byDecade = sql`(
    select coalesce(json_agg(json_build_object('decade', decade, 'films', films) order by decade), '[]')
    from (
      select ${movies.year} / 10 * 10 as decade, count(*) as films
      from ${favoriteMovies} join ${movies} on ${movies.kinopoiskId} = ${favoriteMovies.kinopoiskId}
      where ${isMine} and ${movies.year} is not null
      group by decade
    ) as decades)`;
  return db
    .select({
      films: sql`count(*)`.mapWith(Number),
      watched: sql`count(${favoriteMovies.watchedAt})`.mapWith(Number),
      rated: sql`count(${favoriteMovies.userRating})`.mapWith(Number),
      averageRating: sql<number | null>`round(avg(${favoriteMovies.userRating}), 2)::float8`,
      byGenre: sql<ShelfStats['byGenre']>`${byGenre}`,
      byDecade: sql<ShelfStats['byDecade']>`${byDecade}`,
    })
    .from(favoriteMovies)
    .where(isMine)
    .prepare('shelf_stats');
}
