import type { SQL } from 'drizzle-orm';
import { and, asc, desc, inArray, like, or, sql } from 'drizzle-orm';
import { unionAll } from 'drizzle-orm/pg-core';
import { MAX_SEARCH_PAGES, SEARCH_PAGE_SIZE } from '../../../../application/films/ports/film-source.ts';
import type { TeaserFilms } from '../../../../domain/access/restriction.ts';
import type { Movie } from '../../../../domain/films/movie.ts';
import { searchKey, swapsIn } from '../../../../domain/films/search-key.ts';
import { searchSpellings } from '../../../../domain/films/search-spellings.ts';
import { MAX_WORD_LENGTH, MIN_BEGINNING_LENGTH, searchWords } from '../../../../domain/films/search-words.ts';
import { given } from '../../../../domain/shared/given.ts';
import type { Page, PageRequest } from '../../../../domain/shared/page.ts';
import type { Database, Transaction } from '../../engine/drizzle-database.ts';
import { inTransaction } from '../../engine/storage-errors.ts';
import { movies, titleWords } from '../films-tables.ts';
import { readDocuments } from '../movie-document-rows.ts';
import { lexeme, titlesIn, wordsIn } from '../title-columns.ts';
import { visibleColumns } from '../visible-columns.ts';
import type { KnownWords } from './search-terms.ts';
import { begunWords, wholeWords, wholeWordsInFront, wordsLike } from './search-terms.ts';

/** Minimum similarity (0 to 1) of a title's word and a typed word for the word to be looked up. */
const WORD_THRESHOLD = 0.3;

/**
 * Minimum similarity (0 to 1) of the typed text and a part of a title for the difference to count as a typing error.
 */
const WORD_SIMILARITY_THRESHOLD = 0.45;

/** A search finds at most as many films as its pages can show. */
const MAX_FOUND = MAX_SEARCH_PAGES * SEARCH_PAGE_SIZE;

/** Maximum number of films that one search term contributes before ranking; the oldest rows come first. */
const FILMS_A_TERM = 1000;
const FILMS_A_LOOSE_TERM = 200;

/** Maximum number of films among which one has to show a word, so that the word counts as known to a reader of teasers. */
const FILMS_LOOKED_THROUGH = 50;

/** Typing errors are considered when fewer films contain all words. */
const FEW = SEARCH_PAGE_SIZE;

/**
 * Maximum number of title words for one typed word, both among those that contain it and among those that are similar.
 */
const WORDS_HOLDING_IT = 20;
const WORDS_LIKE_IT = 10;

/** Comparing similarity takes time proportional to the length of both texts. */
const MAX_COMPARED_LENGTH = 100;

/**
 * Makes the planner use the indexes regardless of estimated selectivity, and keeps their results exact. Set for the
 * transaction only, so it works behind a pooler.
 */
const BOUNDS = {
  enable_seqscan: 'off',
  jit: 'off',
  work_mem: '32MB',
  statement_timeout: '2s',
  'pg_trgm.similarity_threshold': String(WORD_THRESHOLD),
};

const inThisTransaction = Object.entries(BOUNDS).map(([name, value]) => sql`set_config(${name}, ${value}, true)`);

/** The typed text. `key`: its search key; `compared`: the part of the key that is compared for similarity. */
type Typed = {
  readonly key: string;
  readonly words: readonly string[];
  readonly compared: string;
  readonly teasers: TeaserFilms | undefined;
};

/**
 * Films whose titles equal the typed text, contain its words or start with them; if there are few, also films with
 * similar words. Ties are ordered by similarity, rating, then smaller id. For common words not all films are examined,
 * but those with exactly this title always are. Finds and counts at most {@link MAX_FOUND} films.
 */
export async function searchMovies(
  db: Database,
  { query, teasers }: { query: string; teasers: TeaserFilms | undefined },
  { page, perPage }: PageRequest,
): Promise<Page<Movie>> {
  const spellings = spellingsOf(query, teasers);
  if (spellings.length === 0) return { items: [], total: 0 };
  return inTransaction(db, async (tx) => {
    await tx.execute(sql`select ${sql.join(inThisTransaction, sql`, `)}`);
    const { typed, candidates } = await findSpelt(tx, spellings);
    const found = await rank(tx, typed, candidates);
    const shown = found.slice((page - 1) * perPage, page * perPage);
    const rows = new Map((await readDocuments(tx, shown)).map((row) => [row.kinopoiskId, row]));
    return { items: shown.flatMap((id) => rows.get(id) ?? []), total: found.length };
  });
}

/** See `MovieRepository.firstInTitles`. */
export async function firstInTitles(
  db: Database,
  { queries, teasers }: { queries: readonly string[]; teasers: TeaserFilms | undefined },
): Promise<string | undefined> {
  return inTransaction(db, async (tx) => {
    await tx.execute(sql`select ${sql.join(inThisTransaction, sql`, `)}`);
    for (const query of queries) {
      const { key, words } = typedAs(query, teasers);
      if (key === '') continue;
      const term = begunWords(words, await knownWords(tx, words, teasers));
      const isInIndex = sql`${wordsIn(movies.searchKey)} @@ ${term}::tsquery`;
      const found = await filmsOf(tx, { isInIndex, limit: teasers ? FILMS_A_LOOSE_TERM : 1, teasers });
      if (found.length > 0) return query;
    }
    return undefined;
  });
}

/** The typed spelling first. */
function spellingsOf(query: string, teasers: TeaserFilms | undefined): Typed[] {
  const { typed, others } = searchSpellings(query);
  return [typed, ...others].map((text) => typedAs(text, teasers)).filter(({ key }) => key !== '');
}

function typedAs(text: string, teasers: TeaserFilms | undefined): Typed {
  const key = searchKey(text);
  const words = searchWords(key);
  return { key, words, compared: words.join(' ').slice(0, MAX_COMPARED_LENGTH), teasers };
}

/** The films of the first spelling whose words some title contains; otherwise those similar to the typed spelling. */
async function findSpelt(
  tx: Transaction,
  spellings: readonly Typed[],
): Promise<{ typed: Typed; candidates: Set<number> }> {
  let asTyped: Exact | undefined;
  for (const typed of spellings) {
    const exact = await findExactly(tx, typed);
    if (exact.found.size > 0) return { typed, candidates: await addSimilar(tx, typed, exact) };
    asTyped ??= exact;
  }
  const [typed] = spellings as [Typed, ...Typed[]];
  return { typed, candidates: asTyped ? await addSimilar(tx, typed, asTyped) : new Set() };
}

type Exact = { readonly found: Set<number>; readonly known: KnownWords };

/** Titles with the words as typed, the strictest terms first. */
async function findExactly(tx: Transaction, typed: Typed): Promise<Exact> {
  const { key, words, teasers } = typed;
  const isTitle = sql`${titlesIn(movies.searchKey)} @@ ${lexeme(key)}::tsquery`;
  const found = new Set(await filmsOf(tx, { isInIndex: isTitle, limit: FILMS_A_TERM, teasers }));
  const add = (term: string) => addFilms(tx, found, { term, limit: FILMS_A_TERM, teasers });
  const known = await knownWords(tx, words, teasers);
  const whole = wholeWords(words, known);
  const isCommon = whole !== undefined && (await add(whole)) === FILMS_A_TERM;
  await add(isCommon ? wholeWordsInFront(words) : begunWords(words, known));
  return { found, known };
}

/** Adds films with similar words if few films have the typed ones. */
async function addSimilar(tx: Transaction, typed: Typed, { found, known }: Exact): Promise<Set<number>> {
  const { words, teasers } = typed;
  if (found.size >= FEW) return found;
  const alike = await wordsAlike(tx, words);
  const condition = isLike(typed);
  for (const term of wordsLike(words, { known, alike, share: WORD_SIMILARITY_THRESHOLD })) {
    await addFilms(tx, found, { term, limit: FILMS_A_LOOSE_TERM, teasers, ...given({ condition }) });
  }
  return found;
}

/** @returns how many films have the term */
async function addFilms(
  tx: Transaction,
  found: Set<number>,
  { term, ...query }: Pick<Typed, 'teasers'> & { term: string; limit: number; condition?: SQL },
): Promise<number> {
  const ids = await filmsOf(tx, { isInIndex: sql`${wordsIn(movies.searchKey)} @@ ${term}::tsquery`, ...query });
  for (const id of ids) found.add(id);
  return ids.length;
}

/**
 * The limit applies before the condition, so that only a few films are compared. The index also contains hidden names,
 * so the condition searches the visible names of teasers again.
 */
async function filmsOf(
  tx: Transaction,
  { isInIndex, limit, condition, teasers }: Pick<Typed, 'teasers'> & { isInIndex: SQL; limit: number; condition?: SQL },
): Promise<number[]> {
  const { kinopoiskId } = movies;
  const searchKeys = visibleColumns(teasers).searchKey.as('search_key');
  const candidates = tx.select({ kinopoiskId, searchKeys }).from(movies).where(isInIndex).limit(limit);
  const rows = await tx
    .select({ kinopoiskId: sql<number>`kinopoisk_id` })
    .from(sql`(${candidates}) as movies`)
    .where(and(teasers && isInIndex, condition));
  return rows.map((row) => row.kinopoiskId);
}

/** The words that occur in titles. For a reader of teasers, a word that occurs in hidden names only is not known. */
async function knownWords(
  tx: Transaction,
  words: readonly string[],
  teasers: TeaserFilms | undefined,
): Promise<KnownWords> {
  const rows = await tx
    .select()
    .from(titleWords)
    .where(inArray(titleWords.word, [...words]));
  const known = rows.map(({ word }) => word);
  if (teasers === undefined) return new Set(known);
  const seen = new Set<string>();
  for (const word of known) {
    const isInIndex = sql`${wordsIn(movies.searchKey)} @@ ${lexeme(word)}::tsquery`;
    if ((await filmsOf(tx, { isInIndex, limit: FILMS_LOOKED_THROUGH, teasers })).length > 0) seen.add(word);
  }
  return seen;
}

/** For each typed word the title words that contain it, contain it with two letters swapped, or are similar to it. */
async function wordsAlike(tx: Transaction, words: readonly string[]): Promise<Map<string, string[]>> {
  const { word } = titleWords;
  const alike = new Map<string, string[]>();
  for (const typed of words.filter(({ length }) => length >= MIN_BEGINNING_LENGTH && length <= MAX_WORD_LENGTH)) {
    const begins = swapsIn(typed).map((swapped) => like(word, `${swapped}%`));
    const holding = tx
      .select()
      .from(titleWords)
      .where(like(word, `%${typed}%`))
      .limit(WORDS_HOLDING_IT);
    const swapped = tx
      .select()
      .from(titleWords)
      .where(or(...begins) ?? sql`false`)
      .limit(WORDS_HOLDING_IT);
    const nearly = tx
      .select()
      .from(titleWords)
      .where(sql`${word} % ${typed}`)
      .orderBy(desc(sql`similarity(${word}, ${typed})`), asc(word))
      .limit(WORDS_LIKE_IT);
    const rows = await unionAll(holding, swapped, nearly);
    alike.set(typed, Array.from(new Set(rows.map((row) => row.word))));
  }
  return alike;
}

/**
 * Selects the best films by cheap comparisons, then orders them by similarity, which takes time. @returns ids, best
 * first
 */
async function rank(tx: Transaction, { key, compared, teasers }: Typed, candidates: Set<number>): Promise<number[]> {
  const { kinopoiskId, searchKey: keys, rating } = movies;
  const visible = visibleColumns(teasers);
  const seen = tx
    .select({ kinopoiskId, keys: visible.searchKey.as('search_key'), rating: visible.rating.as('rating') })
    .from(movies)
    .where(sql`${kinopoiskId} = any(${`{${[...candidates].join()}}`}::int[])`);
  const better = sql`select * from (${seen}) as movies
    order by ${closeness(key)}, length(${keys}), ${kinopoiskId} limit ${MAX_FOUND}`;
  const rows = await tx
    .select({ kinopoiskId: sql<number>`kinopoisk_id` })
    .from(sql`(${better}) as movies`)
    .orderBy(
      closeness(key),
      desc(sql`word_similarity(${compared}, ${keys})`),
      desc(sql`similarity(${compared}, ${keys})`),
      sql`${desc(rating)} nulls last`,
      asc(kinopoiskId),
    );
  return rows.map((row) => row.kinopoiskId);
}

/** A key consists of letters, digits and spaces, so nothing needs escaping. */
function isLike({ key, compared }: Typed): SQL | undefined {
  const { searchKey: keys } = movies;
  const isNear = sql`word_similarity(${compared}, ${keys}) >= ${WORD_SIMILARITY_THRESHOLD}`;
  return or(like(keys, `%${key}%`), isSwapped(key), isNear);
}

/**
 * Whether a word starts with the key once two of its letters are swapped. A swap leaves too few common trigrams for
 * similarity.
 */
function isSwapped(key: string): SQL | undefined {
  const swaps = swapsIn(key);
  return swaps.length === 0 ? undefined : sql`${movies.searchKey} ~ ${` (${swaps.join('|')})`}`;
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
