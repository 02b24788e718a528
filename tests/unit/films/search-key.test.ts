import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_SEARCH_KEY_LENGTH, foldTitle, searchKey, swapsIn } from '../../../src/domain/films/search-key.ts';

/** Any UTF-16 unit, including lone surrogates. */
const codeUnit = fc.nat(0xffff).map((unit) => String.fromCharCode(unit));

describe('foldTitle', () => {
  it.each([
    ['  Звёздные \t\n войны ', 'звездные войны'],
    ['Е\u0308лки', 'елки'],
    ['ＦＵＬＬ width', 'full width'],
    ['Amélie', 'amélie'],
    ['\u00a0\u3000', ''],
    ['a'.repeat(999) + '🎬', 'a'.repeat(999) + '\ufffd'],
  ])('folds %j to %j', (title, folded) => {
    expect(foldTitle(title)).toBe(folded);
  });
});

describe('searchKey', () => {
  it.each([
    ['Матрица', 'matrica', ['matrica', 'Matritsa', 'matritza']],
    ['Звёздные войны', 'zvezdnie voini', ['zvezdnye vojny', 'zvyozdnye voyny', 'zvezdnie voiny', 'звездные войны']],
    ['Холоп', 'holop', ['holop', 'kholop']],
    ['Ёлки', 'elki', ['elki', 'yolki']],
    ['Щелкунчик', 'shelkunchik', ['shchelkunchik', 'schelkunchik']],
    ['Ночной дозор', 'nochnoi dozor', ['nochnoy dozor', 'nochnoj dozor', 'nochnoi dozor']],
    ['Ликвидация', 'likvidacia', ['likvidaciya', 'likvidatsiya', 'likvidacia']],
    ['Джокер', 'joker', ['joker', 'dzhoker']],
    ['Безумный Макс', 'bezumni maks', ['bezumnyj maks', 'bezumny max']],
    ['Любовь и голуби', 'liubov i golubi', ['lyubov i golubi', 'ljubov i golubi']],
    ['Тіні забутих предків', 'tini zabutih predkiv', ['tini zabutykh predkiv']],
    ['Қыз Жібек', 'kiz zhibek', ['kyz zhibek']],
    ['Легенда №17', 'legenda 17', ['legenda 17']],
  ])('gives %s the key "%s", and the usual typed forms the same', (title, key, typed) => {
    expect([title, ...typed].map(searchKey)).toEqual([key, key, ...typed.slice(1).map(() => key)]);
  });

  it.each([
    ['Крёстный отец', 'krestnyy otets'],
    ['Иван Васильевич меняет профессию', 'ivan vasilevich menjaet professiju'],
    ['Экипаж', 'ekipaj'],
    ['Счастье', 'schaste'],
    ['Я шагаю по Москве', 'ja shagaju po moskve'],
  ])('makes %s and "%s" similar by trigrams', (title, typed) => {
    expect(similarity(searchKey(title), searchKey(typed))).toBeGreaterThanOrEqual(0.5);
  });

  it.each([
    ["Ocean’s Eleven / Ocean's", 'oceans eleven oceans'],
    ['Amélie', 'amelie'],
    ['Straße, Łódź, Æon, Øre', 'strasse lodz aeon ore'],
    ['İstanbul, ıslak, ISLAK', 'istanbul islak islak'],
    ['City Lights', 'citi lights'],
    ['Rocky VIII', 'rocki viii'],
    ['Se7en ²', 'se7en 2'],
    ['ＴＨＥ ＭＡＴＲＩＸ', 'the matriks'],
    ['co\u00adop\u200der\u202eation', 'cooperation'],
    ["X'); drop table movies; --%_\\", 'x drop table movies'],
  ])('gives %s the key "%s"', (title, key) => {
    expect(searchKey(title)).toBe(key);
  });

  it.each(['', ' \0 ', '千と千尋の神隠し', '\ud800', '…!?', '🎬'])('is empty for %j', (text) => {
    expect(searchKey(text)).toBe('');
  });

  it('consists of words of Latin letters and digits, within its length, for any input', () => {
    fc.assert(
      fc.property(fc.string({ unit: codeUnit, maxLength: 1500, size: 'max' }), (text) => {
        const key = searchKey(text);
        expect(key).toMatch(/^(?:[a-z0-9]+(?: [a-z0-9]+)*)?$/);
        expect(key.length).toBeLessThanOrEqual(MAX_SEARCH_KEY_LENGTH);
      }),
    );
  });

  it('is computed word by word', () => {
    const word = fc.string({ unit: fc.constantFrom(...'abchijkostwxyz17абеёжийхцщьюя'), minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(word, word, (one, other) => {
        expect(searchKey(`${one} ${other}`)).toBe(`${searchKey(one)} ${searchKey(other)}`.trim());
      }),
    );
  });

  it.each(['i', 'j', '\u0301\u0327', 'щ', '\ufdfa', 'ts', "'", ' ', '\ud83c'])('is quick on 100 kB of %j', (part) => {
    const startedAt = performance.now();
    searchKey(`a${part.repeat(100_000 / part.length)}`);
    foldTitle(`a${part.repeat(100_000 / part.length)}`);
    expect(performance.now() - startedAt).toBeLessThan(100);
  });
});

/**
 * The similarity as `pg_trgm` computes it: shared trigrams of words, which are padded with two blanks before and one
 * after.
 */
function similarity(one: string, other: string): number {
  const [a, b] = [trigrams(one), trigrams(other)];
  return [...a].filter((trigram) => b.has(trigram)).length / new Set([...a, ...b]).size;
}

function trigrams(key: string): Set<string> {
  const padded = key.split(' ').map((word) => `  ${word} `);
  return new Set(padded.flatMap((word) => Array.from({ length: word.length - 2 }, (_, at) => word.slice(at, at + 3))));
}

describe('swapsIn', () => {
  it.each([
    ['brata', ['rbata', 'barta', 'brtaa', 'braat']],
    ['brat 2', ['rbat 2', 'bart 2', 'brta 2']],
    ['aabbb', ['ababb']],
    ['brat', []],
    ['', []],
    ['12345', []],
  ])('of %j are %j', (key, swaps) => {
    expect(swapsIn(key)).toEqual(swaps);
  });

  it('use only the first letters of a long key', () => {
    expect(swapsIn('ab'.repeat(200))).toHaveLength(20);
  });
});
