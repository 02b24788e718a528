import { foldTitle } from './search-key.ts';

/** Compatibility characters become up to 18 others, and an address has to hold them all. */
const MAX_LENGTH = 200;

/**
 * What somebody typed, in one form for all who mean the same: `words` (NFKC, lower case, one space between words) is asked
 * for, and kept under `key`, to which ё is е.
 */
export function searchQuery(typed: string): { readonly words: string; readonly key: string } {
  const words = typed
    .toWellFormed()
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .slice(0, MAX_LENGTH)
    .toWellFormed()
    .trim();
  return { words, key: foldTitle(words) };
}
