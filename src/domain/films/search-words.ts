/** More words than this do not find a film more surely, and each is looked up. */
export const MAX_SEARCH_WORDS = 8;

/** Longer words are compared letter by letter only, not by likeness. */
export const MAX_WORD_LENGTH = 32;

/** Shorter words are common beginnings: they say little, and each stands for half of a big catalogue. */
export const MIN_BEGINNING_LENGTH = 3;

/**
 * The words of a search key that films are looked up by: each once, at most {@link MAX_SEARCH_WORDS}, in the order they
 * were typed. Where there are more, the longest stay: they are the rarest.
 */
export function searchWords(key: string): string[] {
  const words = Array.from(new Set(key.split(' '))).filter((word) => word !== '');
  const kept = new Set(longestFirst(words).slice(0, MAX_SEARCH_WORDS));
  return words.filter((word) => kept.has(word));
}

/** Equally long ones stay in their order. */
export function longestFirst(words: readonly string[]): string[] {
  return words.toSorted((a, b) => b.length - a.length);
}
