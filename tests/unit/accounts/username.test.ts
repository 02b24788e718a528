import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_USERNAME_LENGTH, parseUsername } from '../../../src/domain/accounts/username.ts';

/** Any UTF-16 unit, including lone surrogates. */
const codeUnit = fc.nat(0xffff).map((unit) => String.fromCharCode(unit));

describe('parseUsername', () => {
  it.each([
    ['alice', 'alice'],
    ['ALICE', 'alice'],
    ['Ａｌｉｃｅ＿７', 'alice_7'],
    ['a.b_c-d', 'a.b_c-d'],
    ['007', '007'],
    ['Zoe\u0308', 'zo\u00eb'],
    ['Łukasz-Þór', 'łukasz-þór'],
    ['Nguyễn', 'nguyễn'],
    ['ЁЖИК', 'ёжик'],
    ['Ї\u0457жак', 'їїжак'],
    ['Әлия', 'әлия'],
    ['ΟΔΥΣΣΕΥΣ', 'οδυσσευς'],
    ['\u212aate', 'kate'],
    ['straẞe', 'straße'],
    ['ıslak', 'ıslak'],
    ['x'.repeat(64), 'x'.repeat(64)],
  ])('reads %j as %j', (raw, username) => {
    expect(parseUsername(raw)).toMatchObject({ ok: true, username });
  });

  it.each([
    ['', { code: 'too-short', limit: 3 }],
    ['ab', { code: 'too-short', limit: 3 }],
    ['a\u0308b', { code: 'too-short', limit: 3 }],
    ['x'.repeat(65), { code: 'too-long', limit: 64 }],
    ['a\u0301'.repeat(65), { code: 'too-long', limit: 64 }],
    ['bob\0', { code: 'not-well-formed' }],
    ['bob\ud83c', { code: 'not-well-formed' }],
    ['bo b', { code: 'invalid-format' }],
    [' bob', { code: 'invalid-format' }],
    ['bob\u00a0', { code: 'invalid-format' }],
    ['bob\n', { code: 'invalid-format' }],
    ['bob@home', { code: 'invalid-format' }],
    ['bob＠home', { code: 'invalid-format' }],
    ['.bob', { code: 'invalid-format' }],
    ['bob-', { code: 'invalid-format' }],
    ['bo._b', { code: 'invalid-format' }],
    ['bo\u200db', { code: 'invalid-format' }],
    ['bo\u200bb', { code: 'invalid-format' }],
    ['\u202ebob', { code: 'invalid-format' }],
    ['bob\u0334', { code: 'invalid-format' }],
    ['\u0301bob', { code: 'invalid-format' }],
    ['İbo', { code: 'invalid-format' }],
    ['ſam', { code: 'invalid-format' }],
    ['ﬁlm', { code: 'invalid-format' }],
    ['𝐛𝐨𝐛', { code: 'invalid-format' }],
    ['ɑnn', { code: 'invalid-format' }],
    ['bob٣', { code: 'invalid-format' }],
    ['千と千', { code: 'invalid-format' }],
    ['bob🎬', { code: 'invalid-format' }],
    ['<b>', { code: 'invalid-format' }],
    ['__proto__', { code: 'invalid-format' }],
    ['pаypal', { code: 'mixed-scripts' }],
    ['αlex', { code: 'mixed-scripts' }],
    ['ивαн', { code: 'mixed-scripts' }],
  ])('refuses %j', (raw, fault) => {
    expect(parseUsername(raw)).toEqual({ ok: false, fault: { field: 'username', ...fault } });
  });

  it('returns a canonical name unchanged, whatever its letters', () => {
    const changed = Array.from({ length: 0x2_0000 }, (_, codePoint) => `a${String.fromCodePoint(codePoint)}-7`)
      .map((raw) => parseUsername(raw))
      .filter((parsed) => parsed.ok && JSON.stringify(parseUsername(parsed.username)) !== JSON.stringify(parsed));
    expect(changed).toEqual([]);
  });

  it('returns a canonical name unchanged, whatever the order of its characters', () => {
    const latin = fc.string({
      unit: fc.constantFrom(...'aBİıßẞÅæŁ19._-ＡｚＫ\u212a\u0301\u0308\u0327'),
      maxLength: 12,
    });
    const cyrillic = fc.string({ unit: fc.constantFrom(...'аБЁёйіЇҚӘ04._-\u0306\u0308'), maxLength: 12 });
    const greek = fc.string({ unit: fc.constantFrom(...'αΣσςΌΰ\u2126\u1fbe7._-\u0301\u0345'), maxLength: 12 });
    fc.assert(
      fc.property(fc.oneof(latin, cyrillic, greek), (raw) => {
        const parsed = parseUsername(raw);
        fc.pre(parsed.ok);
        expect(parseUsername(parsed.username)).toEqual(parsed);
      }),
      { numRuns: 2000 },
    );
  });

  it('returns a name within its bounds or a fault for any input', () => {
    fc.assert(
      fc.property(fc.string({ unit: codeUnit, maxLength: 300, size: 'max' }), (raw) => {
        const parsed = parseUsername(raw);
        if (parsed.ok) expect(Array.from(parsed.username).length).toBeLessThanOrEqual(MAX_USERNAME_LENGTH);
      }),
    );
  });

  it.each(['a', '\u0301\u0327', '-', 'Σ', '\ufdfa'])('is quick on 100 kB of %j', (part) => {
    const startedAt = performance.now();
    expect(parseUsername(part.repeat(100_000 / part.length)).ok).toBe(false);
    expect(performance.now() - startedAt).toBeLessThan(100);
  });
});

describe('the skeleton of a user name', () => {
  it.each([
    ['copa', 'сора', 'çöpá'],
    ['xoxo', 'хохо', 'x0x0'],
    ['alla1', 'àllà1', 'allal'],
    ['modern', 'modem', 'rnodern'],
    ['vvarn', 'warn', 'wam'],
    ['bob.smith', 'bob_smith', 'bob-smith'],
    ['boot', 'b0ot', 'bo\u00f8t'],
    ['islak', 'ıslak', 'is1ak'],
    ['ёлка', 'елка', 'е\u0308лка'],
    ['ирина', 'йрина', 'ИРИНА'],
    ['οδοσ', 'οδος', '0δ0ς'],
    ['ovo', 'ονο', 'ΟΝΟ'],
    ['зина', '3ина', 'ҙина'],
  ])('is the same for %s, %s and %s', (...names) => {
    const skeletons = names.map(skeletonOf);
    expect(new Set(skeletons).size).toBe(1);
    expect(skeletons[0]).toBeDefined();
  });

  it.each([
    ['alice', 'alicia'],
    ['john.doe', 'johndoe'],
    ['вова', 'boba'],
    ['anna', 'hanna'],
    ['шура', 'юра1'],
  ])('differs for %s and %s', (one, other) => {
    expect(skeletonOf(one)).not.toBe(skeletonOf(other));
  });
});

function skeletonOf(raw: string): string | undefined {
  const parsed = parseUsername(raw);
  return parsed.ok ? parsed.skeleton : undefined;
}
