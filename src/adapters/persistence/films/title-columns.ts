import type { SQL, SQLWrapper } from 'drizzle-orm';
import { sql } from 'drizzle-orm';

/**
 * What the indexes over `search_key` hold. Both answer which films there are without reading one of them, so that a
 * limit on the films bounds the work. A film is `| the matriks | matrica |`.
 */

/** `the matriks`, `matrica`: whole titles. */
export function titlesIn(searchKey: SQLWrapper): SQL {
  return sql`array_to_tsvector(array_remove(string_to_array(btrim(${searchKey}, '| '), ' | '), ''))`;
}

/** `the`, `matriks`, `matrica`, and the first word of each title once more: `|the`, `|matrica`. */
export function wordsIn(searchKey: SQLWrapper): SQL {
  return sql`array_to_tsvector(array_remove(string_to_array(${searchKey} || ' ' || replace(${searchKey}, '| ', '|'), ' '), ''))`;
}

/** One word of a query on the index. Keys consist of letters, digits and spaces, so nothing needs escaping. */
export function lexeme(word: string, { isBeginning = false } = {}): string {
  return isBeginning ? `'${word}':*` : `'${word}'`;
}

export function firstWord(word: string): string {
  return `|${word}`;
}
