import { longestFirst, MIN_BEGINNING_LENGTH } from '../../../domain/films/search-words.ts';
import { firstWord, lexeme } from './title-columns.ts';

/** Where words are wrong or missing in a title, one or two of this many find it: the longest, they are the rarest. */
const MAX_WORDS_THAT_FIND = 3;

/** Which words of a query there are in titles. Of short ones it is not known: they count as there. */
export type KnownWords = ReadonlySet<string>;

/** Titles that have all the words. `undefined` where one of them is in no title. */
export function wholeWords(words: readonly string[], known: KnownWords): string | undefined {
  return words.every((word) => isKnown(word, known)) ? allOf(words.map((word) => lexeme(word))) : undefined;
}

/** The same, and a title begins with the first of them. */
export function wholeWordsInFront(words: readonly string[]): string {
  return allOf(words.map((word, at) => lexeme(at === 0 ? firstWord(word) : word)));
}

/** Titles whose words are those typed or, the last one and those unknown, begin with them. */
export function begunWords(words: readonly string[], known: KnownWords): string {
  return allOf(words.map((word) => begun(word, word === words.at(-1) || !isKnown(word, known))));
}

/**
 * Titles with words like those typed: with all, with two of the longest, with one. Only what makes up the `share` of what
 * was typed: less would not be alike. `alike`: the words of titles that may be meant by one that was typed.
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

/** As many as `pg_trgm` makes of them. */
function trigramsOf(words: readonly string[]): number {
  return words.reduce((sum, { length }) => sum + length + 1, 0);
}

function allOf(terms: readonly string[]): string {
  return terms.map((term) => `(${term})`).join(' & ');
}
