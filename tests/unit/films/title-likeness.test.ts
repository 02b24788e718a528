import { describe, expect, it } from 'vitest';
import { comparableTitle, likenessOf, trigramsOf } from '../../../src/domain/films/title-likeness.ts';

describe('comparableTitle', () => {
  it.each([
    ['case and ё', 'ЁЛКИ', 'елки'],
    ['blanks', '  Белое \u00a0 солнце  ', 'белое солнце'],
    ['punctuation', 'Матрица: Перезагрузка!', 'матрица перезагрузка'],
    ['dashes', 'Человек-паук — 2', 'человек паук 2'],
    ['apostrophes inside words', "Ocean's Eleven", 'oceans eleven'],
    ['typographic apostrophes', 'Ocean’s Eleven', 'oceans eleven'],
    ['accents on Latin letters', 'Amélie', 'amelie'],
    ['an English article', 'The Matrix', 'matrix'],
    ['an article put behind', 'Matrix, The', 'matrix'],
    ['an ampersand', 'Bonnie & Clyde', 'bonnie and clyde'],
    ['a Russian "and"', 'Война и мир', 'война and мир'],
    ['Roman numerals', 'Rocky III', 'rocky 3'],
    ['Roman numerals up to nine', 'Star Wars: Episode IX', 'star wars episode 9'],
    ['a number sign', 'Операция №1', 'операция 1'],
    ['full-width letters', 'Ｍａｔｒｉｘ', 'matrix'],
  ])('ignores %s', (_, title, comparable) => {
    expect(comparableTitle(title)).toBe(comparable);
  });

  it.each([
    ['the й of Russian', 'Мой', 'мой'],
    ['an article that is the title', 'The', 'the'],
    ['an article inside', 'Into the Wild', 'into the wild'],
    ['one letter that may be a numeral', 'X', 'x'],
    ['the numeral for one', 'Part I', 'part i'],
    ['a title of nothing but punctuation', '...', '...'],
    ['a title of nothing but a number sign', '№', 'no'],
    ['other scripts', '千と千尋の神隠し', '千と千尋の神隠し'],
  ])('keeps %s', (_, title, comparable) => {
    expect(comparableTitle(title)).toBe(comparable);
  });

  it('distinguishes scripts', () => {
    expect(comparableTitle('Матрица')).not.toBe(comparableTitle('Matrica'));
  });
});

describe('the likeness of titles', () => {
  it.each([
    ['the same', 'матрица', 'матрица', 1],
    ['nothing in common', 'матрица', 'солнце', 0],
    ['one letter more', 'матрица', 'матрицаа', 14 / 17],
    ['a part of it', 'матрица', 'матрица перезагрузка', 16 / 29],
    ['only its beginning', 'abc', 'abd', 0.5],
    ['no title beside one', '', 'матрица', 0],
    ['letters beyond the basic plane', '🎬🎬', '🎬', 0.4],
  ])('of %s', (_, a, b, likeness) => {
    const [ofA, ofB] = [trigramsOf(a), trigramsOf(b)];
    expect([likenessOf(ofA, ofB), likenessOf(ofB, ofA)]).toEqual([likeness, likeness]);
  });
});
