/** A compatibility character may expand to 18 characters, and the whole query must fit into a URL. */
const MAX_LENGTH = 200;

/**
 * Normalizes a typed query: NFKC, lower case, single spaces. The result is sent to the source, and the answer is cached
 * under it. So nobody can change the cached answer to another question.
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
