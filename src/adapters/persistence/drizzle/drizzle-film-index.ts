import { setImmediate as nextTurn } from 'node:timers/promises';
import type { SQL } from 'drizzle-orm';
import { asc, inArray, or, sql } from 'drizzle-orm';
import type { FilmIndex } from '../../../application/ports/film-index.ts';
import type { NamedFilm } from '../../../domain/film-matching.ts';
import { searchKey } from '../../../domain/search-key.ts';
import type { Database, OpenDatabase } from './drizzle-database.ts';
import { movies } from './schema.ts';
import { translatingErrors } from './storage-errors.ts';

/** Films that are looked at for one title. */
const MOST_BY_TITLE = 20;

const named = {
  kinopoiskId: movies.kinopoiskId,
  nameRu: movies.nameRu,
  nameOriginal: movies.nameOriginal,
  nameEn: movies.nameEn,
  year: movies.year,
  imdbId: movies.imdbId,
  type: movies.type,
};

type NamedRow = Pick<typeof movies.$inferSelect, keyof typeof named>;

export class DrizzleFilmIndex implements FilmIndex {
  private readonly db: Database;
  private readonly likeTitle: ReturnType<typeof prepareLikeTitle>;

  constructor({ db }: Pick<OpenDatabase, 'db'>) {
    this.db = db;
    this.likeTitle = prepareLikeTitle(db);
  }

  async byIds(kinopoiskIds: readonly number[]): Promise<readonly NamedFilm[]> {
    return kinopoiskIds.length === 0 ? [] : this.where(inArray(movies.kinopoiskId, [...kinopoiskIds]));
  }

  async byImdbIds(imdbIds: readonly string[]): Promise<readonly NamedFilm[]> {
    return imdbIds.length === 0 ? [] : this.where(inArray(movies.imdbId, [...imdbIds]));
  }

  async byTitles(titles: readonly string[], year: number | null): Promise<readonly NamedFilm[]> {
    const found = new Map<number, NamedFilm>();
    for (const key of new Set(titles.map(searchKey).filter((title) => title !== ''))) {
      const films = await translatingErrors(() =>
        this.likeTitle.execute({ key, whole: `%| ${key} |%`, words: `% ${key} %`, year }),
      );
      for (const film of films.map(toNamedFilm)) found.set(film.kinopoiskId, film);
      // PGlite answers within one turn of the event loop: title after title, nobody else would have one.
      await nextTurn();
    }
    return [...found.values()];
  }

  private async where(condition: SQL): Promise<readonly NamedFilm[]> {
    const rows = await translatingErrors(async () => this.db.select(named).from(movies).where(condition));
    return rows.map(toNamedFilm);
  }
}

/** Those of the whole title first, near years before far ones: of a common title there may be more than are looked at. */
function prepareLikeTitle(db: Database) {
  const [key, year] = [sql.placeholder('key'), sql.placeholder('year')];
  const isWhole = sql`${movies.searchKey} like ${sql.placeholder('whole')}`;
  return db
    .select(named)
    .from(movies)
    .where(
      or(isWhole, sql`${movies.searchKey} like ${sql.placeholder('words')}`, sql`${movies.searchKey} %> ${key}::text`),
    )
    .orderBy(
      sql`(${isWhole}) desc`,
      sql`abs(${movies.year} - ${year}::int) nulls last`,
      sql`similarity(${key}::text, ${movies.searchKey}) desc`,
      asc(movies.kinopoiskId),
    )
    .limit(MOST_BY_TITLE)
    .prepare('films_like_title');
}

function toNamedFilm({ nameRu, nameOriginal, nameEn, ...film }: NamedRow): NamedFilm {
  return { ...film, names: [nameRu, nameOriginal, nameEn].filter((name) => name !== null) };
}
