/** A compatibility character may expand to 18 characters, and the whole query must fit into a URL. */
const MAX_LENGTH = 200;

/**
 * Normalizes a typed query: NFKC, lower case, single spaces. The result is sent to the source and identifies the cached
 * answer. If the cached answer stood for more texts than the one that was sent, whoever asks first would decide what
 * others get.
 */
export function searchQuery(typed: string): string {
  return (
    typed
      .toWellFormed()
      // NFKC would turn № into the letters `No`, which no title contains.
      .split('№')
      .map((part) => part.normalize('NFKC'))
      .join('№')
      .toLowerCase()
      .replace(/\s+/g, ' ')
      .slice(0, MAX_LENGTH)
      .toWellFormed()
      .trim()
  );
}
