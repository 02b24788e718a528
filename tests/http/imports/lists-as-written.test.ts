import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ImportWorker } from '../../../src/application/imports/import-worker.ts';
import { seedBundledFilms } from '../../../src/bootstrap/service.ts';
import { inventFilm } from '../../kinopoisk-stand-in/film.ts';
import type { KinopoiskStandIn } from '../../kinopoisk-stand-in/kinopoisk-stand-in.ts';
import { startKinopoiskStandIn } from '../../kinopoisk-stand-in/kinopoisk-stand-in.ts';
import { quickestEngine } from '../../support/database.ts';
import { mutatedLists } from '../../support/list-layouts/mutations.ts';
import type { Answer } from '../../support/openapi-conformance.ts';
import type { TestApp } from '../../support/test-app.ts';
import { startTestApp } from '../../support/test-app.ts';

type Column = {
  name: string;
  understood_as: string | null;
  rating_scale: number | null;
  scale_decided_by: string | null;
};
type Report = { id: string; status: string; columns: Column[]; rows: Record<string, number> };
type Row = { outcome: string; kinopoisk_id: number | null; fault: string | null; ignored: object[] };
type Favorite = {
  kinopoisk_id: number;
  added_at: string;
  note: string | null;
  user_rating: number | null;
  watched_at: string | null;
};

/** The film, its rating, and what else is expected of it on the shelf. */
type Kept = Partial<Favorite>;

const LISTS = 'tests/http/imports/lists';
const going = { aborted: false };
const district9 = inventFilm({
  kinopoiskId: 409_600,
  shows: 'a number sign in its title',
  nameRu: 'Район №9',
  nameOriginal: 'District 9',
  year: 2009,
  type: 'FILM',
});

const kept = (kinopoisk_id: number, user_rating: number | null, more: Kept = {}): Kept => ({
  kinopoisk_id,
  user_rating,
  ...more,
});
const addedOn = (day: string) => ({ added_at: expect.stringContaining(day) as string });

/** What each list has to put on the shelf, by Kinopoisk's id; `others`: outcomes of rows that put nothing there. */
const CASES: [string, Kept[], { others?: Partial<Row>[]; columns?: Partial<Column>[]; ignored?: object[] }][] = [
  ['01-kinopoisk-votes.csv', [kept(476, 9, addedOn('2016-03-22')), kept(41520, 10, addedOn('2015-12-01'))], {}],
  ['02-seen-not-rated.csv', [kept(43423, 8), kept(44691, null)], {}],
  ['03-letterboxd-list.csv', [kept(361, null, { note: 'the soap' }), kept(474, null), kept(447301, null)], {}],
  ['04-imdb-before-2017.csv', [kept(361, 9, addedOn('2014-11-07')), kept(464963, 8, addedOn('2015-03-01'))], {}],
  [
    '05-letterboxd-import-format.csv',
    [
      kept(430, 9, { watched_at: '2020-08-19' }),
      kept(2213, 8, { watched_at: '2020-08-20' }),
      kept(1048334, 1, { watched_at: '2020-08-21' }),
    ],
    { columns: [{ name: 'Rating', rating_scale: 5, scale_decided_by: 'column' }] },
  ],
  [
    '06-imdb-in-another-language.csv',
    [kept(716587, 8), kept(1253633, 9)],
    { others: [{ outcome: 'invalid', fault: 'not_a_film' }] },
  ],
  [
    '07-tmdb.csv',
    [kept(358, 9, addedOn('2014-11-08')), kept(277537, 7, { added_at: '2023-05-02T13:22:44.000Z' })],
    { columns: [{ name: 'Rating', understood_as: null }] },
  ],
  ['08-seen-twice.csv', [kept(258687, 10, { watched_at: '2021-12-11' })], {}],
  [
    '09-imdb-digits.csv',
    [kept(448, 5), kept(2360, 4)],
    { columns: [{ name: 'rating', rating_scale: 10, scale_decided_by: 'assumption' }] },
  ],
  [
    '10-long-text.csv',
    [kept(326, 9, { note: expect.stringMatching(/^many words .{900,}…$/) as string })],
    { ignored: [{ column: 'Description', reason: 'too_long' }] },
  ],
  ['11-number-sign.csv', [kept(district9.kinopoiskId, null)], {}],
  ['12-records-within-records.json', [kept(342, 8, { added_at: '2024-03-07T19:37:27.000Z' })], {}],
  ['13-kinopoisk-votes.xls', [kept(474, 9, addedOn('2016-03-22')), kept(46638, 10, addedOn('2015-12-01'))], {}],
];

describe('a list as a real service writes it', () => {
  let app: TestApp;
  let kinopoisk: KinopoiskStandIn;
  beforeAll(async () => {
    kinopoisk = await startKinopoiskStandIn({ films: [district9] });
    const settings = { KINOPOISK_API_KEY: kinopoisk.apiKey, KINOPOISK_BASE_URL: kinopoisk.baseUrl };
    app = await startTestApp({ engine: quickestEngine(), settings });
    await seedBundledFilms(app.service, { kind: 'system', name: 'cli' });
  });
  afterAll(async () => {
    await app.close();
    await kinopoisk.close();
  });

  const send = (token: string, body: string | Uint8Array<ArrayBuffer>, type = 'text/csv', query = '') =>
    app.call('POST', `/imports${query}`, { token, rawBody: body, headers: { 'Content-Type': type } });
  const work = () => app.service.container.get(ImportWorker).run(going);
  const contentOf = async (name: string) => new Uint8Array(await readFile(join(LISTS, name)));
  const typeOf = (name: string) => (name.endsWith('.json') ? 'application/json' : 'text/csv');

  async function outcomeOf(token: string, started: Answer) {
    expect(started.status).toBe(202);
    await work();
    const path = `/imports/${(started.body as Report).id}`;
    const report = (await app.call('GET', path, { token })).body as Report;
    const rows = (await app.call('GET', `${path}/rows`, { token })).body as Row[];
    const shelf = (await app.call('GET', '/movies/favorites', { token })).body as Favorite[];
    return { report, rows, shelf: shelf.toSorted((a, b) => a.kinopoisk_id - b.kinopoisk_id) };
  }

  it.each(CASES)('%s arrives whole, once', async (name, films, { others = [], columns = [], ignored = [] }) => {
    const { token } = await app.logIn();
    const { report, rows, shelf } = await outcomeOf(token, await send(token, await contentOf(name), typeOf(name)));
    expect(report.status).toBe('done');
    expect(shelf).toMatchObject(films);
    expect(rows.filter(({ outcome }) => outcome !== 'matched')).toMatchObject(others);
    expect(rows.flatMap((row) => row.ignored)).toEqual(ignored);
    const again = await outcomeOf(token, await send(token, await contentOf(name), typeOf(name)));
    expect(again.shelf).toEqual(shelf);
    expect(report.columns).toEqual(
      expect.arrayContaining(columns.map((each) => expect.objectContaining(each) as object)),
    );
  });

  it('answers cut and garbled lists with 202 or 422, and works them off', async () => {
    const { token } = await app.logIn();
    for (const { type, content, encoding } of fc.sample(mutatedLists, { numRuns: 60, seed: 17 })) {
      const media = type === 'json' ? 'application/json' : `text/csv${encoding ? `; charset=${encoding}` : ''}`;
      const { status } = await send(token, new Uint8Array(content), media);
      // What does not begin like a list in JSON is not taken for a file.
      expect(status).toBeOneOf(type === 'json' ? [202, 400, 422] : [202, 422]);
      await work();
    }
    const reports = (await app.call('GET', '/imports', { token })).body as Report[];
    expect(new Set(reports.map(({ status }) => status))).toEqual(new Set(['done']));
  });

  it('08-seen-twice.csv gives the same with its rows turned round, and in two lists', async () => {
    const [headers, first, second] = (await readFile(join(LISTS, '08-seen-twice.csv'), 'utf8')).split('\n');
    for (const lists of [[[second, first]], [[first], [second]], [[second], [first]]]) {
      const { token } = await app.logIn();
      let shelf: Favorite[] = [];
      for (const rows of lists) ({ shelf } = await outcomeOf(token, await send(token, [headers, ...rows].join('\n'))));
      expect(shelf).toMatchObject([kept(258687, 10, { watched_at: '2021-12-11' })]);
    }
  });

  it('has its latest row found among hundreds of others', async () => {
    const row = (day: number, rating: number) =>
      `tt0816692,Interstellar,2014,${rating},2020-${String(1 + Math.floor(day / 28)).padStart(2, '0')}-${String(1 + (day % 28)).padStart(2, '0')}`;
    const others = Array.from({ length: 300 }, (_, day) => row(day, day === 299 ? 3 : 7));
    const list = (...rows: string[]) => ['Const,Title,Year,Your Rating,Watched Date', ...rows].join('\n');
    const { token } = await app.logIn();
    const { shelf } = await outcomeOf(token, await send(token, list(row(320, 9), ...others.toReversed(), row(310, 2))));
    expect(shelf).toMatchObject([kept(258687, 9, { watched_at: '2020-12-13' })]);
  });

  it.each([
    ['5', [8, 10]],
    ['10', [4, 5]],
    ['100', [1, 1]],
  ])('09-imdb-digits.csv counts up to %s if its sender says so', async (scale, ratings) => {
    const { token } = await app.logIn();
    const started = await send(token, await contentOf('09-imdb-digits.csv'), 'text/csv', `?rating_scale=${scale}`);
    const { report, shelf } = await outcomeOf(token, started);
    expect(shelf.toReversed().map(({ user_rating }) => user_rating)).toEqual(ratings);
    const rating = report.columns.find(({ name }) => name === 'rating');
    expect(rating).toMatchObject({ rating_scale: Number(scale), scale_decided_by: 'sender' });
  });

  it('has no other scales', async () => {
    const { token } = await app.logIn();
    expect((await send(token, 'title\nAlien', 'text/csv', '?rating_scale=7')).status).toBe(422);
  });

  it('finds a film by the number sign of its title, also when it is searched for', async () => {
    const { token } = await app.logIn();
    const { body } = await app.call('GET', `/movies/search?query=${encodeURIComponent('РАЙОН №9')}`, { token });
    expect(body).toMatchObject([{ kinopoisk_id: district9.kinopoiskId }]);
  });

  it.each([
    ['text/html', 'a page'],
    ['application/vnd.ms-excel', 'what a browser takes it for'],
  ])('reads Kinopoisk’s votes as %s, too: %s', async (type) => {
    const { token } = await app.logIn();
    const started = await send(token, await contentOf('13-kinopoisk-votes.xls'), type);
    expect((await outcomeOf(token, started)).shelf).toMatchObject([kept(474, 9), kept(46638, 10)]);
  });

  it.each([
    [
      'a page without a table of films',
      '<!DOCTYPE html><table><tr><td>Курс</td><td>90</td></tr></table>',
      'unknown-columns',
    ],
    ['a page without any table', '<html><body><h1>Вход</h1></body></html>', 'no-rows'],
    ['a workbook', 'PK\u0003\u0004…', 'workbook'],
  ])('refuses %s', async (_, content, code) => {
    const { token } = await app.logIn();
    const { status, body } = await send(token, content);
    expect([status, (body as { errors: { code: string }[] }).errors[0]?.code]).toEqual([422, code]);
  });
});
