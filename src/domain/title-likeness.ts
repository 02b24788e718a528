import { foldTitle } from './search-key.ts';

const ROMAN_NUMERALS = new Map(
  ['ii', 'iii', 'iv', 'v', 'vi', 'vii', 'viii', 'ix'].map((numeral, index) => [numeral, String(index + 2)]),
);

/**
 * The form in which two titles are the same one: folded, without punctuation, accents on Latin letters and English
 * articles, `&` and `и` as `and`, Roman numerals from II as digits. Keeps the script: `Матрица` is not `Matrica`. Never
 * empty for a title that is not.
 */
export function comparableTitle(title: string): string {
  const folded = foldTitle(title.replaceAll('№', ' '));
  const words = folded
    .normalize('NFD')
    .replace(/(?<=\p{Script=Latin})\p{M}+/gu, '')
    .normalize('NFC')
    .replace(/['’‘ʼ`´]/g, '')
    .replaceAll('&', ' and ')
    .replace(/^(.*), (?:the|an?)$/, '$1')
    .split(/[^\p{L}\p{N}\p{M}]+/u)
    .filter((word) => word !== '')
    .map((word) => (word === 'и' ? 'and' : (ROMAN_NUMERALS.get(word) ?? word)));
  const isArticle = words.length > 1 && /^(?:the|an?)$/.test(words[0] ?? '');
  return words.slice(isArticle ? 1 : 0).join(' ') || folded || foldTitle(title);
}

/** How alike two {@link comparableTitle}s are, 0 to 1 (the same): twice their common trigrams by all of both. */
export function titleLikeness(a: string, b: string): number {
  if (a === b) return 1;
  const [ofA, ofB] = [trigramsOf(a), trigramsOf(b)];
  const common = [...ofA].filter((trigram) => ofB.has(trigram)).length;
  return (2 * common) / (ofA.size + ofB.size);
}

function trigramsOf(title: string): Set<string> {
  const letters = Array.from(`  ${title} `);
  return new Set(letters.slice(2).map((letter, at) => `${letters[at]}${letters[at + 1]}${letter}`));
}
