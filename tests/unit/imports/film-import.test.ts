import { describe, expect, it } from 'vitest';
import type { ListedFilm, ListRow } from '../../../src/domain/imports/film-import.ts';
import type { ListColumn, ListField } from '../../../src/domain/imports/list-columns.ts';
import { checkedRow, rowDecider } from '../../../src/domain/imports/list-row.ts';
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
  const nameOf = (field: ListField) => (field === 'note' ? undefined : `Column ${field}`);
  const check = (said: ListRow) => checkedRow(said, { now, nameOf });

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
  ])('does not change a row with %s', (_, differences) => {
    expect(check({ film: { ...film, ...differences } })).toEqual({ film: { ...film, ...differences } });
  });

  it('treats an empty note as none', () => {
    expect(check({ film: { ...film, note: '' } })).toEqual({ film: { ...film, note: null } });
  });

  it.each([
    ['a year before any film', { year: 1849 }, 'Column year'],
    ['a year to come', { year: 2201 }, 'Column year'],
    ['a year that databases cannot hold', { year: 3_000_000_000 }, 'Column year'],
    ['a rating of 0', { userRating: 0 }, 'Column user_rating'],
    ['a rating of 11', { userRating: 11 }, 'Column user_rating'],
    ['a rating between two', { userRating: 7.5 }, 'Column user_rating'],
    ['a day that is not in the calendar', { watchedAt: '2026-02-30' }, 'Column watched_at'],
    ['a day that is not one', { watchedAt: 'yesterday' }, 'Column watched_at'],
    ['a day to come', { watchedAt: '2026-11-22' }, 'Column watched_at'],
    ['a day before the first film', { watchedAt: '1894-12-31' }, 'Column watched_at'],
    ['a time before the first film', { addedAt: new Date('1894-12-31T23:59:59.999Z') }, 'Column added_at'],
    ['a time that databases cannot hold', { addedAt: new Date('0000-01-01T00:00:00.000Z') }, 'Column added_at'],
  ])('ignores %s, and names the column', (_, differences, column) => {
    const [field = ''] = Object.keys(differences);
    expect(check({ film: { ...film, ...differences } })).toEqual({
      film: { ...film, [field]: null },
      ignored: [{ column, reason: 'out_of_range' }],
    });
  });

  it.each([
    [
      'cuts a note that is too long',
      'я'.repeat(MAX_NOTE_LENGTH + 1),
      `${'я'.repeat(MAX_NOTE_LENGTH - 1)}…`,
      'too_long',
    ],
    ['cuts between characters', '🎬'.repeat(5000), `${'🎬'.repeat(MAX_NOTE_LENGTH - 1)}…`, 'too_long'],
    ['takes NUL out of a note', 'a\0b', 'ab', 'not_well_formed'],
    ['replaces half a character', '\ud83c!', '\ufffd!', 'not_well_formed'],
    ['has no note of NUL alone', '\0', null, 'not_well_formed'],
  ])('%s, and reports it', (_, note, kept, reason) => {
    expect(check({ film: { ...film, note } })).toEqual({
      film: { ...film, note: kept },
      ignored: [{ column: 'note', reason }],
    });
  });

  it('adds to earlier ignored cells, and keeps undecided values', () => {
    const said: ListRow = {
      film: { ...film, userRating: 0, note: '\0' },
      undecided: { watchedAt: { column: 'Seen', day: { first: 1, second: 2, year: 2020 } } },
      ignored: [{ column: 'Type', reason: 'unreadable' }],
    };
    expect(check(said)).toEqual({
      film: { ...film, userRating: null, note: null },
      undecided: said.undecided,
      ignored: [
        { column: 'Type', reason: 'unreadable' },
        { column: 'Column user_rating', reason: 'out_of_range' },
        { column: 'note', reason: 'not_well_formed' },
      ],
    });
  });

  it('does not change an unreadable row', () => {
    const unreadable = { fault: 'columns', text: 'a b c' } as const;
    expect(check(unreadable)).toEqual(unreadable);
  });
});

describe('rowDecider', () => {
  const bare = { ...film, userRating: null, watchedAt: null, addedAt: null };
  const rated = (rating: number): ListRow => ({ film: bare, undecided: { userRating: { column: 'Rating', rating } } });
  const day = { first: 5, second: 1, year: 2024 };
  const decide = (said: ListRow, column: Partial<ListColumn>) =>
    rowDecider({ columns: [{ name: 'Rating', field: 'user_rating', ...column }], createdAt: now })(said);

  it.each([
    [4.5, 5, 9],
    [0.5, 5, 1],
    [7.5, 10, 8],
    [85, 100, 9],
    [3, 100, 1],
  ] as const)('converts %d of %d to %d of ten', (rating, scale, userRating) => {
    expect(decide(rated(rating), { scale })).toEqual({ film: { ...bare, userRating } });
  });

  it.each([
    [5.5, 5],
    [11, 10],
    [101, 100],
  ] as const)('ignores %d of %d', (rating, scale) => {
    const ignored = [{ column: 'Rating', reason: 'out_of_range' }];
    expect(decide(rated(rating), { scale })).toEqual({ film: bare, ignored });
  });

  it.each([
    ['day_first', '2024-01-05'],
    ['month_first', '2024-05-01'],
  ] as const)('reads days %s', (dayOrder, watchedAt) => {
    const cell = { column: 'Rating', day };
    expect(decide({ film: bare, undecided: { watchedAt: cell, addedAt: cell } }, { dayOrder })).toEqual({
      film: { ...bare, watchedAt, addedAt: new Date(`${watchedAt}T00:00:00.000Z`) },
    });
  });

  it.each([
    ['ambiguous', day, null],
    ['out_of_range', { first: 12, second: 11, year: 2026 }, 'month_first'],
    ['out_of_range', { first: 1, second: 2, year: 1776 }, 'day_first'],
  ] as const)('ignores a day that is %s', (reason, said, dayOrder) => {
    const row: ListRow = { film: bare, undecided: { watchedAt: { column: 'Rating', day: said } } };
    expect(decide(row, { dayOrder })).toEqual({ film: bare, ignored: [{ column: 'Rating', reason }] });
  });

  it('does not change complete rows', () => {
    const complete: ListRow = { film };
    expect(decide(complete, {})).toBe(complete);
    const unreadable = { fault: 'columns', text: 'a b c' } as const;
    expect(decide(unreadable, {})).toBe(unreadable);
  });
});
