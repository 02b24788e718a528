import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_PASSWORD_BYTES, passwordFaults } from '../../../src/domain/accounts/password-policy.ts';

const alice = { field: 'password', username: 'wonder.alice', email: 'alice.l@example.com', isCommon: false };
const codesOf = (password: string, context = alice) => passwordFaults(password, context).map((fault) => fault.code);

/** Any UTF-16 unit, including lone surrogates. */
const codeUnit = fc.nat(0xffff).map((unit) => String.fromCharCode(unit));

describe('passwordFaults', () => {
  it.each([
    'correct horse battery staple',
    '        ',
    '12345678',
    'пароль12',
    '🎬🎬🎬🎬🎬🎬🎬🎬',
    'a\0bcdefgh',
    'wonder.alice is my name',
    'my kinopolka',
    'x'.repeat(MAX_PASSWORD_BYTES),
    'ж'.repeat(MAX_PASSWORD_BYTES / 2),
  ])('accepts %j', (password) => {
    expect(passwordFaults(password, alice)).toEqual([]);
  });

  it.each([
    ['', { code: 'too-short', limit: 8 }],
    ['1234567', { code: 'too-short', limit: 8 }],
    ['🎬🎬🎬🎬🎬🎬🎬', { code: 'too-short', limit: 8 }],
    ['x'.repeat(1025), { code: 'too-long', limit: 1024 }],
    [`${'ж'.repeat(512)}x`, { code: 'too-long', limit: 1024 }],
    ['12345678\ud83c', { code: 'not-well-formed' }],
    ['wonder.alice', { code: 'password-is-login' }],
    ['WONDER.Alice', { code: 'password-is-login' }],
    ['ｗｏｎｄｅｒ.alice', { code: 'password-is-login' }],
    ['!!wonder.alice2026', { code: 'password-is-login' }],
    ['Alice.L@Example.com', { code: 'password-is-login' }],
    ['123alice.l123', { code: 'password-is-login' }],
    ['KinoPolka', { code: 'password-is-service-name' }],
    ['kinopoisk2026!', { code: 'password-is-service-name' }],
    ['«Кинополка»', { code: 'password-is-service-name' }],
    ['12КИНОПОИСК34', { code: 'password-is-service-name' }],
  ])('refuses %j', (password, fault) => {
    expect(passwordFaults(password, alice)).toEqual([{ field: 'password', ...fault }]);
  });

  it('returns all faults, with the name of the field', () => {
    const bob = { field: 'password_2', username: 'bob', email: null, isCommon: true };
    expect(passwordFaults('bob12', bob)).toEqual([
      { field: 'password_2', code: 'too-short', limit: 8 },
      { field: 'password_2', code: 'password-common' },
      { field: 'password_2', code: 'password-is-login' },
    ]);
  });

  it.each([
    ['12345678', ['password-is-login']],
    ['87654321', []],
  ])('of %s are %j for the user name 12345678', (password, codes) => {
    expect(codesOf(password, { ...alice, username: '12345678' })).toEqual(codes);
  });

  it('finds the log-in and its local part between digits and punctuation', () => {
    const around = fc.string({ unit: fc.constantFrom(...'0129!?., #_-'), maxLength: 10 });
    fc.assert(
      fc.property(around, around, fc.constantFrom('wonder.alice', 'ALICE.L', 'alice.l@example.com'), (a, b, login) => {
        expect(codesOf(`${a}${login}${b}`)).toContain('password-is-login');
      }),
    );
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.string({ unit: codeUnit }), (password) => {
        expect(() => passwordFaults(password, alice)).not.toThrow();
      }),
    );
  });

  it.each(['a', '1', 'a1', '\u0301\u0327', '🎬'])('is quick on 100 kB of %j', (part) => {
    const startedAt = performance.now();
    expect(codesOf(part.repeat(100_000 / part.length))).toEqual(['too-long']);
    expect(performance.now() - startedAt).toBeLessThan(100);
  });
});
