import type { SQL } from 'drizzle-orm';
import { sql } from 'drizzle-orm';
import type { RestrictionRule, TeaserFilms } from '../../../domain/access/restriction.ts';
import { coveredFromYear } from '../../../domain/access/restriction.ts';

/**
 * Raw SQL, as in `movie-rows.ts`: in a subquery, a column without the name of its table could belong to another table.
 */
const column = (name: string) => sql.raw(`movies.${name}`);

/**
 * The search key of the title alone. It is the first key, if the title has a Latin or Russian letter or a digit. A title
 * in another alphabet has no search key; then the first key belongs to a hidden name.
 */
const TITLE_KEY = sql.raw(`case when movies.title ~ '[0-9A-Za-zА-ЩЫЭ-ЯЁа-щыэ-яё]'
  then rtrim(split_part(movies.search_key, ' | ', 1), ' |') || ' |' end`);

/** The columns by which a film is found and sorted, limited to the data that its reader may see. */
export function visibleColumns(teasers: TeaserFilms | undefined): { searchKey: SQL; rating: SQL } {
  const [searchKey, rating] = [column('search_key'), column('rating')];
  if (teasers === undefined) return { searchKey, rating };
  const isTeaser = sql`(${sql.join(
    teasers.rules.map((rule) => isCovered(rule, teasers.now)),
    sql` or `,
  )})`;
  return {
    searchKey: sql`(case when ${isTeaser} then ${TITLE_KEY} else ${searchKey} end)`,
    rating: sql`(case when ${isTeaser} then null else ${rating} end)`,
  };
}

/** The rules of `domain/access/restriction.ts`; a contract test compares both. Unknown years and age limits are not covered. */
function isCovered(rule: RestrictionRule, now: Date): SQL {
  if ('releasedWithinYears' in rule)
    return sql`coalesce(${column('year')} >= ${coveredFromYear(rule.releasedWithinYears, now)}::int, false)`;
  if ('ageLimitFrom' in rule) return sql`coalesce(${column('age_limit')} >= ${rule.ageLimitFrom}::int, false)`;
  if ('genreId' in rule)
    return sql`exists (select from movie_genres
      where movie_genres.kinopoisk_id = ${column('kinopoisk_id')} and movie_genres.genre_id = ${rule.genreId}::int)`;
  return sql`${column('kinopoisk_id')} = any(${`{${rule.kinopoiskIds.join()}}`}::int[])`;
}
