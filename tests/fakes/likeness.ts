import { searchKey, swapsIn } from '../../src/domain/films/search-key.ts';
import { searchSpellings } from '../../src/domain/films/search-spellings.ts';

const THRESHOLD = 0.45;

/**
 * Numbers that rank titles for the typed text; smaller ones are better, and the first difference decides. They are: the
 * kind of match (0 whole title, 1 its beginning, 2 a word's beginning, 3 inside a word, 4 with two letters swapped, 5
 * similar), the difference of the matching part, the difference of the whole title. @returns `undefined` if nothing
 * matches
 */
export function unlikeness(query: string, titles: readonly string[]): readonly number[] | undefined {
  const key = searchKey(query);
  const keys = titles.map(searchKey);
  if (key === '') return undefined;
  const place = placeOf(key, `| ${keys.join(' | ')} |`);
  const wordLikeness = Math.max(0, ...keys.flatMap((title) => partsOf(title).map((part) => share(key, part))));
  if (place === 5 && wordLikeness < THRESHOLD) return undefined;
  const likeness = Math.max(0, ...keys.map((title) => Math.min(share(key, title), share(title, key))));
  return [place, 1 - wordLikeness, 1 - likeness];
}

/** Orders by the first difference, number by number. */
export function compareOrders(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((value, index) => value !== b[index]);
  return at === -1 ? 0 : (a[at] ?? 0) - (b[at] ?? 0);
}

/** Whether every word that was typed, in one of its spellings, begins a word of the titles. */
export function hasWords(query: string, titles: readonly string[]): boolean {
  const { typed, others } = searchSpellings(query);
  return [typed, ...others].some((text) => hasTyped(text, titles));
}

/** Whether every word begins a word of the titles. */
export function hasTyped(query: string, titles: readonly string[]): boolean {
  const words = titles.map(searchKey).flatMap((key) => key.split(' '));
  const typed = searchKey(query).split(' ');
  return typed[0] !== '' && typed.every((beginning) => words.some((word) => word.startsWith(beginning)));
}

function placeOf(key: string, keys: string): number {
  if (keys.includes(`| ${key} |`)) return 0;
  if (keys.includes(`| ${key} `)) return 1;
  if (keys.includes(` ${key}`)) return 2;
  if (key.length > 2 && keys.includes(key)) return 3;
  return swapsIn(key).some((swapped) => keys.includes(` ${swapped}`)) ? 4 : 5;
}

/** Each run of words of the title. */
function partsOf(title: string): string[] {
  const words = title.split(' ');
  return words.flatMap((_, from) =>
    words.slice(from).map((__, count) => words.slice(from, from + count + 1).join(' ')),
  );
}

/** Share of the trigrams of `key` that `other` has. */
function share(key: string, other: string): number {
  const wanted = trigramsOf(key);
  const there = trigramsOf(other);
  return [...wanted].filter((trigram) => there.has(trigram)).length / wanted.size;
}

function trigramsOf(key: string): Set<string> {
  const padded = key.split(' ').map((word) => `  ${word} `);
  return new Set(padded.flatMap((word) => Array.from({ length: word.length - 2 }, (_, at) => word.slice(at, at + 3))));
}
