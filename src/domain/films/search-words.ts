/** More words hardly improve the result, and each word costs a look-up. */
export const MAX_SEARCH_WORDS = 8;

/** Longer words are compared exactly, not by similarity. */
export const MAX_WORD_LENGTH = 32;

/** Shorter prefixes match up to half of a large catalogue. */
export const MIN_BEGINNING_LENGTH = 3;

/**
 * The distinct words of a search key that are searched for, in the order typed. If there are more than {@link
 * MAX_SEARCH_WORDS}, the longest ones are used, because they are the rarest.
 */
export function searchWords(key: string): string[] {
  const words = Array.from(new Set(key.split(' '))).filter((word) => word !== '');
  const kept = new Set(longestFirst(words).slice(0, MAX_SEARCH_WORDS));
  return words.filter((word) => kept.has(word));
}

/** Words of equal length keep their order. */
export function longestFirst(words: readonly string[]): string[] {
  return words.toSorted((a, b) => b.length - a.length);
}
