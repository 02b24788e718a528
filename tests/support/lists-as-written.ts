import { expect } from 'vitest';
import { inventFilm } from '../kinopoisk-stand-in/film.ts';

/**
 * Lists as real services write them. Below are the expected films; they do not depend on the way in which a list is
 * imported.
 */
export const LISTS_FOLDER = 'tests/http/imports/lists';

export type Report = { id: string; status: string; columns: Column[]; rows: Record<string, number> };
export type Row = { outcome: string; kinopoisk_id: number | null; fault: string | null; ignored: object[] };
type Column = {
  name: string;
  understood_as: string | null;
  rating_scale: number | null;
  scale_decided_by: string | null;
};
export type Favorite = {
  kinopoisk_id: number;
  added_at: string;
  note: string | null;
  user_rating: number | null;
  watched_at: string | null;
};

/** The film, its rating, and what else is expected of it on the shelf. */
type Kept = Partial<Favorite>;

/** A film that only Kinopoisk knows. */
export const district9 = inventFilm({
  kinopoiskId: 409_600,
  shows: 'a number sign in its title',
  nameRu: 'Район №9',
  nameOriginal: 'District 9',
  year: 2009,
  type: 'FILM',
});

export const kept = (kinopoisk_id: number, user_rating: number | null, more: Kept = {}): Kept => ({
  kinopoisk_id,
  user_rating,
  ...more,
});
const addedOn = (day: string) => ({ added_at: expect.stringContaining(day) as string });

/** The expected result of a list. `others`: rows that add nothing to the shelf. */
type Arriving = { films: Kept[]; others?: Partial<Row>[]; columns?: Partial<Column>[]; ignored?: object[] };

/** The films that each list must add to the shelf, in order of their Kinopoisk ids. */
export const LISTS_AS_WRITTEN: [list: string, arriving: Arriving][] = [
  ['01-kinopoisk-votes.csv', { films: [kept(476, 9, addedOn('2016-03-22')), kept(41520, 10, addedOn('2015-12-01'))] }],
  ['02-seen-not-rated.csv', { films: [kept(43423, 8), kept(44691, null)] }],
  ['03-letterboxd-list.csv', { films: [kept(361, null, { note: 'the soap' }), kept(474, null), kept(447301, null)] }],
  ['04-imdb-before-2017.csv', { films: [kept(361, 9, addedOn('2014-11-07')), kept(464963, 8, addedOn('2015-03-01'))] }],
  [
    '05-letterboxd-import-format.csv',
    {
      films: [
        kept(430, 9, { watched_at: '2020-08-19' }),
        kept(2213, 8, { watched_at: '2020-08-20' }),
        kept(1048334, 1, { watched_at: '2020-08-21' }),
      ],
      columns: [{ name: 'Rating', rating_scale: 5, scale_decided_by: 'column' }],
    },
  ],
  [
    '06-imdb-in-another-language.csv',
    { films: [kept(716587, 8), kept(1253633, 9)], others: [{ outcome: 'invalid', fault: 'not_a_film' }] },
  ],
  [
    '07-tmdb.csv',
    {
      films: [kept(358, 9, addedOn('2014-11-08')), kept(277537, 7, { added_at: '2023-05-02T13:22:44.000Z' })],
      columns: [{ name: 'Rating', understood_as: null }],
    },
  ],
  ['08-seen-twice.csv', { films: [kept(258687, 10, { watched_at: '2021-12-11' })] }],
  [
    '09-imdb-digits.csv',
    {
      films: [kept(448, 5), kept(2360, 4)],
      columns: [{ name: 'rating', rating_scale: 10, scale_decided_by: 'assumption' }],
    },
  ],
  [
    '10-long-text.csv',
    {
      films: [kept(326, 9, { note: expect.stringMatching(/^many words .{900,}…$/) as string })],
      ignored: [{ column: 'Description', reason: 'too_long' }],
    },
  ],
  ['11-number-sign.csv', { films: [kept(district9.kinopoiskId, null)] }],
  ['12-records-within-records.json', { films: [kept(342, 8, { added_at: '2024-03-07T19:37:27.000Z' })] }],
  ['13-kinopoisk-votes.xls', { films: [kept(474, 9, addedOn('2016-03-22')), kept(46638, 10, addedOn('2015-12-01'))] }],
];

/** The result of an import as the API returns it; `shelf` in order of the Kinopoisk ids. */
export type Outcome = { report: Report; rows: Row[]; shelf: Favorite[] };

export function expectWhole({ report, rows, shelf }: Outcome, arriving: Arriving): void {
  const { films, others = [], columns = [], ignored = [] } = arriving;
  expect(report.status).toBe('done');
  expect(shelf).toMatchObject(films);
  expect(rows.filter(({ outcome }) => outcome !== 'matched')).toMatchObject(others);
  expect(rows.flatMap((row) => row.ignored)).toEqual(ignored);
  expect(report.columns).toEqual(
    expect.arrayContaining(columns.map((each) => expect.objectContaining(each) as object)),
  );
}
