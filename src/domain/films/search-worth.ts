import { searchKey } from './search-key.ts';

/** Thousands of titles begin with a shorter word. */
const MIN_CHARACTERS = 3;
/** Numbers are titles of their own (`21`, `1984`). */
const MIN_DIGITS = 2;
/** In these scripts, one character can be a word. */
const WORD_IN_ITSELF = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;

/** Several films share a title of one short word (`Дюна`, `Брат`), but hardly ever a longer title. */
const MIN_LETTERS_OF_ONE_WORD = 8;

/** The visible titles of a film that a search found. */
export type FoundTitles = readonly string[];

/**
 * Whether the source may know more films than the catalogue. `sure`: the catalogue's answer is as good. `typing`: the
 * last word is not finished, and the catalogue has titles with longer words. `better`: the catalogue has an answer, and
 * the source may have a better one. `only`: the catalogue has no answer.
 */
export type SearchWorth = 'sure' | 'typing' | 'better' | 'only';

/** Whether the words are long enough to name a film. For shorter ones, only the catalogue is searched. */
export function canMeanFilm(words: string): boolean {
  if (WORD_IN_ITSELF.test(words)) return true;
  const characters = Array.from(words.replace(/\s/g, ''));
  return characters.length >= (/^\d+$/.test(words) ? MIN_DIGITS : MIN_CHARACTERS);
}

/**
 * The worth of a call for the first page of `words`, when the catalogue found these films. `fullPage`: number of films
 * on a page. The answer is `sure` for a distinctive title that is typed to its end, and for a full page of films whose
 * titles have all the words.
 */
export function searchWorth(words: string, found: readonly FoundTitles[], fullPage: number): SearchWorth {
  const typed = wordsOf(words);
  const matches = found.map((titles) => matchOf(typed, titles)).filter((match) => match !== 'none');
  if (matches.length === 0 || typed.length === 0) return 'only';
  const isTitle = matches.includes('title') && isDistinctive(typed);
  const finished = matches.filter((match) => match !== 'beginning');
  if (isTitle || finished.length >= fullPage) return 'sure';
  return finished.length === 0 ? 'typing' : 'better';
}

/**
 * The best match comes first. `beginning`: a title has all words, but the last one only as the beginning of a longer
 * word.
 */
const MATCHES = ['title', 'words', 'beginning', 'none'] as const;
type Match = (typeof MATCHES)[number];

function matchOf(typed: readonly string[], titles: FoundTitles): Match {
  const matches = titles.map((title) => matchOfTitle(typed, wordsOf(title)));
  return MATCHES.find((match) => matches.includes(match)) ?? 'none';
}

function matchOfTitle(typed: readonly string[], title: readonly string[]): Match {
  if (typed.join(' ') === title.join(' ')) return 'title';
  const last = typed.at(-1) ?? '';
  if (!typed.slice(0, -1).every((word) => title.includes(word))) return 'none';
  if (title.includes(last)) return 'words';
  // A number is always a finished word: `матрица 2` is not the beginning of `матрица 2003`.
  const isUnfinished = !/^\d+$/.test(last) && title.some((word) => word.startsWith(last));
  return isUnfinished ? 'beginning' : 'none';
}

function isDistinctive(words: readonly string[]): boolean {
  return words.length > 1 || words.join('').length >= MIN_LETTERS_OF_ONE_WORD;
}

function wordsOf(text: string): readonly string[] {
  return searchKey(text)
    .split(' ')
    .filter((word) => word !== '');
}
