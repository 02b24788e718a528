import { foldTitle, searchKey } from './search-key.ts';

const ROMAN_NUMERALS = new Map(
  ['ii', 'iii', 'iv', 'v', 'vi', 'vii', 'viii', 'ix'].map((numeral, index) => [numeral, String(index + 2)]),
);

const DIGITS = new Map(Array.from(ROMAN_NUMERALS, ([numeral, digits]) => [digits, numeral]));

/** The position before a one-character fraction, which folding would join to the preceding number: `33⅓`. */
const FRACTION = /(?<=\d)(?=[¼-¾⅐-⅞])/gu;

/**
 * The form in which titles are compared for equality: folded; without punctuation, accents on Latin letters and English
 * articles; `&` and `и` as `and`; Roman numerals from II as digits. It does not change the script, so `Матрица` differs
 * from `Matrica`. It is empty only if the title is empty.
 */
export function comparableTitle(title: string): string {
  const folded = foldTitle(title.replaceAll('№', ' ').replace(FRACTION, ' '));
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

/**
 * The similarity of two {@link comparableTitle}s by their {@link trigramsOf}, 0 to 1 (equal): the Dice coefficient. The
 * parameters are trigrams, because a title is compared with many others.
 */
export function likenessOf(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const common = [...a].filter((trigram) => b.has(trigram)).length;
  return (2 * common) / (a.size + b.size);
}

export function trigramsOf(title: string): ReadonlySet<string> {
  const letters = Array.from(`  ${title} `);
  return new Set(letters.slice(2).map((letter, at) => `${letters[at]}${letters[at + 1]}${letter}`));
}

/** English titles with an article before the title, or after it and a comma. */
const WITH_ARTICLE = [
  (key: string) => `the ${key}`,
  (key: string) => `a ${key}`,
  (key: string) => `an ${key}`,
  (key: string) => `${key} the`,
];

/** How a search key contains the `and` of {@link comparableTitle}: as `and`, or as `i` for `и`. An `&` is dropped. */
const CONJUNCTIONS = ['and', 'i'];

/**
 * The {@link searchKey}s of titles that {@link comparableTitle} treats as equal to this one: with and without an
 * article, with Roman numerals or digits, with `and` or `&`. May include a few others. Empty for a title without
 * letters and digits.
 */
export function keysOfEqualTitles(title: string): string[] {
  const keys = [title, comparableTitle(title)]
    .map((text) => searchKey(text).replace(/^(?:the|an?) (?=.)/, ''))
    .filter((key) => key !== '')
    .flatMap(withNumerals)
    .flatMap(withFractions)
    .flatMap(withConjunctions);
  return [
    ...new Set([searchKey(title), ...keys.flatMap((key) => [key, ...WITH_ARTICLE.map((put) => put(key))])]),
  ].filter((key) => key !== '');
}

function withNumerals(key: string): string[] {
  const words = key.split(' ');
  return [
    key,
    words.map((word) => ROMAN_NUMERALS.get(word) ?? word).join(' '),
    words.map((word) => DIGITS.get(word) ?? word).join(' '),
  ];
}

/** The key of `33⅓`, written as one character, is `331 3`; of `33 1/3` it is `33 1 3`. */
function withFractions(key: string): string[] {
  return [...new Set([key, key.replace(/(\d) (\d) (?=\d\b)/g, '$1$2 ')])];
}

function withConjunctions(key: string): string[] {
  const words = key.split(' ');
  if (!words.some((word) => CONJUNCTIONS.includes(word))) return [key];
  const replaced = (by: string[]) => words.flatMap((word) => (CONJUNCTIONS.includes(word) ? by : [word])).join(' ');
  return [key, ...CONJUNCTIONS.map((word) => replaced([word])), replaced([])];
}
