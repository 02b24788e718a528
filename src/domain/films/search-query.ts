/** A compatibility character may expand to 18 characters, and the whole query must fit into a URL. */
const MAX_LENGTH = 200;

/**
 * Normalizes a typed query. `words`: NFKC, lower case, single spaces. `key` is the same with е instead of ё. It is sent
 * to the source and identifies the cached answer, so that the answer does not depend on who asked first.
 */
export function searchQuery(typed: string): { readonly words: string; readonly key: string } {
  const words = typed
    .toWellFormed()
    // NFKC would turn № into the letters `No`, which no title contains.
    .split('№')
    .map((part) => part.normalize('NFKC'))
    .join('№')
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .slice(0, MAX_LENGTH)
    .toWellFormed()
    .trim();
  return { words, key: words.replaceAll('ё', 'е') };
}
