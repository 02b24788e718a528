import { describe, expect, it } from 'vitest';
import { kinopoiskPage, trailerLink } from '../../../src/adapters/http/films/kinopoisk-links.ts';

describe('trailerLink', () => {
  it('is the trailer if one is known', () => {
    const trailerUrl = 'https://www.youtube.com/watch?v=nUEQNVV3Gfs';
    expect(trailerLink({ kinopoiskId: 301, trailerUrl })).toBe(trailerUrl);
  });

  it('is the video page of the film if no trailer is known', () => {
    expect(trailerLink({ kinopoiskId: 301, trailerUrl: null })).toBe('https://www.kinopoisk.ru/film/301/video/');
  });
});

describe('kinopoiskPage', () => {
  it('is the address of the film', () => {
    expect(kinopoiskPage(301)).toBe('https://www.kinopoisk.ru/film/301/');
  });
});
