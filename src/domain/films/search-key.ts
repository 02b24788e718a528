/** Maximum length of a {@link searchKey}, in characters. */
export const MAX_SEARCH_KEY_LENGTH = 400;

/** In a shorter key, a swap makes another word as often as it corrects a typing error. */
const MIN_LENGTH_WITH_SWAPS = 5;

const MAX_SWAPS = 20;

/** Normalizing many combining marks takes quadratic time, so only this many characters are read. */
const MAX_INPUT_LENGTH = 1000;

/** Cyrillic letters (Russian, Ukrainian, Belarusian, Kazakh, Serbian) and Latin letters that do not decompose. */
const LATIN_LETTERS = new Map(
  Object.entries({
    ...{ а: 'a', б: 'b', в: 'v', г: 'g', д: 'd', е: 'e', ж: 'zh', з: 'z', и: 'i', к: 'k', л: 'l', м: 'm', н: 'n' },
    ...{ о: 'o', п: 'p', р: 'r', с: 's', т: 't', у: 'u', ф: 'f', х: 'h', ц: 'c', ч: 'ch', ш: 'sh', щ: 'sh', ъ: '' },
    ...{ ы: 'y', ь: '', э: 'e', ю: 'yu', я: 'ya', і: 'i', є: 'ye', ґ: 'g', ѣ: 'e', ѳ: 'f', ѵ: 'i' },
    ...{ ә: 'a', ғ: 'g', қ: 'k', ң: 'n', ө: 'o', ұ: 'u', ү: 'u', һ: 'h', җ: 'zh' },
    ...{ ј: 'y', љ: 'ly', њ: 'ny', ћ: 'c', ђ: 'dj', џ: 'dzh', ѕ: 'dz' },
    ...{ ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', ł: 'l', đ: 'd', ð: 'd', þ: 'th', ħ: 'h', ı: 'i', ŋ: 'n', ə: 'e', ŧ: 't' },
  }),
);

/**
 * Maps different spellings of one sound to one spelling, in this order. Nearly all rules replace single letters or
 * letters inside a word, so that a typed prefix remains a prefix of an English title. For the same reason, `ts` at the
 * end is not replaced ("lights").
 */
const SAME_SOUND: readonly (readonly [RegExp, string])[] = [
  [/sh?ch/g, 'sh'],
  [/kh/g, 'h'],
  [/ph/g, 'f'],
  [/w/g, 'v'],
  [/x/g, 'ks'],
  [/(?<=[bcdfghklmnprstvz])yo/g, 'e'],
  [/y/g, 'i'],
  [/(?<=[^d])j/g, 'i'],
  [/dzh|dj/g, 'j'],
  [/t[sz](?=[aeiou])/g, 'c'],
  [/^i[eo]/, 'e'],
  [/i{2,}/g, 'i'],
];

/**
 * The form by which titles are sorted: NFKC, lower case, ё as е, single spaces. It does not change the script. Reads
 * only the first {@link MAX_INPUT_LENGTH} characters.
 */
export function foldTitle(text: string): string {
  return text
    .slice(0, MAX_INPUT_LENGTH)
    .toWellFormed()
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll('ё', 'е')
    .replace(/\s+/g, ' ')
    .trim();
}

/**
 * The form in which titles and queries are compared: words of [a-z0-9] with single spaces, at most {@link
 * MAX_SEARCH_KEY_LENGTH} characters. Матрица, `matrica` and `matritsa` have the same key; the keys of other
 * transliterations are similar enough for trigrams. Each word is folded on its own. Empty for text without Latin or
 * Cyrillic letters and digits.
 */
export function searchKey(text: string): string {
  const bare = foldTitle(
    text
      .slice(0, MAX_INPUT_LENGTH)
      .replaceAll('№', ' ')
      .replace(/['’‘ʼʹ`´′]/g, ''),
  )
    .normalize('NFD')
    .replace(/[\p{M}\p{Cf}]/gu, '')
    .replace(/[ьъ](?=[еио])/g, 'ы');
  return Array.from(bare, (letter) => LATIN_LETTERS.get(letter) ?? letter)
    .join('')
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '')
    .map(foldSounds)
    .join(' ')
    .slice(0, MAX_SEARCH_KEY_LENGTH)
    .trimEnd();
}

/**
 * All variants of the key with two neighbouring letters of a word swapped, among the first {@link MAX_SWAPS}
 * characters. Empty for keys shorter than {@link MIN_LENGTH_WITH_SWAPS}.
 */
export function swapsIn(key: string): string[] {
  const letters = Array.from(key);
  const isLetter = (letter: string | undefined) => letter !== undefined && /[a-z]/.test(letter);
  const swaps = letters.slice(0, MAX_SWAPS).flatMap((letter, at) => {
    const next = letters[at + 1];
    if (!isLetter(letter) || !isLetter(next) || letter === next) return [];
    return [[...letters.slice(0, at), next, letter, ...letters.slice(at + 2)].join('')];
  });
  return key.length < MIN_LENGTH_WITH_SWAPS ? [] : swaps;
}

function foldSounds(word: string): string {
  const isRomanNumeral = /^[ivx]+$/.test(word);
  if (isRomanNumeral) return word;
  return SAME_SOUND.reduce((folded, [spelling, sound]) => folded.replace(spelling, sound), word);
}
