import { describe, expect, it } from 'vitest';
import { searchQuery } from '../../../src/domain/films/search-query.ts';

describe('searchQuery', () => {
  it.each([
    ['Матрица', 'матрица', 'матрица'],
    ['  Ёлки \t\n ПАЛКИ\u00a0', 'ёлки палки', 'елки палки'],
    ['Ａｍｅ́ｌｉｅ', 'amélie', 'amélie'],
    ['Кот №1', 'кот №1', 'кот №1'],
    ['№9', '№9', '№9'],
    ['№', '№', '№'],
    ['¿Qué?', '¿qué?', '¿qué?'],
  ])('turns "%s" into the words "%s" with the key "%s"', (typed, words, key) => {
    expect(searchQuery(typed)).toEqual({ words, key });
  });

  it.each(['\ud800', 'ﷺ'.repeat(200), '😀'.repeat(150), `${'a'.repeat(199)}😀`])(
    'turns hostile text into text that fits into a URL (case %#)',
    (typed) => {
      const { words, key } = searchQuery(typed);
      for (const text of [words, key]) {
        expect(text.isWellFormed()).toBe(true);
        expect(text.length).toBeLessThanOrEqual(200);
      }
    },
  );

  it.each(['Ёлки', 'ＭＡＴＲＩＸ', ' a  b ', ' № 1 №2'])('changes nothing the second time: "%s"', (typed) => {
    const { words, key } = searchQuery(typed);
    expect(searchQuery(words)).toEqual({ words, key });
    expect(searchQuery(key).key).toBe(key);
  });
});
