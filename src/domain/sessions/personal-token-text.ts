/** The text of a personal token: `kpat_`, 34 random characters of base62, and 6 of their checksum. */
export type PersonalTokenText = string;

const PREFIX = 'kpat_';
const RANDOM_LENGTH = 34;
const CHECKSUM_LENGTH = 6;
const HINT_LENGTH = 4;

const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const PATTERN = /^kpat_([0-9A-Za-z]{34})([0-9A-Za-z]{6})$/;

/** Bytes from here upwards are skipped, because they would make some characters more likely than others. */
const FAIR_BYTES = 256 - (256 % BASE62.length);

/** The polynomial of CRC-32 (ISO 3309), bits reversed. */
const POLYNOMIAL = 0xed_b8_83_20;

/** Number of random bytes to give to {@link personalTokenText}. It is nearly always enough. */
export const RANDOM_BYTES = 64;

/** Makes the text from random bytes. @returns `undefined` if too many of them are unusable; then try other bytes */
export function personalTokenText(random: Uint8Array): PersonalTokenText | undefined {
  const fair = Array.from(random).filter((byte) => byte < FAIR_BYTES);
  if (fair.length < RANDOM_LENGTH) return undefined;
  const characters = fair.slice(0, RANDOM_LENGTH).map((byte) => BASE62.charAt(byte % BASE62.length));
  const secret = characters.join('');
  return `${PREFIX}${secret}${checksum(secret)}`;
}

/** Whether the text claims to be a personal token, valid or not. */
export function looksLikePersonalToken(text: string): boolean {
  return text.startsWith(PREFIX);
}

/**
 * Whether the text has the form of a personal token and its checksum is correct, so that a mistyped token costs no
 * query.
 */
export function isPersonalTokenText(text: string): text is PersonalTokenText {
  const [, secret, sum] = PATTERN.exec(text) ?? [];
  return secret !== undefined && sum === checksum(secret);
}

/** The last characters. They belong to the checksum, so they reveal nothing secret. */
export function hintOf(text: PersonalTokenText): string {
  return text.slice(-HINT_LENGTH);
}

/** CRC-32 of the ASCII text, in base62 with leading zeros, as secret scanners compute it. */
function checksum(text: string): string {
  let sum = crc32(text);
  let digits = '';
  for (; sum > 0; sum = Math.floor(sum / BASE62.length)) digits = BASE62.charAt(sum % BASE62.length) + digits;
  return digits.padStart(CHECKSUM_LENGTH, BASE62.charAt(0));
}

/** An unsigned 32-bit number. */
function crc32(ascii: string): number {
  let sum = 0xff_ff_ff_ff;
  for (let at = 0; at < ascii.length; at += 1) {
    sum ^= ascii.charCodeAt(at);
    for (let bit = 0; bit < 8; bit += 1) sum = (sum >>> 1) ^ (sum & 1 ? POLYNOMIAL : 0);
  }
  return ~sum >>> 0;
}
