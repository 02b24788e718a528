/** A compatibility character may expand to 18 characters, and the whole query must fit into a URL. */
const MAX_LENGTH = 200;

/** Compatibility normalization would spell it `No`, which finds nothing. */
const NUMERO_SIGN = '№';

/**
 * Normalizes a typed query. `words` (NFKC, lower case, single spaces) is sent to the source; `key`, in which ё equals
 * е, identifies the cached answer.
 */
export function searchQuery(typed: string): { readonly words: string; readonly key: string } {
  const words = typed
    .toWellFormed()
    .split(NUMERO_SIGN)
    .map((part) => part.normalize('NFKC'))
    .join(NUMERO_SIGN)
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .slice(0, MAX_LENGTH)
    .toWellFormed()
    .trim();
  return { words, key: words.replaceAll('ё', 'е') };
}
