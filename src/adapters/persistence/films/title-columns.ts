import type { SQL, SQLWrapper } from 'drizzle-orm';
import { sql } from 'drizzle-orm';

/**
 * The expressions of the indexes over `search_key`, which is `| the matriks | matrica |`. Both indexes find films
 * without reading them, so that a limit on the number of films bounds the work.
 */

/** `the matriks`, `matrica`: whole titles. */
export function titlesIn(searchKey: SQLWrapper): SQL {
  return sql`array_to_tsvector(array_remove(string_to_array(btrim(${searchKey}, '| '), ' | '), ''))`;
}

/** `the`, `matriks`, `matrica`, and the first word of each title once more: `|the`, `|matrica`. */
export function wordsIn(searchKey: SQLWrapper): SQL {
  return sql`array_to_tsvector(array_remove(string_to_array(${searchKey} || ' ' || replace(${searchKey}, '| ', '|'), ' '), ''))`;
}

/** One word in a query of the index. Keys consist of letters, digits and spaces, so nothing needs escaping. */
export function lexeme(word: string, { isBeginning = false } = {}): string {
  return isBeginning ? `'${word}':*` : `'${word}'`;
}

export function firstWord(word: string): string {
  return `|${word}`;
}
