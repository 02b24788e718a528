import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wordsLike } from '../../../src/adapters/persistence/films/search/search-terms.ts';
import { MAX_SEARCH_WORDS, searchWords } from '../../../src/domain/films/search-words.ts';

describe('searchWords', () => {
  it.each([
    ['the '.repeat(50).trim(), ['the']],
    ['the night of the hunter', ['the', 'night', 'of', 'hunter']],
    ['', []],
    ['a bb ccc dddd e ff ggg hhhh iiiii j', ['bb', 'ccc', 'dddd', 'ff', 'ggg', 'hhhh', 'iiiii', 'a']],
  ])('of %j are the longest words, each once', (key, words) => {
    expect(searchWords(key).toSorted()).toEqual(words.toSorted());
  });

  it('keeps the order in which they were typed', () => {
    expect(searchWords('b a ccc b a')).toEqual(['b', 'a', 'ccc']);
  });

  it('never returns more than the maximum, or a word twice', () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[a-z0-9]{0,5}$/), { maxLength: 200 }), (typed) => {
        const words = searchWords(typed.join(' '));
        expect(words.length).toBeLessThanOrEqual(MAX_SEARCH_WORDS);
        expect(new Set(words).size).toBe(words.length);
      }),
    );
  });
});

describe('wordsLike', () => {
  it('uses at most seven combinations of words, and none that cannot be similar', () => {
    const words = ['aaaaaaaa', 'bbbbbbbb', 'cccccccc'];
    const alike = new Map(words.map((word) => [word, [`${word}x`]]));
    const known = new Set(words);
    expect(wordsLike(words, { known, alike, share: 0 })).toHaveLength(7);
    expect(wordsLike(words, { known, alike, share: 0.45 })).toEqual([
      `('aaaaaaaa' | 'aaaaaaaax') & ('bbbbbbbb' | 'bbbbbbbbx') & ('cccccccc' | 'ccccccccx')`,
      `('aaaaaaaa' | 'aaaaaaaax') & ('bbbbbbbb' | 'bbbbbbbbx')`,
      `('aaaaaaaa' | 'aaaaaaaax') & ('cccccccc' | 'ccccccccx')`,
      `('bbbbbbbb' | 'bbbbbbbbx') & ('cccccccc' | 'ccccccccx')`,
    ]);
  });

  it('leaves out a word that no title has', () => {
    const alike = new Map([
      ['matriks', ['matriks']],
      ['kskskskq', []],
    ]);
    const terms = wordsLike(['matriks', 'kskskskq'], { known: new Set(['matriks']), alike, share: 0.45 });
    expect(terms).toEqual([`('matriks' | 'matriks')`]);
  });
});
