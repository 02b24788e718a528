import { describe, expect, it } from 'vitest';
import type { ListedFilm } from '../../../src/domain/imports/film-import.ts';
import { LIST_FORMATS } from '../../../src/domain/imports/film-import.ts';
import type { MatchedRow, ShelfBefore } from '../../../src/domain/imports/shelf-import.ts';
import { importToShelf, shelvedAfter } from '../../../src/domain/imports/shelf-import.ts';
import type { Personal, Shelved } from '../../../src/domain/shelf/favorite-movie.ts';

const now = new Date('2026-11-20T12:00:00.000Z');
const earlier = new Date('2020-02-03T04:05:06.789Z');

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

  describe.each(foreign)('of a film on the shelf, from %s', (format) => {
    it('keeps the owner’s data', () => {
      expect(shelvedAfter(format, { ...personal, addedAt: earlier }, known, now)).toEqual({
        shelved: known,
        effect: 'unchanged',
      });
    });

    it('sets empty fields', () => {
      const silent = { ...nothing, addedAt: known.addedAt };
      expect(shelvedAfter(format, { ...personal, addedAt: earlier }, silent, now)).toEqual({
        shelved: { ...personal, addedAt: known.addedAt },
        effect: 'changed',
      });
    });

    it.each(['note', 'userRating', 'watchedAt'] as const)('sets only a missing %s', (field) => {
      const lacking = { ...known, [field]: null };
      expect(shelvedAfter(format, { ...personal, addedAt: null }, lacking, now)).toEqual({
        shelved: { ...known, [field]: personal[field] },
        effect: 'changed',
      });
    });

    it('changes nothing for a row without data', () => {
      expect(shelvedAfter(format, { ...nothing, addedAt: null }, known, now)).toEqual({
        shelved: known,
        effect: 'unchanged',
      });
    });
  });

  describe('of a film on the shelf, from an export of this service', () => {
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
    ])('notices a change of only %s', (field, value) => {
      const shelved = { ...known, [field]: value };
      expect(shelvedAfter('kinopolka', shelved, known, now)).toEqual({ shelved, effect: 'changed' });
    });

    it('changes nothing for equal data', () => {
      const same = { ...known, addedAt: new Date(known.addedAt) };
      expect(shelvedAfter('kinopolka', same, known, now)).toEqual({ shelved: known, effect: 'unchanged' });
    });
  });
});

describe('importToShelf', () => {
  const said = (kinopoiskId: number, personal: Partial<Personal> = {}): ListedFilm => ({
    kinopoiskId,
    imdbId: null,
    titles: ['Матрица'],
    year: 1999,
    isSeries: false,
    note: null,
    userRating: null,
    watchedAt: null,
    addedAt: null,
    ...personal,
  });
  const row = (number: number, film: ListedFilm) => ({ row: number, kinopoiskId: film.kinopoiskId ?? 0, film });
  const file = { source: { kind: 'file', format: 'imdb' }, isDryRun: false } as const;
  const empty: ShelfBefore = { films: new Map(), matched: new Set(), rated: new Map() };
  const there: Shelved = { note: null, userRating: 8, watchedAt: null, addedAt: earlier };

  it('returns the effect of each row, and the new data of changed films', () => {
    const rows = [row(1, said(301)), row(2, said(302, { note: 'Ещё раз' })), row(3, said(303, { userRating: 5 }))];
    const films = new Map([302, 303].map((id) => [id, there] as const));
    expect(importToShelf(file, rows, { ...empty, films }, now)).toEqual({
      effects: new Map([
        [1, 'added'],
        [2, 'changed'],
        [3, 'unchanged'],
      ]),
      puts: new Map([
        [301, { note: null, userRating: null, watchedAt: null, addedAt: now }],
        [302, { ...there, note: 'Ещё раз' }],
      ]),
      rated: new Map(),
    });
  });

  it.each([false, true])('lets the second row of a film find the first, dry run: %s', (isDryRun) => {
    const rows = [row(1, said(301, { userRating: 9 })), row(2, said(301, { note: 'x' })), row(3, said(301))];
    const { effects, puts } = importToShelf({ ...file, isDryRun }, rows, empty, now);
    expect([...effects.values()]).toEqual(['added', 'changed', 'unchanged']);
    expect([...puts.values()]).toEqual(isDryRun ? [] : [{ note: 'x', userRating: 9, watchedAt: null, addedAt: now }]);
  });

  it('counts a film once in a dry run, although it is not on the shelf', () => {
    const before = { ...empty, matched: new Set([301]) };
    const rows = [row(7, said(301)), row(8, said(302))];
    expect(importToShelf({ ...file, isDryRun: true }, rows, before, now)).toEqual({
      effects: new Map([
        [7, 'unchanged'],
        [8, 'added'],
      ]),
      puts: new Map(),
      rated: new Map(),
    });
  });

  it('uses the shelf and not earlier rows outside of a dry run, because the owner may have removed the film', () => {
    const { effects } = importToShelf(file, [row(7, said(301))], { ...empty, matched: new Set([301]) }, now);
    expect(effects).toEqual(new Map([[7, 'added']]));
  });

  it.each([
    ['puts back what this service wrote itself', { kind: 'file', format: 'kinopolka' } as const, 5],
    ['keeps what its owner has said, whatever a file says', { kind: 'file', format: 'letterboxd' } as const, 8],
    ['keeps what its owner has said, whatever a profile says', { kind: 'kinopoisk', kinopoiskUserId: 7 } as const, 8],
  ])('%s', (_, source, userRating) => {
    const rows = [row(1, said(301, { note: 'x', userRating: 5 }))];
    const { puts } = importToShelf(
      { source, isDryRun: false },
      rows,
      { ...empty, films: new Map([[301, there]]) },
      now,
    );
    expect(puts).toEqual(new Map([[301, { ...there, note: 'x', userRating }]]));
  });

  describe('of several rows of one film', () => {
    const dated = (userRating: number | null, watchedAt: string | null, addedAt: string | null = null) => ({
      ...said(301, { userRating, watchedAt }),
      addedAt: addedAt === null ? null : new Date(`${addedAt}T00:00:00.000Z`),
    });
    const rows: [string, ListedFilm[], { userRating: number | null; watchedAt: string | null }][] = [
      [
        'of two days watched',
        [dated(6, '2018-06-18'), dated(10, '2021-12-11')],
        { userRating: 10, watchedAt: '2021-12-11' },
      ],
      [
        'of three days, the last without a rating',
        [dated(6, '2018-06-18'), dated(8, '2019-01-01'), dated(null, '2021-12-11')],
        { userRating: 8, watchedAt: '2021-12-11' },
      ],
      [
        'of three days, the last with the rating of the first',
        [dated(6, '2018-06-18'), dated(8, '2019-01-01'), dated(6, '2021-12-11')],
        { userRating: 6, watchedAt: '2021-12-11' },
      ],
      [
        'rated on three days',
        [dated(6, null, '2018-06-18'), dated(8, null, '2019-01-01'), dated(7, null, '2018-12-31')],
        { userRating: 8, watchedAt: null },
      ],
      [
        'one of them without a day',
        [dated(6, null), dated(8, '2019-01-01')],
        { userRating: 8, watchedAt: '2019-01-01' },
      ],
    ];

    /** All orders of the rows. */
    function orders<T>(items: readonly T[]): T[][] {
      if (items.length < 2) return [[...items]];
      return items.flatMap((item, at) => orders(items.toSpliced(at, 1)).map((rest) => [item, ...rest]));
    }

    /** The film on the shelf after rows in batches of `atOnce`. */
    function shelfAfter(films: readonly ListedFilm[], atOnce: number, before?: Shelved): Shelved | undefined {
      let shelf = new Map<number, Shelved>(before && [[301, before]]);
      let rated: ShelfBefore['rated'] = new Map();
      const numbered: MatchedRow[] = films.map((film, at) => row(at + 1, film));
      for (let from = 0; from < numbered.length; from += atOnce) {
        const result = importToShelf(file, numbered.slice(from, from + atOnce), { ...empty, films: shelf, rated }, now);
        shelf = new Map([...shelf, ...result.puts]);
        rated = new Map([...rated, ...Array.from(result.rated.values(), (rating) => [301, rating] as const)]);
      }
      return shelf.get(301);
    }

    it.each(rows)('uses the latest row: %s, in any order and any batches', (_, films, expected) => {
      for (const order of orders(films))
        for (const atOnce of [1, 2, films.length]) expect(shelfAfter(order, atOnce)).toMatchObject(expected);
    });

    it.each(rows)('does the same for a film without a rating: %s', (_, films, expected) => {
      const unrated = { note: null, userRating: null, watchedAt: null, addedAt: now };
      for (const order of orders(films))
        for (const atOnce of [1, films.length]) expect(shelfAfter(order, atOnce, unrated)).toMatchObject(expected);
    });

    it('changes nothing for the same list again', () => {
      const films = [dated(6, '2018-06-18'), dated(10, '2021-12-11')];
      const once = shelfAfter(films, 2);
      expect(shelfAfter(films, 2, once)).toEqual(once);
    });

    it('applies a later list with a later day, but not one with an earlier day', () => {
      const once: Shelved = { note: null, userRating: 6, watchedAt: '2018-06-18', addedAt: earlier };
      expect(shelfAfter([dated(10, '2021-12-11')], 1, once)).toMatchObject({ userRating: 10, watchedAt: '2021-12-11' });
      expect(shelfAfter([dated(10, '2018-06-17')], 1, once)).toEqual(once);
    });

    it('keeps later changes by hand', () => {
      const byHand: Shelved = { note: null, userRating: 6, watchedAt: null, addedAt: now };
      expect(shelfAfter([dated(10, null, '2021-12-11'), dated(9, null)], 1, byHand)).toEqual(byHand);
    });
  });
});
