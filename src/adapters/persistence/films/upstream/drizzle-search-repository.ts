import { and, eq, lt, lte, sql } from 'drizzle-orm';
import type { CachedSearch, SearchRepository } from '../../../../application/films/ports/search-repository.ts';
import { deleteSome } from '../../engine/delete-some.ts';
import type { Database, OpenDatabase } from '../../engine/drizzle-database.ts';
import { translatingErrors } from '../../engine/storage-errors.ts';
import { movieDocuments } from '../films-tables.ts';
import { knownFilm, withFilms } from '../movie-document-rows.ts';
import { searches } from './upstream-tables.ts';

export class DrizzleSearchRepository implements SearchRepository {
  private readonly db: Database;
  private readonly cached: ReturnType<typeof prepareCached>;

  constructor({ db, reads }: Pick<OpenDatabase, 'db' | 'reads'>) {
    this.db = db;
    this.cached = prepareCached(reads);
  }

  async find(key: string, page: number): Promise<CachedSearch | undefined> {
    const rows = await translatingErrors(() => this.cached.execute({ key, page }));
    const [first] = rows;
    if (first === undefined) return undefined;
    const films = rows.flatMap(({ kinopoiskId, movie }) => (kinopoiskId === null ? [] : [{ kinopoiskId, movie }]));
    const found = await translatingErrors(() => withFilms(this.db, films));
    return { movies: found.map(({ movie }) => movie), total: first.total, fetchedAt: first.fetchedAt };
  }

  async keep(
    key: string,
    page: number,
    { kinopoiskIds, total, fetchedAt }: { kinopoiskIds: readonly number[]; total: number; fetchedAt: Date },
  ): Promise<void> {
    const answer = { kinopoiskIds: [...kinopoiskIds], total, fetchedAt };
    await translatingErrors(async () =>
      this.db
        .insert(searches)
        .values({ query: key, page, ...answer })
        .onConflictDoUpdate({
          target: [searches.query, searches.page],
          set: answer,
          setWhere: lte(searches.fetchedAt, fetchedAt),
        }),
    );
  }

  async purge(before: Date): Promise<number> {
    return translatingErrors(() => deleteSome(this.db, searches, lt(searches.fetchedAt, before)));
  }
}

/** A cached search without results is one row without a film. */
function prepareCached(db: Database) {
  return db
    .select({
      total: searches.total,
      fetchedAt: searches.fetchedAt,
      kinopoiskId: movieDocuments.kinopoiskId,
      movie: knownFilm,
    })
    .from(searches)
    .leftJoin(movieDocuments, sql`${movieDocuments.kinopoiskId} = any(${searches.kinopoiskIds})`)
    .where(and(eq(searches.query, sql.placeholder('key')), eq(searches.page, sql.placeholder('page'))))
    .orderBy(sql`array_position(${searches.kinopoiskIds}, ${movieDocuments.kinopoiskId})`)
    .prepare('cached_search');
}
