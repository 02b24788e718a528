import { readFileSync } from 'node:fs';

const MIN_BYTES = 32;
const MIN_DISTINCT = 10;

/**
 * Minimum number of characters that cannot be predicted from those before them. 32 random hexadecimal digits have about
 * 18.
 */
const MIN_SURPRISES = 10;

/** Values from examples are publicly known. */
const SAMPLE = /change.?me|secret|password|example|sample|kinopolka/i;

/** Adjacent keys, in rows and columns. */
const KEYBOARD = [
  ...['`1234567890-=', 'qwertyuiop[]', "asdfghjkl;'", 'zxcvbnm,./', '~!@#$%^&*()_+'],
  ...['йцукенгшщзхъ', 'фывапролджэ', 'ячсмитьбю'],
  ...['1qaz', '2wsx', '3edc', '4rfv', '5tgb', '6yhn', '7ujm', '8ik,', '9ol.', '0p;/'],
  ...['1йфя', '2цыч', '3увс', '4кам', '5епи', '6нрт', '7гоь', '8шлб', '9щдю'],
];

const NEIGHBOURS: ReadonlySet<string> = new Set(
  KEYBOARD.flatMap((row) => {
    const keys = Array.from(row);
    return keys.slice(1).flatMap((key, at) => [`${keys[at]}${key}`, `${key}${keys[at]}`]);
  }),
);

/**
 * The fault of a secret that signs tokens, whatever its source. An attacker who guesses the secret can forge any token.
 * @returns the requirement that the secret violates. The text does not contain the secret
 */
export function authSecretFault(secret: string): string | undefined {
  if (/^\s|\s$/.test(secret)) return 'must not start or end with a space';
  // Spaces and control characters do not count.
  const shown = secret.replaceAll(/[\s\p{Cc}]/gu, '');
  if (new TextEncoder().encode(shown).length < MIN_BYTES) return `must have at least ${MIN_BYTES} bytes`;
  const isSample = SAMPLE.test(shown) || isRepeated(shown);
  if (isSample || new Set(shown).size < MIN_DISTINCT || surprisesOf(shown) < MIN_SURPRISES) {
    return 'must be random, not a sample, a sequence or a row of keys';
  }
  return undefined;
}

/** Whether it is a shorter text repeated at least twice. */
function isRepeated(text: string): boolean {
  for (let period = 1; period * 2 <= text.length; period += 1) {
    if (text.slice(period) === text.slice(0, -period)) return true;
  }
  return false;
}

/**
 * The number of characters that do not continue a sequence, a row of keys, two alternating sequences, or a repetition.
 */
function surprisesOf(text: string): number {
  const characters = Array.from(text.toLowerCase());
  const pairs = new Set<string>();
  let surprises = 0;
  for (const [at, character] of characters.entries()) {
    const [before, twoBefore] = [characters[at - 1] ?? '', characters[at - 2] ?? ''];
    const pair = `${before}${character}`;
    if (!pairs.has(pair) && !follows(before, character) && !follows(twoBefore, character)) surprises += 1;
    pairs.add(pair);
  }
  return surprises;
}

function follows(before: string, character: string): boolean {
  if (before === '') return false;
  const step = (character.codePointAt(0) ?? 0) - (before.codePointAt(0) ?? 0);
  return Math.abs(step) <= 1 || NEIGHBOURS.has(`${before}${character}`);
}

/**
 * The text of a file that holds one secret, without a byte order mark and final line break.
 * @throws UnusableFile
 */
export function readSecretFile(path: string): string {
  const text = readTextFile(path);
  if (text.trim() === '') throw new UnusableFile('is empty');
  return text.replace(/(?:\r?\n)+$/, '');
}

/** Without a byte order mark. @throws UnusableFile */
export function readTextFile(path: string): string {
  return decoded(bytesOf(path));
}

/** Why a file cannot be used, without its content. */
export class UnusableFile extends Error {
  override readonly name = 'UnusableFile';
}

function bytesOf(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown fault';
    throw new UnusableFile(`cannot be read (${code})`, { cause: error });
  }
}

/**
 * Refuses invalid bytes, because all of them would become the same replacement character, which would weaken the
 * secret.
 */
function decoded(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new UnusableFile('must be text in UTF-8');
  }
}
