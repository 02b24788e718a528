import { describe, expect, it } from 'vitest';
import { titleOf, unknownFilm } from '../../../src/domain/films/movie.ts';

describe('titleOf', () => {
  it.each([
    ['Матрица', { nameRu: 'Матрица', nameOriginal: 'The Matrix', nameEn: 'Matrix' }],
    ['The Matrix', { nameRu: null, nameOriginal: 'The Matrix', nameEn: 'Matrix' }],
    ['Matrix', { nameRu: null, nameOriginal: null, nameEn: 'Matrix' }],
    [null, { nameRu: null, nameOriginal: null, nameEn: null }],
  ])('is %s for the names %j', (title, names) => {
    expect(titleOf(names)).toBe(title);
  });
});

describe('unknownFilm', () => {
  it('has only the id of the film', () => {
    const { kinopoiskId, genres, countries, directors, trailerUrl, ...rest } = unknownFilm(301);
    expect({ kinopoiskId, genres, countries, directors, trailerUrl }).toEqual({
      kinopoiskId: 301,
      genres: [],
      countries: [],
      directors: undefined,
      trailerUrl: undefined,
    });
    expect(new Set(Object.values(rest))).toEqual(new Set([null]));
  });
});
