import { describe, expect, it } from 'vitest';
import { codePointLength, isCleanText } from '../../../src/domain/shared/text.ts';

describe('isCleanText', () => {
  it.each(['', 'Ёлки', '🎬', 'a\u200db\u202e', '\uffff', '\n\t'])('accepts %j', (text) => {
    expect(isCleanText(text)).toBe(true);
  });

  it.each(['\0', 'a\0b', '\ud800', 'a\udc00', '\udc00\ud800', '🎬'.slice(0, 1)])('refuses %j', (text) => {
    expect(isCleanText(text)).toBe(false);
  });
});

describe('codePointLength', () => {
  it.each([
    ['', 0],
    ['ёлка', 4],
    ['🎬🎬', 2],
    ['е\u0308', 2],
  ])('of %j is %i', (text, length) => {
    expect(codePointLength(text)).toBe(length);
  });
});
