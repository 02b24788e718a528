import type { FieldFault, FieldFaultCode } from '../shared/errors.ts';
import { codePointLength, isCleanText } from '../shared/text.ts';

/** Minimum and maximum length of a canonical user name, in code points. */
export const MIN_USERNAME_LENGTH = 3;
export const MAX_USERNAME_LENGTH = 64;

/** One letter with its marks takes at most this many UTF-16 units. Longer input is refused without parsing it. */
const MAX_UNITS_PER_LETTER = 4;

/**
 * Letters that a user name may contain, without diacritics: the alphabets in use today, not all that Unicode assigns to
 * the script. Phonetic and historic letters are left out because they look like letters in use.
 */
const ALPHABETS: readonly ReadonlySet<string>[] = [
  new Set('abcdefghijklmnopqrstuvwxyzßæœøłđðþħıŋəŧ'),
  new Set('абвгдежзиклмнопрстуфхцчшщъыьэюяієґәғқңөұүһҗҷҳҡҙҫђјљњћџѕ'),
  new Set('αβγδεζηθικλμνξοπρστυφχψως'),
];

/**
 * Lower-case letters, and the Latin letters for which people mistake them: the confusables of UTS #39 within these
 * alphabets, and a few that look alike in other fonts than that of its list. No right-hand side is mapped further.
 */
const LOOK_ALIKES = new Map(
  Object.entries({
    ...{ '0': 'o', '1': 'l', _: '-', '.': '-', m: 'rn', w: 'vv' },
    ...{ æ: 'ae', œ: 'oe', ø: 'o', ł: 'l', đ: 'd', ð: 'd', þ: 'p', ħ: 'h', ı: 'i', ŋ: 'n', ŧ: 't' },
    ...{ а: 'a', б: '6', г: 'r', ґ: 'r', ғ: 'r', е: 'e', з: '3', ҙ: '3', і: 'i', ј: 'j', к: 'k', қ: 'k', ҡ: 'k' },
    ...{ о: 'o', ө: 'o', р: 'p', с: 'c', ҫ: 'c', ѕ: 's', т: 't', у: 'y', ү: 'y', ұ: 'y', х: 'x', ҳ: 'x', һ: 'h' },
    ...{ ђ: 'h', ћ: 'h', ш: 'vv', щ: 'vv', ь: 'b', ъ: 'b', ы: 'bi', ю: 'lo', ә: 'ə', є: 'ε' },
    ...{ җ: 'ж', ң: 'н', ҷ: 'ч', џ: 'ц' },
    ...{ α: 'a', β: 'ß', γ: 'y', η: 'n', θ: 'o', ι: 'i', κ: 'k', μ: 'u', ν: 'v', ο: 'o', ρ: 'p', σ: 'o', ς: 'o' },
    ...{ τ: 't', υ: 'u', χ: 'x', ω: 'vv' },
  }),
);

/** `username`: canonical form. `skeleton`: its look-alike form; no two accounts may share a skeleton. */
export type ParsedUsername =
  | { readonly ok: true; readonly username: string; readonly skeleton: string }
  | { readonly ok: false; readonly fault: FieldFault };

/**
 * Parses a user name after the profile UsernameCaseMapped (RFC 8265 §3.3): canonicalizes first, then applies the rules,
 * so that parsing a canonical name returns the same name. Allows letters of one script (Latin, Cyrillic, Greek), ASCII
 * digits, and single `.`, `_`, `-` between them. `@` is not allowed, so a user name is never mistaken for an e-mail
 * address.
 */
export function parseUsername(raw: string): ParsedUsername {
  if (raw.length > MAX_USERNAME_LENGTH * MAX_UNITS_PER_LETTER) return refuse('too-long', MAX_USERNAME_LENGTH);
  if (!isCleanText(raw)) return refuse('not-well-formed');
  const username = canonical(raw);
  const length = codePointLength(username);
  if (length < MIN_USERNAME_LENGTH) return refuse('too-short', MIN_USERNAME_LENGTH);
  if (length > MAX_USERNAME_LENGTH) return refuse('too-long', MAX_USERNAME_LENGTH);
  if (!isPunctuatedSparingly(username)) return refuse('invalid-format');
  const letters = Array.from(username.replace(/[0-9._-]/g, ''), withoutDiacritics);
  if (!letters.every((letter) => ALPHABETS.some((alphabet) => alphabet.has(letter)))) return refuse('invalid-format');
  if (!ALPHABETS.some((alphabet) => letters.every((letter) => alphabet.has(letter)))) return refuse('mixed-scripts');
  return { ok: true, username, skeleton: skeletonOf(username) };
}

/** Width map, case map, NFC, in the order of RFC 8265 §3.3.1. */
function canonical(raw: string): string {
  return raw
    .replace(/[\uff00-\uffef]/g, (wide) => wide.normalize('NFKC'))
    .toLowerCase()
    .normalize('NFC');
}

/** Whether there is no repeated punctuation and none at an end. Both are easy to overlook. */
function isPunctuatedSparingly(username: string): boolean {
  return !/^[._-]|[._-]{2}|[._-]$/.test(username);
}

/** The base letter without combining marks. A mark that stands alone stays; no alphabet contains it. */
function withoutDiacritics(letter: string): string {
  return letter.normalize('NFD').replace(/(?<=.)\p{M}+/gu, '');
}

/**
 * The look-alike form of a canonical user name, in the spirit of UTS #39 §4: drops diacritics, maps look-alikes to one
 * letter, maps `.`, `_` and `-` to one character, and spells `m` and `w` as `rn` and `vv`. Names with one skeleton may
 * be mistaken for each other. For comparison only, never shown.
 */
function skeletonOf(username: string): string {
  const bare = username.normalize('NFD').replace(/\p{M}/gu, '');
  return Array.from(bare, (letter) => LOOK_ALIKES.get(letter) ?? letter).join('');
}

function refuse(code: FieldFaultCode, limit?: number): ParsedUsername {
  return { ok: false, fault: { field: 'username', code, ...(limit !== undefined && { limit }) } };
}
