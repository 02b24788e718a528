import { describe, expect, it } from 'vitest';
import type { FilmMatch, NamedFilm, DescribedFilm } from '../../../src/domain/imports/film-matching.ts';
import { MAX_CANDIDATES, matchByTitle, matchedById, titlesOf } from '../../../src/domain/imports/film-matching.ts';

const matrix: NamedFilm = {
  kinopoiskId: 301,
  names: ['Матрица', 'The Matrix'],
  year: 1999,
  imdbId: 'tt0133093',
  type: 'FILM',
};
const described: DescribedFilm = { kinopoiskId: null, imdbId: null, titles: ['Матрица'], year: 1999, isSeries: null };

function match(differences: Partial<DescribedFilm>, films: readonly NamedFilm[], isExhaustive = true): FilmMatch {
  return matchByTitle({ ...described, ...differences }, films, { isExhaustive });
}

function matched(confidence: number, kinopoiskId = 301): FilmMatch {
  return { outcome: 'matched', by: 'title_and_year', kinopoiskId, confidence };
}

/** The result with several candidates. */
function ambiguous(...candidates: readonly (readonly [kinopoiskId: number, confidence: number])[]): unknown {
  return {
    outcome: 'ambiguous',
    candidates: candidates.map(([kinopoiskId, confidence]): unknown =>
      expect.objectContaining({ kinopoiskId, confidence }),
    ),
  };
}

const notFound: FilmMatch = { outcome: 'not_found' };

describe('matchedById', () => {
  it.each([
    ['kinopoisk_id', 1],
    ['imdb_id', 0.99],
  ] as const)('has for a %s the confidence %d', (by, confidence) => {
    expect(matchedById(by, 301)).toEqual({ outcome: 'matched', by, kinopoiskId: 301, confidence });
  });
});

describe('titlesOf', () => {
  it.each([
    ['a title alone', ['Матрица'], ['Матрица']],
    ['two fields', ['Матрица', 'The Matrix'], ['Матрица', 'The Matrix']],
    ['the same twice', ['Alien', 'Alien'], ['Alien']],
    ['two titles in one field', ['Матрица / The Matrix'], ['Матрица / The Matrix', 'Матрица', 'The Matrix']],
    ['one in brackets', ['Матрица (The Matrix)'], ['Матрица (The Matrix)', 'Матрица', 'The Matrix']],
    ['a number in brackets', ['Матрица (2)'], ['Матрица (2)']],
    ['a stroke that is part of a title', ['Face/Off'], ['Face/Off']],
    ['none', [], []],
  ])('reads %s', (_, titles, all) => {
    expect(titlesOf({ ...described, titles })).toEqual(all);
  });
});

describe('matchByTitle is certain', () => {
  it.each([
    ['of an equal title with its year', {}, matched(0.95)],
    ['of the original title', { titles: ['Matrix, The'] }, matched(0.95)],
    ['more of both titles with the year', { titles: ['Матрица', 'The Matrix'] }, matched(0.98)],
    ['of two titles written in one field', { titles: ['Матрица / The Matrix'] }, matched(0.98)],
    ['of one title that is equal while the other is not', { titles: ['Матрица', 'Matryca'] }, matched(0.95)],
    ['of both titles with the year before', { titles: ['Матрица', 'The Matrix'], year: 1998 }, matched(0.85)],
    ['of both titles with the year after', { titles: ['Матрица', 'The Matrix'], year: 2000 }, matched(0.85)],
    ['when the list also has the id of IMDb', { imdbId: 'tt0133093' }, matched(0.95)],
    ['when the list also has the id of Kinopoisk', { kinopoiskId: 301 }, matched(0.95)],
  ] as const)('%s', (_, differences, match_) => {
    expect(match(differences, [matrix])).toEqual(match_);
  });

  it('of the film of the same year among films with the same title', () => {
    const remake = { ...matrix, kinopoiskId: 7, year: 2000 };
    expect(match({}, [remake, matrix])).toEqual(matched(0.95));
  });

  it('of the film that has both titles, in any order', () => {
    const namesake = { ...matrix, kinopoiskId: 7, names: ['Матрица', 'Matrica'] };
    const both = { titles: ['Матрица', 'The Matrix'] };
    expect([match(both, [namesake, matrix]), match(both, [matrix, namesake])]).toEqual([matched(0.98), matched(0.98)]);
  });

  it('of a film if another one is only similar', () => {
    expect(match({}, [{ ...matrix, kinopoiskId: 7, names: ['Матрицы'] }, matrix])).toEqual(matched(0.95));
  });

  it.each(['Андрей Рублёв', 'Белые ангелы'])('of "%s" and the next year, after every source was asked', (title) => {
    expect(match({ titles: [title], year: 2000 }, [{ ...matrix, names: [title] }])).toEqual(matched(0.85));
  });
});

describe('matchByTitle leaves to the owner', () => {
  const longTitled = { ...matrix, names: ['Андрей Рублёв'] };

  it.each([
    ['an equal title without a year', { year: null }, [matrix], 0.72],
    ['a film whose year nobody knows', {}, [{ ...matrix, year: null }], 0.72],
    ['a common word of the year after', { year: 2000 }, [matrix], 0.77],
    [
      'eleven letters of the year after',
      { titles: ['Белый ангел'], year: 2000 },
      [{ ...matrix, names: ['Белый ангел'] }],
      0.77,
    ],
    ['an equal title two years apart', { year: 2001 }, [matrix], 0.63],
    ['an equal title three years apart', { year: 2002 }, [matrix], 0.5],
    ['both titles two years apart', { titles: ['Матрица', 'The Matrix'], year: 2001 }, [matrix], 0.63],
    ['a title with a letter too many', { titles: ['Матрицаа'] }, [matrix], 0.66],
    ['the same of the year before', { titles: ['Матрицаа'], year: 1998 }, [matrix], 0.56],
  ] as const)('%s', (_, differences, films, confidence) => {
    expect(match(differences, films)).toEqual(ambiguous([301, confidence]));
  });

  it('a neighbouring year of a long title until every source was asked', () => {
    const about = { titles: ['Андрей Рублёв'], year: 2000 };
    expect(match(about, [longTitled], false)).toEqual(ambiguous([301, 0.77]));
  });

  it('a neighbouring year if another film has the title, too', () => {
    const about = { titles: ['Андрей Рублёв'], year: 2000 };
    const farther = { ...longTitled, kinopoiskId: 7, year: 2002 };
    expect(match(about, [longTitled, farther])).toEqual(ambiguous([301, 0.77], [7, 0.63]));
  });

  it('two films with the same title and year', () => {
    expect(match({}, [matrix, { ...matrix, kinopoiskId: 7 }])).toEqual(ambiguous([7, 0.9], [301, 0.9]));
  });

  it('a row with two titles if two films have one each', () => {
    const english = { ...matrix, kinopoiskId: 7, names: ['The Matrix'] };
    const russian = { ...matrix, kinopoiskId: 8, names: ['Матрица'] };
    expect(match({ titles: ['Матрица', 'The Matrix'] }, [english, russian])).toEqual(ambiguous([7, 0.9], [8, 0.9]));
  });

  it('a long title of the list if another title is the equal one', () => {
    const about = { titles: ['Матрица', 'Как приручить дракона'], year: 2000 };
    expect(match(about, [matrix])).toEqual(ambiguous([301, 0.77]));
  });
});

describe('matchByTitle finds nothing', () => {
  const series = { ...matrix, type: 'TV_SERIES' };

  it.each([
    ['among no films', {}, []],
    ['for a row without titles', { titles: [] }, [matrix]],
    ['in a film without names', {}, [{ ...matrix, names: [] }]],
    ['of another title', { titles: ['Солярис'] }, [matrix]],
    ['in a title that only begins so', {}, [{ ...matrix, names: ['Матрица: Перезагрузка'] }]],
    ['of an equal title four years apart', { year: 2003 }, [matrix]],
    ['of a title alike two years apart', { titles: ['Матрицаа'], year: 2001 }, [matrix]],
    ['with another id of IMDb', { imdbId: 'tt0234215' }, [matrix]],
    ['with another id of Kinopoisk', { kinopoiskId: 302 }, [matrix]],
    ['when a film is meant and it is a series', { isSeries: false }, [series]],
    ['when a series is meant and it is a film', { isSeries: true }, [matrix]],
  ] as const)('%s', (_, differences, films) => {
    expect(match(differences, films)).toEqual(notFound);
  });
});

describe('matchByTitle finds candidates', () => {
  it.each([
    ['a film whose id of IMDb is not known', { imdbId: 'tt0133093' }, { imdbId: null }],
    ['a series that is meant', { isSeries: true }, { type: 'TV_SERIES' }],
    ['a mini-series that is meant', { isSeries: true }, { type: 'MINI_SERIES' }],
    ['a show that is meant', { isSeries: true }, { type: 'TV_SHOW' }],
    ['a film whose type is not known', { isSeries: true }, { type: null }],
    ['a series when the list does not say', {}, { type: 'TV_SERIES' }],
  ])('%s', (_, differences, film) => {
    expect(match(differences, [{ ...matrix, ...film }])).toEqual(matched(0.95));
  });
});

describe('the candidates', () => {
  it('have their first name and their own year', () => {
    expect(match({ titles: ['The Matrix'], year: 2001 }, [matrix])).toEqual({
      outcome: 'ambiguous',
      candidates: [{ kinopoiskId: 301, title: 'Матрица', year: 1999, confidence: 0.63 }],
    });
  });

  it('are ordered by confidence, ties by id', () => {
    const films = [
      { ...matrix, kinopoiskId: 40, year: 2001 },
      { ...matrix, kinopoiskId: 30, year: 2000 },
      { ...matrix, kinopoiskId: 20, year: 1998 },
      { ...matrix, kinopoiskId: 10, names: ['Матрицаа'] },
    ];
    expect(match({}, films)).toEqual(ambiguous([20, 0.77], [30, 0.77], [10, 0.66], [40, 0.63]));
  });

  it('are limited to the most likely ones', () => {
    const unknownYears = Array.from({ length: MAX_CANDIDATES + 1 }, (_, index) => ({
      ...matrix,
      kinopoiskId: 10 + index,
      year: null,
    }));
    const films = [...unknownYears, { ...matrix, kinopoiskId: 99, year: 2000 }];
    expect(match({}, films)).toEqual(ambiguous([99, 0.77], [10, 0.72], [11, 0.72], [12, 0.72], [13, 0.72]));
  });
});
