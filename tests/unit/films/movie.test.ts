import { describe, expect, it } from 'vitest';
import { kinopoiskPage, titleOf, trailerLink, unknownFilm } from '../../../src/domain/films/movie.ts';

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

describe('trailerLink', () => {
  it('is the trailer where one is known', () => {
    const trailerUrl = 'https://www.youtube.com/watch?v=nUEQNVV3Gfs';
    expect(trailerLink({ kinopoiskId: 301, trailerUrl })).toBe(trailerUrl);
  });

  it('is the video page of the film where no trailer is known', () => {
    expect(trailerLink({ kinopoiskId: 301, trailerUrl: null })).toBe('https://www.kinopoisk.ru/film/301/video/');
  });
});

describe('kinopoiskPage', () => {
  it('is the address of the film', () => {
    expect(kinopoiskPage(301)).toBe('https://www.kinopoisk.ru/film/301/');
  });
});

describe('unknownFilm', () => {
  it('says nothing of the film but its id', () => {
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
