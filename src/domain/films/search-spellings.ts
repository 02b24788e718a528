import { searchKey } from './search-key.ts';

/**
 * The characters of the same keys on an English and a Russian keyboard, row by row; at the end those typed with Shift.
 */
const ENGLISH = '`qwertyuiop[]asdfghjkl;\'zxcvbnm,.~{}:"<>';
const RUSSIAN = 'ёйцукенгшщзхъфывапролджэячсмитьбюёхъжэбю';

const TO_RUSSIAN = new Map(Array.from(ENGLISH, (key, at) => [key, RUSSIAN.charAt(at)]));
/** If two English characters stand for one Russian letter, this map has the one that is typed without Shift. */
const TO_ENGLISH = new Map(Array.from(ENGLISH, (key, at): [string, string] => [RUSSIAN.charAt(at), key]).toReversed());

/** For longer queries, other spellings are not tried. */
const MAX_WORDS = 5;
/** Shorter text in the other layout matches the beginnings of titles by chance. */
const MIN_LENGTH = 3;

/** Shorter words without a vowel may be abbreviations. */
const MIN_LENGTH_WITH_VOWEL = 4;
const VOWELS = /[aeiouyаеёиоуыэюя]/;

/** The typed text, and the other texts that its author may have meant. */
export type Spellings = { readonly typed: string; readonly others: readonly string[] };

/**
 * Other spellings of a query: letters and digits apart (`т34`, «Т-34»), a few letters and digits together, and the same
 * keys on the other keyboard layout (`vfnhbwf`, «матрица»). There are at most five, so that the cost of a search is
 * bounded.
 */
export function searchSpellings(typed: string): Spellings {
  const key = searchKey(typed);
  if (key.split(' ').length > MAX_WORDS) return { typed, others: [] };
  const other = otherLayout(typed);
  const meant = other === undefined || searchKey(other).length < MIN_LENGTH ? [typed] : [typed, other];
  const others = new Map(
    meant.flatMap((text) => [text, apart(text), together(text)]).map((text) => [searchKey(text), text]),
  );
  for (const known of [key, '']) others.delete(known);
  return { typed, others: [...others.values()] };
}

/** The text that the same keys type in the other layout; `undefined` for text in both alphabets or in neither. */
export function otherLayout(typed: string): string | undefined {
  const text = typed.toLowerCase();
  const [isLatin, isCyrillic] = [/[a-z]/.test(text), /[а-яё]/.test(text)];
  if (isLatin === isCyrillic) return undefined;
  const table = isLatin ? TO_RUSSIAN : TO_ENGLISH;
  return Array.from(text, (key) => table.get(key) ?? key).join('');
}

/**
 * Whether all words are Latin and have no vowel, but each has a vowel in the other layout, as in `vfnhbwf`. Russian
 * words without vowels do not count, because they are abbreviations (`НКВД`).
 */
export function looksLikeOtherLayout(typed: string): boolean {
  const other = /[a-z]/i.test(typed) ? otherLayout(typed) : undefined;
  return (
    other !== undefined && isWithoutVowels(typed.toLowerCase()) && other.split(/\s+/).every((word) => VOWELS.test(word))
  );
}

function isWithoutVowels(text: string): boolean {
  const words = text.split(/\s+/).filter((word) => word !== '');
  return words.length > 0 && words.every((word) => word.length >= MIN_LENGTH_WITH_VOWEL && !VOWELS.test(word));
}

function apart(text: string): string {
  return text.replace(/(?<=\p{L})(?=\p{N})|(?<=\p{N})(?=\p{L})/gu, ' ');
}

function together(text: string): string {
  return text.replace(/(?<=(?<!\p{L})\p{L}{1,3})[ -](?=\p{N})/gu, '');
}
