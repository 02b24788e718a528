import { describe, expect, it } from 'vitest';
import { canMeanFilm, searchWorth } from '../../../src/domain/films/search-worth.ts';

describe('words that can name a film', () => {
  it.each([
    ['оно', true],
    ['м', false],
    ['ма', false],
    ['m 1', false],
    ['1+1', true],
    ['9', false],
    ['21', true],
    ['1984', true],
    ['千', true],
    ['мат', true],
    ['а б в', true],
  ])('%s: %s', (words, expected) => {
    expect(canMeanFilm(words)).toBe(expected);
  });
});

describe('the worth of a call for a search', () => {
  const matrix = ['Матрица', 'The Matrix'];
  const reloaded = ['Матрица: Перезагрузка', 'The Matrix Reloaded'];
  const spiders = Array.from({ length: 20 }, (_, at) => [`Человек-паук ${at + 1}`]);

  it.each([
    ['a word that goes on', 'матр', [matrix, reloaded], 'typing'],
    ['a word that goes on in the second title', 'matr', [matrix], 'typing'],
    ['a second word that goes on', 'матрица пере', [reloaded], 'typing'],
    ['a second word of one letter', 'матрица п', [matrix, reloaded], 'typing'],
    ['a finished word that several titles have', 'матрица', [matrix, reloaded], 'better'],
    ['a finished word that one film has and another goes on with', 'мат', [['Мат'], matrix], 'better'],
    ['a whole title of two words', 'матрица перезагрузка', [reloaded], 'sure'],
    ['the whole second title', 'the matrix reloaded', [reloaded], 'sure'],
    ['a whole title in other letters', 'matrica perezagruzka', [reloaded], 'sure'],
    ['a whole title of one long word', 'интерстеллар', [['Интерстеллар', 'Interstellar']], 'sure'],
    ['a short title, which other films may share', 'дюна', [['Дюна', 'Dune']], 'better'],
    ['a title with a number that goes on', 'матрица 2', [['Матрица 2003']], 'only'],
    ['a title with a number', 'брат 2', [['Брат 2']], 'sure'],
    ['words of no title', 'сталкер', [matrix], 'only'],
    ['words with a typing error', 'матрца', [matrix], 'only'],
    ['one word too many', 'матрица времени', [matrix, reloaded], 'only'],
    ['nothing found', 'матрица', [], 'only'],
    ['a full page', 'человек', spiders, 'sure'],
    ['a full page of words that go on', 'челов', spiders, 'typing'],
    ['a page that is nearly full', 'человек', spiders.slice(1), 'better'],
    ['words without letters', '!!!', [matrix], 'only'],
  ] as const)('%s: %s', (_, words, found, expected) => {
    expect(searchWorth(words, found, 20)).toBe(expected);
  });
});
