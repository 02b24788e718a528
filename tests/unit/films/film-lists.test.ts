import { describe, expect, it } from 'vitest';
import type { ListProgress } from '../../../src/domain/films/film-lists.ts';
import {
  afterFailure,
  afterPage,
  filmLists,
  listState,
  monthOfPremieres,
  nextToRead,
} from '../../../src/domain/films/film-lists.ts';

const DAY_MS = 24 * 3600 * 1000;
const now = new Date('2026-12-31T23:00:00.000Z');
const later = (ms: number) => new Date(now.getTime() + ms);

const progress = (differences: Partial<ListProgress> = {}): ListProgress => ({
  ...{ list: 'popular', nextPage: 1, dueAt: now, readAt: null, failures: 0 },
  ...differences,
});

describe('the lists that fill the catalogue', () => {
  it('are the popular ones, the premieres of this and the next month, the other ones, and those of the months before', () => {
    const lists = filmLists(now);
    expect(lists.slice(0, 6)).toEqual([
      'popular',
      'popular_films',
      'popular_series',
      'premieres_2026_12',
      'premieres_2027_1',
      'best_films',
    ]);
    expect(lists.slice(-2)).toEqual(['premieres_2026_2', 'premieres_2026_1']);
    expect(new Set(lists).size).toBe(lists.length);
  });

  it('have the month of premieres', () => {
    expect(monthOfPremieres('premieres_2026_2')).toEqual({ year: 2026, month: 2 });
    expect(monthOfPremieres('popular')).toBeUndefined();
  });

  it('are read one after the other, each to its end', () => {
    expect(nextToRead([], now)).toEqual(progress());
    expect(nextToRead([progress({ nextPage: 7 })], now)).toEqual(progress({ nextPage: 7 }));
    const read = progress({ readAt: now, dueAt: later(DAY_MS) });
    expect(nextToRead([read], now)).toEqual(progress({ list: 'popular_films' }));
  });

  it('are read for the first time before others are read again', () => {
    const isDueAgain = progress({ readAt: later(-DAY_MS) });
    expect(nextToRead([isDueAgain], now)?.list).toBe('popular_films');
    const others = filmLists(now).slice(1);
    const allRead = others.map((list) => progress({ list, readAt: now, dueAt: later(1) }));
    expect(nextToRead([isDueAgain, ...allRead], now)).toEqual(isDueAgain);
    expect(nextToRead(allRead.concat(progress({ dueAt: later(1) })), now)).toBeUndefined();
  });

  it('are read in larger and larger steps to their last page if all films are known', () => {
    const pages: number[] = [];
    let reading = progress({ list: 'best_films' });
    while (reading.readAt === null) {
      pages.push(reading.nextPage);
      reading = afterPage(reading, { films: 20, added: reading.nextPage === 4 ? 1 : 0, pages: 13 }, now);
    }
    expect(pages).toEqual([1, 2, 4, 5, 10, 13]);
  });

  it('are read page by page in the first list, even if all films are known', () => {
    const after = afterPage(progress(), { films: 20, added: 0, pages: 3 }, now);
    expect(after).toEqual(progress({ nextPage: 2 }));
    expect(listState(after)).toBe('partly_read');
  });

  it.each([
    ['its last page', { nextPage: 3 }, { films: 5, added: 5, pages: 3 }],
    ['an empty page', { nextPage: 2 }, { films: 0, added: 0, pages: 3 }],
    ['a page with nothing new, the second time', { readAt: later(-DAY_MS) }, { films: 20, added: 0, pages: 3 }],
  ])('are read to their end with %s', (_, before, page) => {
    const after = afterPage(progress(before), page, now);
    expect(after).toEqual(progress({ readAt: now, dueAt: later(DAY_MS) }));
    expect(listState(after)).toBe('read');
  });

  it('are read the second time as long as there are new films', () => {
    const before = progress({ readAt: later(-DAY_MS) });
    expect(afterPage(before, { films: 20, added: 1, pages: 3 }, now)).toEqual({ ...before, nextPage: 2 });
  });

  it.each([
    ['popular_series', 1],
    ['premieres_2027_1', 1],
    ['premieres_2026_2', 30],
    ['best_films', 30],
  ] as const)('%s is read again after %i days', (list, days) => {
    expect(afterPage(progress({ list }), { films: 5, added: 5, pages: 1 }, now).dueAt).toEqual(later(days * DAY_MS));
  });

  it('wait longer after each consecutive failure, up to a day, and keep their page', () => {
    let after = progress({ nextPage: 4 });
    for (const hours of [1, 2, 4, 8, 16, 24, 24]) {
      after = afterFailure(after, now);
      expect([after.nextPage, after.dueAt]).toEqual([4, later(hours * 3600 * 1000)]);
    }
    expect(listState(after)).toBe('failing');
    expect(afterPage(after, { films: 20, added: 20, pages: 9 }, now)).toEqual(progress({ nextPage: 5 }));
  });
});
