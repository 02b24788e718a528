import { describe, expect, it } from 'vitest';
import { searchKey } from '../../../src/domain/films/search-key.ts';
import { looksLikeOtherLayout, otherLayout, searchSpellings } from '../../../src/domain/films/search-spellings.ts';

describe('searchSpellings', () => {
  it.each([
    ['т34', ['т 34', 'n34', 'n 34']],
    ['т-34', ['т34', 'n 34', 'n34']],
    ['т 34', ['т34', 'n 34', 'n34']],
    ['n34', ['n 34', 'т34', 'т 34']],
    ['матрица2', ['матрица 2', 'vfnhbwf2', 'vfnhbwf 2']],
    ['vfnhbwf', ['матрица']],
    ['матрица', ['vfnhbwf']],
    ['1+1', []],
    ['№9', []],
    ['!!!', []],
    ['', []],
    ['ab', []],
    ['the matrix матрица', []],
    ['one two three four five six', []],
  ])('%s may also mean %j', (typed, others) => {
    const spellings = searchSpellings(typed);
    expect(spellings.typed).toBe(typed);
    expect(spellings.others.map(searchKey)).toEqual(others.map(searchKey));
  });

  it('returns few spellings, whatever is typed', () => {
    for (const typed of [
      'a1 b2 c3 d4 e5',
      'x'.repeat(1000),
      '7'.repeat(1000),
      'a1'.repeat(500),
      '\ud800',
      '🎬'.repeat(100),
    ])
      expect(searchSpellings(typed).others.length).toBeLessThanOrEqual(5);
  });
});

describe('otherLayout', () => {
  it.each([
    ['vfnhbwf', 'матрица'],
    ['матрица', 'vfnhbwf'],
    ['GJ,TU BP IJEITYRF', 'побег из шоушенка'],
    ['ъ', ']'],
    ['[jhjibt', 'хорошие'],
    ['{JHJIBT', 'хорошие'],
    ['`krb', 'ёлки'],
    ['еру ьфекшч', 'the matrix'],
    ['n-34', 'т-34'],
    ['1+1', undefined],
    ['матрица matrix', undefined],
    ['', undefined],
  ])('of %s is %s', (typed, other) => {
    expect(otherLayout(typed)).toBe(other);
  });
});

describe('looksLikeOtherLayout', () => {
  it.each(['vfnhbwf', 'vfnhbwf gthtpfuheprf'.slice(0, 7), 'VFNHBWF'])('is true of %s', (typed) => {
    expect(looksLikeOtherLayout(typed)).toBe(true);
  });

  it.each([
    'матрица',
    'matrix',
    'xxx',
    'brr',
    'rhythm',
    'т34',
    'vfnhbwf 2',
    'кгб',
    'НКВД',
    'вднх',
    'рсфср',
    '',
    'взвод',
  ])('is false of %s', (typed) => {
    expect(looksLikeOtherLayout(typed)).toBe(false);
  });
});
