import { setImmediate as nextTurn } from 'node:timers/promises';
import type { SQL, SQLWrapper } from 'drizzle-orm';
import { and, asc, inArray, sql } from 'drizzle-orm';
import type { FilmIndex } from '../../../application/imports/ports/film-index.ts';
import type { TeaserFilms } from '../../../domain/access/restriction.ts';
import { searchKey } from '../../../domain/films/search-key.ts';
import { keysOfEqualTitles } from '../../../domain/films/title-likeness.ts';
import type { NamedFilm, DescribedFilm } from '../../../domain/imports/film-matching.ts';
import { titlesOf } from '../../../domain/imports/film-matching.ts';
import type { Database, OpenDatabase } from '../engine/drizzle-database.ts';
import { translatingErrors } from '../engine/storage-errors.ts';
import { movies } from '../films/films-tables.ts';
import { lexeme, titlesIn } from '../films/title-columns.ts';
import { visibleColumns } from '../films/visible-columns.ts';

/** Maximum number of films examined for one row, or for one similar title. */
const MOST_FILMS = 20;

/** Maximum number of titles of one row used for similarity. */
const MOST_NEAR_TITLES = 4;

/** Shorter parts occur in too many titles: searching for them would scan the whole table. */
const LEAST_PART = 3;

/** Maximum number of films compared with one title, because many share half of a common word. */
const MOST_COMPARED = 200;

/** Maximum difference in years for a film with a similar title. */
const NEAR_YEARS = 1;

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
  private readonly lookUpsOfAll: LookUps;
  private readonly lookUpsBeside = new WeakMap<TeaserFilms, LookUps>();

  constructor({ db }: Pick<OpenDatabase, 'db'>) {
    this.db = db;
    this.lookUpsOfAll = prepareLookUps(db);
  }

  async byIds(kinopoiskIds: readonly number[]): Promise<readonly NamedFilm[]> {
    return kinopoiskIds.length === 0 ? [] : this.where(inArray(movies.kinopoiskId, [...kinopoiskIds]));
  }

  async byImdbIds(imdbIds: readonly string[]): Promise<readonly NamedFilm[]> {
    return imdbIds.length === 0 ? [] : this.where(inArray(movies.imdbId, [...imdbIds]));
  }

  async byEqualTitles(
    described: readonly DescribedFilm[],
    teasers?: TeaserFilms,
  ): Promise<readonly (readonly NamedFilm[])[]> {
    const wanted = described.flatMap((film, at) => {
      const keys = [...new Set(titlesOf(film).flatMap(keysOfEqualTitles))];
      const titles = keys.map((key) => lexeme(key)).join(' | ');
      return keys.length === 0 ? [] : [{ at, titles, year: film.year }];
    });
    if (wanted.length === 0) return described.map(() => []);
    const { equalTitles } = this.lookUps(teasers);
    const rows = await translatingErrors(() => equalTitles.execute({ wanted: JSON.stringify(wanted) }));
    // PGlite answers within one turn of the event loop: look-ups without a pause between them would block all other
    // work.
    await nextTurn();
    const found = described.map((): NamedFilm[] => []);
    for (const { at, film } of rows) found[at]?.push(toNamedFilm(film));
    return found;
  }

  async byNearTitles(described: DescribedFilm, teasers?: TeaserFilms): Promise<readonly NamedFilm[]> {
    const { nearTitle } = this.lookUps(teasers);
    const found = new Map<number, NamedFilm>();
    const keys = new Set(
      titlesOf(described)
        .map(searchKey)
        .filter((key) => key.length >= LEAST_PART),
    );
    for (const key of [...keys].slice(0, MOST_NEAR_TITLES)) {
      const films = await translatingErrors(() => nearTitle.execute({ ...patternsOf(key), year: described.year }));
      for (const film of films.map(toNamedFilm)) found.set(film.kinopoiskId, film);
      await nextTurn();
    }
    return [...found.values()];
  }

  private lookUps(teasers: TeaserFilms | undefined): LookUps {
    if (teasers === undefined) return this.lookUpsOfAll;
    const lookUps = this.lookUpsBeside.get(teasers) ?? prepareLookUps(this.db, teasers);
    this.lookUpsBeside.set(teasers, lookUps);
    return lookUps;
  }

  private async where(condition: SQL): Promise<readonly NamedFilm[]> {
    const rows = await translatingErrors(async () => this.db.select(named).from(movies).where(condition));
    return rows.map(toNamedFilm);
  }
}

type LookUps = ReturnType<typeof prepareLookUps>;

function prepareLookUps(db: Database, teasers?: TeaserFilms) {
  return { nearTitle: prepareNearTitle(db, teasers), equalTitles: prepareEqualTitles(db, teasers) };
}

/**
 * One index look-up per row. Films of near years come first, because more films may have a common title than are
 * examined.
 */
function prepareEqualTitles(db: Database, teasers: TeaserFilms | undefined) {
  const wanted = sql`jsonb_to_recordset(${sql.placeholder('wanted')}::jsonb) as wanted(at int, titles text, year int)`;
  const isTitled = (names: SQLWrapper) => sql`${titlesIn(names)} @@ wanted.titles::tsquery`;
  const film = db
    .select(named)
    .from(movies)
    .where(and(isTitled(movies.searchKey), teasers && isTitled(visibleColumns(teasers).searchKey)))
    .orderBy(sql`abs(${movies.year} - wanted.year) nulls last`, asc(movies.kinopoiskId))
    .limit(MOST_FILMS)
    .as('film');
  return db
    .select({ at: sql<number>`wanted.at`, film: { ...film._.selectedFields } })
    .from(wanted)
    .crossJoinLateral(film)
    .prepare('films_of_equal_titles');
}

/**
 * A typing error leaves one half of a title unchanged. All patterns use the trigram index, which looks up the rarest
 * trigrams first; the matches of common words are limited before sorting.
 */
function prepareNearTitle(db: Database, teasers: TeaserFilms | undefined) {
  const [year, key] = [sql.placeholder('year'), sql.placeholder('key')];
  const visible = visibleColumns(teasers).searchKey;
  const isAlike = (names: SQLWrapper) =>
    sql.join(
      ['words', 'beginning', 'end'].map((pattern) => sql`${names} like ${sql.placeholder(pattern)}`),
      sql` or `,
    );
  // A value and no join, so that it is only computed until there are enough films.
  const isVisiblyAlike = sql`(select ${isAlike(visible)} from ${movies} where ${movies.kinopoiskId} = alike.kinopoisk_id)`;
  // Materialized, so that the planner does not optimize for the first few rows by scanning the whole table.
  const near = sql`(
    with alike as materialized (
      select ${movies.kinopoiskId}, ${movies.year} from ${movies} where ${isAlike(movies.searchKey)}
    )
    select alike.kinopoisk_id from alike
    where (${year}::int is null or alike.year is null or abs(alike.year - ${year}::int) <= ${sql.raw(String(NEAR_YEARS))})
      ${teasers ? sql`and ${isVisiblyAlike}` : sql``}
    limit ${sql.raw(String(MOST_COMPARED))}
  )`;
  return db
    .select(named)
    .from(movies)
    .where(sql`${movies.kinopoiskId} in ${near}`)
    .orderBy(
      sql`abs(${movies.year} - ${year}::int) nulls last`,
      sql`similarity(${key}::text, ${visible}) desc nulls last`,
      asc(movies.kinopoiskId),
    )
    .limit(MOST_FILMS)
    .prepare('films_near_title');
}

/** A key consists of letters, digits and spaces, so nothing needs escaping. */
function patternsOf(key: string) {
  const half = Math.ceil(key.length / 2);
  const words = `% ${key} %`;
  if (half < LEAST_PART) return { key, words, beginning: words, end: words };
  return { key, words, beginning: `%| ${key.slice(0, half)}%`, end: `%${key.slice(-half)} |%` };
}

function toNamedFilm({ nameRu, nameOriginal, nameEn, ...film }: NamedRow): NamedFilm {
  return { ...film, names: [nameRu, nameOriginal, nameEn].filter((name) => name !== null) };
}
