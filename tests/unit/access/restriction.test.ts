import { describe, expect, it } from 'vitest';
import type { Restriction, RestrictionRule } from '../../../src/domain/access/restriction.ts';
import { labelsOf } from '../../../src/domain/access/restriction.ts';
import type { Movie } from '../../../src/domain/films/movie.ts';
import { aMovie } from '../../builders/film.ts';

const november2026 = new Date('2026-11-20T12:00:00.000Z');

describe('labelsOf', () => {
  it.each<[string, RestrictionRule, Partial<Movie>, boolean]>([
    ['within three years a film of this year', { releasedWithinYears: 3 }, { year: 2026 }, true],
    ['within three years a film of two years before', { releasedWithinYears: 3 }, { year: 2024 }, true],
    ['within three years a film of three years before', { releasedWithinYears: 3 }, { year: 2023 }, false],
    ['within three years a film that is still to come', { releasedWithinYears: 3 }, { year: 2027 }, true],
    ['within three years a film of an unknown year', { releasedWithinYears: 3 }, { year: null }, false],
    ['within one year a film of this year', { releasedWithinYears: 1 }, { year: 2026 }, true],
    ['within one year a film of the year before', { releasedWithinYears: 1 }, { year: 2025 }, false],
    ['from 18 a film for adults', { ageLimitFrom: 18 }, { ageLimit: 18 }, true],
    ['from 18 a film for older ones', { ageLimitFrom: 18 }, { ageLimit: 21 }, true],
    ['from 18 a film for younger ones', { ageLimitFrom: 18 }, { ageLimit: 17 }, false],
    ['from 18 a film of an unknown age limit', { ageLimitFrom: 18 }, { ageLimit: null }, false],
    ['from 0 a film for everybody', { ageLimitFrom: 0 }, { ageLimit: 0 }, true],
    ['from 0 a film of an unknown age limit', { ageLimitFrom: 0 }, { ageLimit: null }, false],
    ['of a genre a film that has it first', { genreId: 6 }, {}, true],
    ['of a genre a film that has it last', { genreId: 11 }, {}, true],
    ['of a genre a film of others', { genreId: 1 }, {}, false],
    ['of a genre a film of none', { genreId: 6 }, { genres: [] }, false],
    ['of a list a film that is on it', { kinopoiskIds: [5, 301] }, {}, true],
    ['of a list a film that is not on it', { kinopoiskIds: [5, 3010] }, {}, false],
    ['of an empty list a film', { kinopoiskIds: [] }, {}, false],
  ])('%s: %j covers %j is %s', (_, rule, differences, isCovered) => {
    const labels = labelsOf(aMovie(differences), [{ label: 'some', rule }], november2026);
    expect(labels).toEqual(isCovered ? ['some'] : []);
  });

  it.each([
    ['the last moment of the year', '2026-12-31T23:59:59.999Z', ['new']],
    ['the first moment of the next', '2027-01-01T00:00:00.000Z', []],
  ])('counts years until %s', (_, now, labels) => {
    const restriction = { label: 'new', rule: { releasedWithinYears: 3 } };
    expect(labelsOf(aMovie({ year: 2024 }), [restriction], new Date(now))).toEqual(labels);
  });

  it('names every restriction that covers the film, in their order', () => {
    const restrictions: readonly Restriction[] = [
      { label: 'teens', rule: { ageLimitFrom: 16 } },
      { label: 'adult', rule: { ageLimitFrom: 18 } },
      { label: 'chosen', rule: { kinopoiskIds: [301] } },
      { label: 'action', rule: { genreId: 11 } },
    ];
    expect(labelsOf(aMovie(), restrictions, november2026)).toEqual(['teens', 'chosen', 'action']);
    expect(labelsOf(aMovie(), restrictions.toReversed(), november2026)).toEqual(['action', 'chosen', 'teens']);
  });

  it('is empty without restrictions', () => {
    expect(labelsOf(aMovie(), [], november2026)).toEqual([]);
  });
});
