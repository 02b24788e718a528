import { describe, expect, it } from 'vitest';
import type { ListedFilm } from '../../../src/domain/imports/film-import.ts';
import { checkedRow, MAX_ROW_TEXT } from '../../../src/domain/imports/film-import.ts';
import { MAX_NOTE_LENGTH } from '../../../src/domain/shelf/favorite-movie.ts';

const now = new Date('2026-11-20T12:00:00.000Z');
const earlier = new Date('2020-02-03T04:05:06.789Z');

const film: ListedFilm = {
  kinopoiskId: 301,
  imdbId: 'tt0133093',
  titles: ['Матрица', 'The Matrix'],
  year: 1999,
  isSeries: false,
  note: 'Ещё раз',
  userRating: 9,
  watchedAt: '2026-11-19',
  addedAt: earlier,
};

describe('checkedRow', () => {
  it.each([
    ['all that can be said', {}],
    ['nothing said', { note: null, userRating: null, watchedAt: null, addedAt: null }],
    ['the lowest rating', { userRating: 1 }],
    ['the highest rating', { userRating: 10 }],
    ['the first year', { year: 1850 }],
    ['the last year', { year: 2200 }],
    ['the longest note, counted in code points', { note: '🎬'.repeat(MAX_NOTE_LENGTH) }],
    ['tomorrow, which is today somewhere', { watchedAt: '2026-11-21' }],
    ['the first day of films', { watchedAt: '1895-01-01', addedAt: new Date('1895-01-01T00:00:00.000Z') }],
  ])('lets a row through with %s', (_, differences) => {
    expect(checkedRow({ film: { ...film, ...differences } }, now)).toEqual({ film: { ...film, ...differences } });
  });

  it('takes an empty note for none', () => {
    expect(checkedRow({ film: { ...film, note: '' } }, now)).toEqual({ film: { ...film, note: null } });
  });

  it.each([
    ['a note that is too long', { note: 'я'.repeat(MAX_NOTE_LENGTH + 1) }, 'note'],
    ['a note with NUL', { note: 'a\0b' }, 'note'],
    ['a note with half a character', { note: '\ud83c' }, 'note'],
    ['a year before any film', { year: 1849 }, 'year'],
    ['a year to come', { year: 2201 }, 'year'],
    ['a year that databases cannot hold', { year: 3_000_000_000 }, 'year'],
    ['a rating of 0', { userRating: 0 }, 'rating'],
    ['a rating of 11', { userRating: 11 }, 'rating'],
    ['a rating between two', { userRating: 7.5 }, 'rating'],
    ['a day that is not in the calendar', { watchedAt: '2026-02-30' }, 'watched_at'],
    ['a day that is not one', { watchedAt: 'yesterday' }, 'watched_at'],
    ['a day to come', { watchedAt: '2026-11-22' }, 'watched_at'],
    ['a day before the first film', { watchedAt: '1894-12-31' }, 'watched_at'],
    ['a time before the first film', { addedAt: new Date('1894-12-31T23:59:59.999Z') }, 'added_at'],
    ['a time that databases cannot hold', { addedAt: new Date('0000-01-01T00:00:00.000Z') }, 'added_at'],
    ['the first fault of several', { note: '\0', userRating: 0 }, 'note'],
  ])('refuses %s, by its titles', (_, differences, fault) => {
    expect(checkedRow({ film: { ...film, ...differences } }, now)).toEqual({ fault, text: 'Матрица / The Matrix' });
  });

  it('says no more of a row than helps to find it, and no half characters', () => {
    const long = { ...film, titles: [`a${'🎬'.repeat(MAX_ROW_TEXT)}`], userRating: 0 };
    const text = `a${'🎬'.repeat((MAX_ROW_TEXT - 2) / 2)}\ufffd`;
    expect(checkedRow({ film: long }, now)).toEqual({ fault: 'rating', text });
  });

  it('leaves a row as it is that could not be read', () => {
    const unreadable = { fault: 'columns', text: 'a b c' } as const;
    expect(checkedRow(unreadable, now)).toEqual(unreadable);
  });
});
