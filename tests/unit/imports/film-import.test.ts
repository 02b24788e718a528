import { describe, expect, it } from 'vitest';
import type { Shelved } from '../../../src/domain/shelf/favorite-movie.ts';
import { MAX_NOTE_LENGTH } from '../../../src/domain/shelf/favorite-movie.ts';
import type { ListedFilm } from '../../../src/domain/imports/film-import.ts';
import { checkedRow, LIST_FORMATS, MAX_ROW_TEXT, shelvedAfter } from '../../../src/domain/imports/film-import.ts';

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

describe('shelvedAfter', () => {
  const personal = { note: 'Из списка', userRating: 5, watchedAt: '2020-01-02' };
  const nothing = { note: null, userRating: null, watchedAt: null };
  const known: Shelved = { note: 'Своё', userRating: 9, watchedAt: '2025-05-05', addedAt: new Date('2025-01-01') };
  const foreign = [...LIST_FORMATS.filter((format) => format !== 'kinopolka'), 'kinopoisk'] as const;

  describe.each(['kinopolka', ...foreign] as const)('of a new film from %s', (format) => {
    it.each([
      ['since when it was kept there', earlier, earlier],
      ['now when that is not known', null, now],
      ['now when that is to come', new Date(now.getTime() + 1), now],
    ])('adds it %s', (_, addedAt, kept) => {
      expect(shelvedAfter(format, { ...personal, addedAt }, undefined, now)).toEqual({
        shelved: { ...personal, addedAt: kept },
        effect: 'added',
      });
    });
  });

  describe.each(foreign)('of a film that is there, from %s', (format) => {
    it('keeps what its owner has said here', () => {
      expect(shelvedAfter(format, { ...personal, addedAt: earlier }, known, now)).toEqual({
        shelved: known,
        effect: 'unchanged',
      });
    });

    it('fills what its owner has not said', () => {
      const silent = { ...nothing, addedAt: known.addedAt };
      expect(shelvedAfter(format, { ...personal, addedAt: earlier }, silent, now)).toEqual({
        shelved: { ...personal, addedAt: known.addedAt },
        effect: 'changed',
      });
    });

    it.each(['note', 'userRating', 'watchedAt'] as const)('fills a missing %s alone', (field) => {
      const lacking = { ...known, [field]: null };
      expect(shelvedAfter(format, { ...personal, addedAt: null }, lacking, now)).toEqual({
        shelved: { ...known, [field]: personal[field] },
        effect: 'changed',
      });
    });

    it('changes nothing by a row that says nothing', () => {
      expect(shelvedAfter(format, { ...nothing, addedAt: null }, known, now)).toEqual({
        shelved: known,
        effect: 'unchanged',
      });
    });
  });

  describe('of a film that is there, from its own export', () => {
    it.each([
      ['puts back all that was there', { ...personal, addedAt: earlier }, { ...personal, addedAt: earlier }],
      ['clears what was not said then', { ...nothing, addedAt: earlier }, { ...nothing, addedAt: earlier }],
      ['keeps the time when none is given', { ...personal, addedAt: null }, { ...personal, addedAt: known.addedAt }],
      ['takes a time to come for now', { ...known, addedAt: new Date(now.getTime() + 1) }, { ...known, addedAt: now }],
    ])('%s', (_, said, shelved) => {
      expect(shelvedAfter('kinopolka', said, known, now)).toEqual({ shelved, effect: 'changed' });
    });

    it.each([
      ['note', 'Другое'],
      ['userRating', null],
      ['watchedAt', '2025-05-06'],
      ['addedAt', earlier],
    ])('sees a change of %s alone', (field, value) => {
      const shelved = { ...known, [field]: value };
      expect(shelvedAfter('kinopolka', shelved, known, now)).toEqual({ shelved, effect: 'changed' });
    });

    it('changes nothing by what is there already', () => {
      const same = { ...known, addedAt: new Date(known.addedAt) };
      expect(shelvedAfter('kinopolka', same, known, now)).toEqual({ shelved: known, effect: 'unchanged' });
    });
  });
});
