import { longestFirst, MIN_BEGINNING_LENGTH } from '../../../../domain/films/search-words.ts';
import { firstWord, lexeme } from '../title-columns.ts';

/**
 * How many of the longest words are used alone or in pairs. Long words are rare, so one or two of them find a title
 * even if the other words are wrong or missing.
 */
const MAX_WORDS_THAT_FIND = 3;

/** The query words that occur in titles. Short words are not checked and count as known. */
export type KnownWords = ReadonlySet<string>;

/** Titles that contain all words. `undefined` when a word occurs in no title. */
export function wholeWords(words: readonly string[], known: KnownWords): string | undefined {
  return words.every((word) => isKnown(word, known)) ? allOf(words.map((word) => lexeme(word))) : undefined;
}

/** Like `wholeWords`, for titles that also start with the first word. */
export function wholeWordsInFront(words: readonly string[]): string {
  return allOf(words.map((word, at) => lexeme(at === 0 ? firstWord(word) : word)));
}

/** Titles with the typed words, where the last word and unknown words match as prefixes. */
export function begunWords(words: readonly string[], known: KnownWords): string {
  return allOf(words.map((word) => begun(word, word === words.at(-1) || !isKnown(word, known))));
}

/**
 * Titles with words similar to the typed ones: with all, with two of the longest, with one. Uses only combinations that
 * cover at least the `share` of the typed text, because others would not be similar. `alike`: the title words for each
 * typed word.
 */
export function wordsLike(
  words: readonly string[],
  { known, alike, share }: { known: KnownWords; alike: ReadonlyMap<string, readonly string[]>; share: number },
): string[] {
  const termOf = (word: string) =>
    [begun(word, !isKnown(word, known)), ...(alike.get(word) ?? []).map((other) => lexeme(other))].join(' | ');
  const isInTitles = (word: string) => word.length < MIN_BEGINNING_LENGTH || (alike.get(word) ?? []).length > 0;
  const found = words.filter(isInTitles);
  const longest = longestFirst(found.filter(({ length }) => length >= MIN_BEGINNING_LENGTH)).slice(
    0,
    MAX_WORDS_THAT_FIND,
  );
  const pairs = longest.flatMap((one, at) => longest.slice(at + 1).map((other) => [one, other]));
  const choices = [found, ...pairs, ...longest.map((word) => [word])];
  const enough = choices.filter((choice) => choice.length > 0 && trigramsOf(choice) >= share * trigramsOf(words));
  return Array.from(new Set(enough.map((choice) => allOf(choice.map(termOf)))));
}

function isKnown(word: string, known: KnownWords): boolean {
  return word.length < MIN_BEGINNING_LENGTH || known.has(word);
}

function begun(word: string, isBeginning: boolean): string {
  return lexeme(word, { isBeginning });
}

/** The number of trigrams that `pg_trgm` makes of them. */
function trigramsOf(words: readonly string[]): number {
  return words.reduce((sum, { length }) => sum + length + 1, 0);
}

function allOf(terms: readonly string[]): string {
  return terms.map((term) => `(${term})`).join(' & ');
}
