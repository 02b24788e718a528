import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_EMAIL_LENGTH, parseEmail, parseLogin } from '../../../src/domain/accounts/email-address.ts';

const longDomain = `${'d'.repeat(60)}.`.repeat(3) + 'example';

/** Any UTF-16 unit, including lone surrogates. */
const codeUnit = fc.nat(0xffff).map((unit) => String.fromCharCode(unit));

describe('parseEmail', () => {
  it.each([
    ['alice@example.com', 'alice@example.com'],
    ['Alice.B+films@EXAMPLE.Com', 'alice.b+films@example.com'],
    ["o'neil!#$%&*/=?^_`{|}~-@a-b.co.uk", "o'neil!#$%&*/=?^_`{|}~-@a-b.co.uk"],
    ['anna@почта.рф', 'anna@xn--80a1acny.xn--p1ai'],
    ['anna@XN--80A1ACNY.xn--p1ai', 'anna@xn--80a1acny.xn--p1ai'],
    ['anna@bu\u0308cher.de', 'anna@xn--bcher-kva.de'],
    ['anna@bücher.de', 'anna@xn--bcher-kva.de'],
    ['anna@ｅｘａｍｐｌｅ.com', 'anna@example.com'],
    ['anna@1.example', 'anna@1.example'],
    [`${'a'.repeat(64)}@example.com`, `${'a'.repeat(64)}@example.com`],
    [`${'a'.repeat(63)}@${longDomain}`, `${'a'.repeat(63)}@${longDomain}`],
  ])('reads %j as %j', (raw, email) => {
    expect(parseEmail(raw)).toEqual({ ok: true, email });
  });

  it.each([
    '',
    '@',
    'alice',
    'alice@',
    '@example.com',
    'alice@localhost',
    'alice@example.com.',
    'alice@.example.com',
    'alice@example..com',
    'alice@-a.com',
    'alice@a-.com',
    `alice@${'d'.repeat(64)}.com`,
    ' alice@example.com',
    'alice@example.com\n',
    'alice@exam\tple.com',
    'ali ce@example.com',
    '.alice@example.com',
    'alice.@example.com',
    'al..ice@example.com',
    'alice@bob@example.com',
    '"alice"@example.com',
    'alice(b)@example.com',
    'Alice <alice@example.com>',
    'анна@example.com',
    '\u212aate@example.com',
    `${'a'.repeat(65)}@example.com`,
    'alice@127.0.0.1',
    'alice@[127.0.0.1]',
    'alice@[::1]',
    'alice@0x7f.1',
    'alice@2130706433',
    'alice@１２７.0.0.1',
    'alice@example.com/x.y',
    'alice@example.com:80',
    'alice@example.com?x',
    'alice@example.com#x',
    'alice@exa%6dple.com',
    'alice@exam_ple.com',
    'alice@exam\u200dple.com',
    'alice@exam\u00adple.com',
    'alice@example。com',
    'alice@example\u2100.com',
    'alice@xn--\u0301.com',
    '\u202ealice@example.com',
  ])('refuses %j', (raw) => {
    expect(parseEmail(raw)).toEqual({ ok: false, fault: { field: 'email', code: 'invalid-format' } });
  });

  it.each(['alice\0@example.com', 'alice@example\ud83c.com'])('refuses %j as not well-formed', (raw) => {
    expect(parseEmail(raw)).toEqual({ ok: false, fault: { field: 'email', code: 'not-well-formed' } });
  });

  it.each([`${'a'.repeat(64)}@${longDomain}.${'e'.repeat(10)}`, `anna@${'ж'.repeat(30)}.${'ж.'.repeat(40)}рф`])(
    'refuses %s as too long',
    (raw) => {
      const fault = { field: 'email', code: 'too-long', limit: MAX_EMAIL_LENGTH };
      expect(parseEmail(raw)).toEqual({ ok: false, fault });
    },
  );

  it('returns a canonical address in ASCII unchanged', () => {
    const domain = fc.string({ unit: fc.constantFrom(...'abX1-.xn-éжЁßςüﬀ①\u0308千א'), maxLength: 20 });
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'aZ.+-1'), maxLength: 6 }), domain, (localPart, name) => {
        const parsed = parseEmail(`${localPart}@${name}.com`);
        fc.pre(parsed.ok);
        expect(parsed.email).toMatch(/^[!-~]+$/);
        expect(parseEmail(parsed.email)).toEqual(parsed);
      }),
      { numRuns: 1000 },
    );
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.string({ unit: codeUnit }), fc.string({ unit: codeUnit }), (localPart, domain) => {
        expect(() => parseEmail(`${localPart}@${domain}`)).not.toThrow();
      }),
    );
  });

  it.each(['a', 'a.', '@', '.', '\u0301\u0327', '!'])('is quick on 100 kB of %j', (part) => {
    const startedAt = performance.now();
    expect(parseEmail(`a@${part.repeat(100_000 / part.length)}`).ok).toBe(false);
    expect(performance.now() - startedAt).toBeLessThan(100);
  });
});

describe('parseLogin', () => {
  it.each([
    ['Alice', { username: 'alice' }],
    ['ЁЖИК', { username: 'ёжик' }],
    ['Alice@Example.com', { email: 'alice@example.com' }],
    ['alice@', undefined],
    ['alice＠example.com', undefined],
    ['al', undefined],
    ['', undefined],
    ['\0', undefined],
  ])('reads %j as %j', (raw, name) => {
    expect(parseLogin(raw)).toEqual(name);
  });
});
