import { crc32 } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { Sha256PersonalTokenSecrets } from '../../../src/adapters/security/sha256-personal-token-secrets.ts';
import {
  hintOf,
  isPersonalTokenText,
  looksLikePersonalToken,
  personalTokenText,
  RANDOM_BYTES,
} from '../../../src/domain/sessions/personal-token-text.ts';

const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** Reads a number in base62. */
function valueOf(digits: string): number {
  return Array.from(digits).reduce((sum, digit) => sum * 62 + DIGITS.indexOf(digit), 0);
}

const secrets = new Sha256PersonalTokenSecrets();

describe('the text of a personal token', () => {
  it('is kpat_ and 40 characters, of which the last six are the CRC-32 of the others', () => {
    const texts = Array.from({ length: 200 }, () => secrets.generate());
    expect(new Set(texts).size).toBe(200);
    for (const text of texts) {
      expect(text).toMatch(/^kpat_[0-9A-Za-z]{40}$/);
      expect(valueOf(text.slice(-6))).toBe(crc32(text.slice(5, -6)));
      expect([isPersonalTokenText(text), looksLikePersonalToken(text)]).toEqual([true, true]);
      expect(text.endsWith(hintOf(text))).toBe(true);
    }
  });

  it('uses only bytes that make all characters equally likely', () => {
    const zeros = new Uint8Array(RANDOM_BYTES);
    expect(personalTokenText(zeros)).toMatch(/^kpat_0{34}/);
    expect(personalTokenText(zeros.with(0, 255).with(1, 61))).toMatch(/^kpat_z0{33}/);
    expect(personalTokenText(new Uint8Array(64).fill(248, 0, 31))).toBeUndefined();
    expect(personalTokenText(new Uint8Array(64).fill(248, 0, 30))).toMatch(/^kpat_0{34}/);
  });

  it('is refused with any character changed', () => {
    const text = secrets.generate();
    for (let at = 5; at < text.length; at += 1) {
      const other = text[at] === 'a' ? 'b' : 'a';
      expect(isPersonalTokenText(text.slice(0, at) + other + text.slice(at + 1))).toBe(false);
    }
  });

  it('has exactly this length', () => {
    const text = secrets.generate();
    for (const other of ['', 'kpat_', 'kpat_é', `kpat_${'0'.repeat(40)}`, `${text}0`, text.slice(0, -1), ` ${text}`])
      expect(isPersonalTokenText(other)).toBe(false);
  });

  it('always has the same hash, which does not contain it', () => {
    const text = secrets.generate();
    expect(secrets.hashOf(text)).toMatch(/^[\w-]{43}$/);
    expect(secrets.hashOf(text)).toBe(secrets.hashOf(text));
    expect(secrets.hashOf(text)).not.toBe(secrets.hashOf(secrets.generate()));
  });
});
