import { swapsIn } from '../../../domain/search-key.ts';
import { longestFirst, MIN_BEGINNING_LENGTH } from '../../../domain/search-words.ts';
import { firstWord, lexeme } from './title-index.ts';

/** Where words are wrong or missing in a title, this many of them find it: the longest, they are the rarest. */
const MAX_WORDS_THAT_FIND = 3;

/** Films that have all words, as queries of the index: first those one of whose titles begins with the first of them. */
export function termsOfAll(words: readonly string[]): string[] {
  const terms = words.map((word) => begins(word, words));
  const [first = ''] = words;
  return [allOf([begins(first, words, firstWord(first)), ...terms.slice(1)]), allOf(terms)];
}

/**
 * Films that have words like those typed, as queries of the index: all of them, then two of the longest, then one.
 * `alike`: words of titles that may be meant by one that was typed.
 */
export function termsOfSome(words: readonly string[], alike: ReadonlyMap<string, readonly string[]>): string[] {
  const termOf = (word: string) => anyOf([begins(word, words), ...swapped(word), ...exactly(alike.get(word) ?? [])]);
  const found = longestFirst(words)
    .filter((word) => word.length >= MIN_BEGINNING_LENGTH)
    .slice(0, MAX_WORDS_THAT_FIND)
    .map(termOf);
  const pairs = found.flatMap((one, at) => found.slice(at + 1).map((other) => allOf([one, other])));
  return Array.from(new Set([allOf(words.map(termOf)), ...pairs, ...found]));
}

/** Short words count whole, unless it is the last one: that may be no more than begun. */
function begins(word: string, words: readonly string[], indexed = word): string {
  return lexeme(indexed, { isBeginning: word.length >= MIN_BEGINNING_LENGTH || word === words.at(-1) });
}

/** Two letters swapped leave too few trigrams to be alike. */
function swapped(word: string): string[] {
  return swapsIn(word).map((other) => lexeme(other, { isBeginning: true }));
}

function exactly(words: readonly string[]): string[] {
  return words.map((word) => lexeme(word));
}

function allOf(terms: readonly string[]): string {
  return terms.map((term) => `(${term})`).join(' & ');
}

function anyOf(terms: readonly string[]): string {
  return terms.join(' | ');
}
