import { describe, expect, it } from 'vitest';
import type { PersonalChanges } from '../../../src/domain/shelf/favorite-movie.ts';
import { faultsOfPersonal, isCalendarDay, withoutEmptyNote } from '../../../src/domain/shelf/favorite-movie.ts';

const now = new Date('2026-11-20T23:59:59.999Z');

describe('the personal data of a film', () => {
  it.each<PersonalChanges>([
    {},
    { note: null, userRating: null, watchedAt: null },
    { note: '' },
    { note: '🎬'.repeat(1000) },
    { note: '=1+1\t\r\n\u202e' },
    { userRating: 1 },
    { userRating: 10 },
    { watchedAt: '1895-01-01' },
    { watchedAt: '2024-02-29' },
    { watchedAt: '2026-11-21' },
  ])('may be %o', (changes) => {
    expect(faultsOfPersonal(changes, now)).toEqual([]);
  });

  it.each<[PersonalChanges, object]>([
    [{ note: 'a\0' }, { field: 'note', code: 'not-well-formed' }],
    [{ note: '\ud800' }, { field: 'note', code: 'not-well-formed' }],
    [{ note: 'a'.repeat(1001) }, { field: 'note', code: 'too-long', limit: 1000 }],
    [{ userRating: 0 }, { field: 'userRating', code: 'invalid-value' }],
    [{ userRating: 11 }, { field: 'userRating', code: 'invalid-value' }],
    [{ userRating: 7.5 }, { field: 'userRating', code: 'invalid-value' }],
    [{ userRating: Number.NaN }, { field: 'userRating', code: 'invalid-value' }],
    [{ watchedAt: '1894-12-31' }, { field: 'watchedAt', code: 'day-out-of-range' }],
    [{ watchedAt: '2026-11-22' }, { field: 'watchedAt', code: 'day-out-of-range' }],
    [{ watchedAt: '2026-02-29' }, { field: 'watchedAt', code: 'invalid-format' }],
    [{ watchedAt: '' }, { field: 'watchedAt', code: 'invalid-format' }],
  ])('may not be %o', (changes, fault) => {
    expect(faultsOfPersonal(changes, now)).toEqual([fault]);
  });

  it('is refused with every fault at once', () => {
    expect(faultsOfPersonal({ note: '\0', userRating: 0, watchedAt: 'x' }, now)).toHaveLength(3);
  });

  it('has no note if the note is empty, and is otherwise unchanged', () => {
    expect(withoutEmptyNote({ note: '', userRating: 3 })).toEqual({ note: null, userRating: 3 });
    expect(withoutEmptyNote({ note: ' ' })).toEqual({ note: ' ' });
    expect(withoutEmptyNote({ userRating: null })).toEqual({ userRating: null });
  });

  it.each(['2026-1-1', '2026-13-01', '2026-04-31', '1900-02-29', '2026-11-20T00:00Z', '+2026-11-20', '２０２６-11-20'])(
    'refuses the day %s',
    (text) => {
      expect(isCalendarDay(text)).toBe(false);
    },
  );
});
