import { describe, expect, it } from 'vitest';
import { searchQuery } from '../../../src/domain/films/search-query.ts';

describe('searchQuery', () => {
  it.each([
    ['Матрица', 'матрица'],
    ['  Ёлки \t\n ПАЛКИ\u00a0', 'ёлки палки'],
    ['Ａｍｅ́ｌｉｅ', 'amélie'],
    ['Кот №1', 'кот №1'],
    ['№', '№'],
    ['¿Qué?', '¿qué?'],
  ])('turns "%s" into "%s"', (typed, words) => {
    expect(searchQuery(typed)).toBe(words);
  });

  it.each(['\ud800', 'ﷺ'.repeat(200), '😀'.repeat(150), `${'a'.repeat(199)}😀`])(
    'turns hostile text into text that fits into a URL (case %#)',
    (typed) => {
      const words = searchQuery(typed);
      expect(words.isWellFormed()).toBe(true);
      expect(words.length).toBeLessThanOrEqual(200);
    },
  );

  it.each(['Ёлки', 'ＭＡＴＲＩＸ', ' a  b ', ' № 1 №2'])('changes nothing the second time: "%s"', (typed) => {
    const words = searchQuery(typed);
    expect(searchQuery(words)).toBe(words);
  });
});
