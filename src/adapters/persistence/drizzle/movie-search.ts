import type { SQL } from 'drizzle-orm';
import { asc, desc, like, or, sql } from 'drizzle-orm';
import { unionAll } from 'drizzle-orm/pg-core';
import { MAX_SEARCH_PAGES, SEARCH_PAGE_SIZE } from '../../../application/ports/film-source.ts';
import type { Movie } from '../../../domain/movie.ts';
import type { Page, PageRequest } from '../../../domain/page.ts';
import { searchKey, swapsIn } from '../../../domain/search-key.ts';
import { MAX_WORD_LENGTH, MIN_BEGINNING_LENGTH, searchWords } from '../../../domain/search-words.ts';
import type { Database, Transaction } from './drizzle-database.ts';
import { readMovies, toMovie } from './movie-rows.ts';
import { movies } from './schema.ts';
import { termsOfAll, termsOfSome } from './search-terms.ts';
import { inTransaction } from './storage-errors.ts';
import { lexeme, titlesIn, titleWords, wordsIn } from './title-index.ts';

/** How alike (0 to 1) a part of a title and what was typed must be to count as a typing error. */
export const WORD_SIMILARITY_THRESHOLD = 0.45;

/** How alike (0 to 1) a word of a title and one that was typed must be for the word to be looked up. */
const WORD_THRESHOLD = 0.3;

/** A search finds as many films as its pages show. */
const MAX_FOUND = MAX_SEARCH_PAGES * SEARCH_PAGE_SIZE;

/** Films that one term of a search may bring in, before they are ranked: of more the oldest rows of the table. */
const FILMS_A_TERM = 1000;
const FILMS_A_LOOSE_TERM = 200;

/** Where fewer films have all words, typing errors are thought of. */
const FEW = SEARCH_PAGE_SIZE;

/** Words of titles that one word may mean: those that hold it, and those that are like it. */
const WORDS_HOLDING_IT = 20;
const WORDS_LIKE_IT = 10;

/** Likeness takes time with the length of both. */
const MAX_COMPARED_LENGTH = 100;

/**
 * Makes the planner use the indexes, whatever it thinks of their selectivity, and keeps what they answer exact: in the
 * transaction only, behind a pooler too.
 */
const BOUNDS = {
  enable_seqscan: 'off',
  jit: 'off',
  work_mem: '32MB',
  statement_timeout: '2s',
  'pg_trgm.similarity_threshold': String(WORD_THRESHOLD),
};

const inTransactionOnly = sql`select ${sql.join(
  Object.entries(BOUNDS).map(([name, value]) => sql`set_config(${name}, ${value}, true)`),
  sql`, `,
)}`;

/** `condition`: asked of those the index finds, within the limit. */
type Candidates = {
  readonly index: SQL;
  readonly term: string;
  readonly limit: number;
  readonly condition?: SQL | undefined;
};

/**
 * Films whose titles are what was typed, begin with it, have its words or words that begin with them; where these are
 * few, also those whose words hold or nearly are those typed. Among equals the more alike, the better rated, the smaller
 * id. Of common words not all films are looked at, but those of exactly this title always are. At most {@link MAX_FOUND}
 * films are found, and counted.
 */
export async function searchMovies(db: Database, query: string, { page, perPage }: PageRequest): Promise<Page<Movie>> {
  const key = searchKey(query);
  if (key === '') return { items: [], total: 0 };
  return inTransaction(db, async (tx) => {
    await tx.execute(inTransactionOnly);
    const found = await findFilms(tx, key);
    const shown = found.slice((page - 1) * perPage, page * perPage);
    const rows = new Map((await readMovies(tx, shown)).map((row) => [row.kinopoiskId, row]));
    return { items: shown.flatMap((id) => rows.get(id) ?? []).map(toMovie), total: found.length };
  });
}

async function findFilms(tx: Transaction, key: string): Promise<number[]> {
  const words = searchWords(key);
  const index = wordsIn(movies.searchKey);
  const sure: Candidates[] = [
    { index: titlesIn(movies.searchKey), term: lexeme(key), limit: FILMS_A_TERM },
    ...termsOfAll(words).map((term) => ({ index, term, limit: FILMS_A_TERM })),
  ];
  const found = await rank(tx, key, words, sure);
  if (found.length >= FEW) return found;
  const condition = isLike(key, compared(words));
  const terms = termsOfSome(words, await wordsLike(tx, words));
  const loose = terms.map((term) => ({ index, term, limit: FILMS_A_LOOSE_TERM, condition }));
  return rank(tx, key, words, [...sure, ...loose]);
}

/** The better ones by what is cheap to see, and their order by what takes time. @returns ids, best first */
async function rank(tx: Transaction, key: string, words: readonly string[], sources: Candidates[]): Promise<number[]> {
  const candidates = sql.join(sources.map(filmsOf), sql` union `);
  const better = sql`select * from (${candidates}) as movies
    order by ${closeness(key)}, length(search_key), kinopoisk_id limit ${MAX_FOUND}`;
  const rows = await tx
    .select({ kinopoiskId: sql<number>`kinopoisk_id` })
    .from(sql`(${better}) as movies`)
    .orderBy(...byLikeness(key, compared(words)));
  return rows.map(({ kinopoiskId }) => kinopoiskId);
}

/** The limit is inside: what the index answers is not read in full, and the condition is asked of few. */
function filmsOf({ index, term, limit, condition = sql`true` }: Candidates): SQL {
  return sql`(select * from (
    select kinopoisk_id, search_key, rating from movies where ${index} @@ ${term}::tsquery limit ${limit}
  ) as movies where ${condition})`;
}

/** Words of titles that are meant by those typed, perhaps. */
async function wordsLike(tx: Transaction, words: readonly string[]): Promise<Map<string, string[]>> {
  const alike = new Map<string, string[]>();
  for (const typed of words.filter(({ length }) => length >= MIN_BEGINNING_LENGTH && length <= MAX_WORD_LENGTH)) {
    const { word } = titleWords;
    const holding = tx
      .select({ word })
      .from(titleWords)
      .where(like(word, `%${typed}%`))
      .limit(WORDS_HOLDING_IT);
    const nearly = tx
      .select({ word })
      .from(titleWords)
      .where(sql`${word} % ${typed}`)
      .orderBy(desc(sql`similarity(${word}, ${typed})`), asc(word))
      .limit(WORDS_LIKE_IT);
    alike.set(
      typed,
      (await unionAll(holding, nearly)).map((found) => found.word),
    );
  }
  return alike;
}

/** A key consists of letters, digits and blanks: nothing to escape. */
function isLike(key: string, comparable: string): SQL | undefined {
  const { searchKey: keys } = movies;
  const isNear = sql`word_similarity(${comparable}, ${keys}) >= ${WORD_SIMILARITY_THRESHOLD}`;
  return or(like(keys, `%${key}%`), isSwapped(key), isNear);
}

/** Whether a word begins with the key once two of its letters are swapped: that leaves too few trigrams to be alike. */
function isSwapped(key: string): SQL | undefined {
  const swaps = swapsIn(key);
  return swaps.length === 0 ? undefined : sql`${movies.searchKey} ~ ${` (${swaps.join('|')})`}`;
}

function compared(words: readonly string[]): string {
  return words.join(' ').slice(0, MAX_COMPARED_LENGTH);
}

function closeness(key: string): SQL {
  const { searchKey: keys } = movies;
  return sql`case
    when ${keys} like ${`%| ${key} |%`} then 0
    when ${keys} like ${`%| ${key} %`} then 1
    when ${keys} like ${`% ${key}%`} then 2
    when ${keys} like ${`%${key}%`} then 3
    when ${isSwapped(key) ?? sql`false`} then 4
    else 5 end`;
}

function byLikeness(key: string, comparable: string): SQL[] {
  const { searchKey: keys } = movies;
  const alike = [desc(sql`word_similarity(${comparable}, ${keys})`), desc(sql`similarity(${comparable}, ${keys})`)];
  return [closeness(key), ...alike, sql`${desc(movies.rating)} nulls last`, asc(movies.kinopoiskId)];
}
