import { once } from 'node:events';
import type { ClientRequest, IncomingMessage } from 'node:http';
import { request } from 'node:http';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RequestMetrics } from '../../../src/adapters/http/server/request-metrics.ts';
import { CreateSuperuser } from '../../../src/application/accounts/create-superuser.ts';
import { AdvanceImport } from '../../../src/application/imports/advance-import.ts';
import { ImportWorker } from '../../../src/application/imports/import-worker.ts';
import { seedBundledFilms } from '../../../src/bootstrap/service.ts';
import type { Token } from '../../../src/bootstrap/tokens.ts';
import { tokens } from '../../../src/bootstrap/tokens.ts';
import { countsOf } from '../../support/counts.ts';
import type { Answer } from '../../support/openapi-conformance.ts';
import type { TestApp } from '../../support/test-app.ts';
import { startTestApp } from '../../support/test-app.ts';

type Report = {
  id: string;
  format: string;
  status: string;
  failure: string | null;
  rows: Record<string, number>;
  shelf: Record<string, number>;
};
type Row = {
  row: number;
  outcome: string;
  kinopoisk_id: number | null;
  matched_by: string | null;
  confidence: number | null;
  fault: string | null;
  shelf: string | null;
  candidates: { kinopoisk_id: number }[];
};
type Favorite = {
  kinopoisk_id: number;
  added_at: string;
  note: string | null;
  user_rating: number | null;
  watched_at: string | null;
};

const going = { aborted: false };
const csv = { 'Content-Type': 'text/csv' };

/** Films of the bundled catalogue as people write them. */
const TABLE = [
  'Название;Оригинальное название;Год;Моя оценка;Заметка;Дата просмотра',
  'Матрица;The Matrix;1999;9;"лучшая; ещё раз";01.05.2024',
  'Брат (1997);;;10;;',
  '"Побег из Шоушенка";;1995;8;;',
  'Такого фильма нет;;1999;1;;',
  ';;1994;7;;',
].join('\r\n');

const bomb = () => new Uint8Array(gzipSync(`title,note\n${`a,${'x'.repeat(30_000)}\n`.repeat(1_000)}`));
/** A gzip stream of empty blocks, which are complete and hold nothing. */
const hollow = (blocks: number) =>
  new Uint8Array([
    ...[0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255],
    ...Buffer.from('000000ffff'.repeat(blocks), 'hex'),
    ...[1, 0, 0, 0xff, 0xff, ...Buffer.alloc(8)],
  ]);
type Unusable = [string, () => string | Uint8Array<ArrayBuffer>, Record<string, string>, number, string | undefined];
const UNUSABLE: Unusable[] = [
  ['a compressed file that is too large', bomb, { ...csv, 'Content-Encoding': 'gzip' }, 413, 'payload-too-large'],
  [
    'a broken compressed file',
    () => new Uint8Array(gzipSync(TABLE).subarray(0, -9)),
    { ...csv, 'Content-Encoding': 'gzip' },
    422,
    'malformed-file',
  ],
  [
    'a megabyte that decompresses to nothing',
    () => hollow(200_000),
    { ...csv, 'Content-Encoding': 'gzip' },
    422,
    'malformed-file',
  ],
  ['a spreadsheet', () => new Uint8Array([0x50, 0x4b, 3, 4, 0, 0]), csv, 422, 'workbook'],
  ['Latin-1', () => new Uint8Array(Buffer.from('title\nAm\xe9lie', 'latin1')), csv, 422, 'unknown-encoding'],
  ['a table about something else', () => 'a,b\n1,2', csv, 422, 'unknown-columns'],
  ['a quotation mark that never ends', () => 'title,year\nBrother,1997\n"Brat,1997\n', csv, 422, 'malformed-file'],
  ['nothing', () => '', csv, 422, 'no-rows'],
  ['headers alone', () => 'title,year', csv, 422, 'no-rows'],
  ['JSON that breaks off', () => '[{"title":"Брат"', { 'Content-Type': 'application/json' }, 422, 'malformed-file'],
  ['an object without a list', () => '{"name":"Mine"}', { 'Content-Type': 'application/json' }, 422, 'no-list'],
  ['an object that breaks off', () => '{"movies":[', { 'Content-Type': 'application/json' }, 422, 'malformed-file'],
  ['deep JSON', () => '['.repeat(1_000_000), { 'Content-Type': 'application/json' }, 422, 'too-deep'],
  [
    'a table that breaks off after thousands of rows',
    () => `title\n${'a\n'.repeat(2_000)}"a`,
    csv,
    422,
    'malformed-file',
  ],
  ['a compression nobody knows', () => TABLE, { ...csv, 'Content-Encoding': 'zstd' }, 415, undefined],
  ['an encoding nobody knows', () => TABLE, { 'Content-Type': 'text/csv; charset=klingon' }, 415, undefined],
];

async function superuser(app: TestApp): Promise<{ token: string }> {
  const [username, password] = ['root', 'correct horse battery staple'];
  await app.service.container.get(CreateSuperuser).execute({ kind: 'system', name: 'cli' }, { username, password });
  const { body } = await app.call('POST', '/login', { body: { username, password } });
  return { token: (body as { access_token: string }).access_token };
}

let app: TestApp;
const start = (
  token: string,
  body: string | Uint8Array<ArrayBuffer>,
  headers: Record<string, string> = csv,
  query = '',
) => app.call('POST', `/imports${query}`, { token, rawBody: body, headers });
const work = () => app.service.container.get(ImportWorker).run(going);
const reportOf = async (token: string, started: Answer) =>
  (await app.call('GET', `/imports/${(started.body as Report).id}`, { token })).body as Report;
const rowsOf = async (token: string, started: Answer, query = '') =>
  (await app.call('GET', `/imports/${(started.body as Report).id}/rows${query}`, { token })).body as Row[];
const shelfOf = async (token: string) => (await app.call('GET', '/movies/favorites', { token })).body as Favorite[];

describe('an import', () => {
  beforeAll(async () => {
    app = await startTestApp();
    await seedBundledFilms(app.service, { kind: 'system', name: 'cli' });
  });
  afterAll(() => app.close());

  it('adds the films of a table to the shelf, and reports each row', async () => {
    const { token } = await app.logIn();
    const started = await start(token, TABLE);
    expect([started.status, started.headers.get('location')]).toEqual([202, `imports/${(started.body as Report).id}`]);
    expect(started.body).toMatchObject({
      format: 'table',
      status: 'running',
      rows: { total: 5, pending: 4, invalid: 1 },
    });
    await work();
    expect(await reportOf(token, started)).toMatchObject({
      status: 'done',
      rows: { total: 5, pending: 0, matched: 2, ambiguous: 1, not_found: 1, invalid: 1 },
      shelf: { added: 2, changed: 0, unchanged: 0 },
    });
    const rows = await rowsOf(token, started);
    expect(
      rows.map(({ outcome, kinopoisk_id, matched_by, fault }) => [outcome, kinopoisk_id, matched_by, fault]),
    ).toEqual([
      ['matched', 301, 'title_and_year', null],
      ['matched', 41519, 'title_and_year', null],
      ['ambiguous', null, null, null],
      ['not_found', null, null, null],
      ['invalid', null, null, 'film'],
    ]);
    expect(await rowsOf(token, started, '?outcome=ambiguous&page=1')).toEqual([rows[2]]);
    const matrix = (await shelfOf(token)).find(({ kinopoisk_id }) => kinopoisk_id === 301);
    expect(matrix).toMatchObject({ user_rating: 9, note: 'лучшая; ещё раз', watched_at: '2024-05-01' });
  });

  it('restores a shelf exactly from its JSON, and replaces later changes', async () => {
    const { token } = await app.logIn();
    await start(token, TABLE);
    await work();
    const before = await shelfOf(token);
    const { text } = await app.call('GET', '/movies/favorites/export?format=json', { token });
    for (const { kinopoisk_id } of before) await app.call('DELETE', `/movies/favorites/${kinopoisk_id}`, { token });
    const other = { note: 'something else', user_rating: 1 };
    await app.call('POST', '/movies/favorites', { token, body: { kinopoisk_id: 301 } });
    await app.call('PATCH', '/movies/favorites/301', { token, body: other });
    const started = await start(token, text, { 'Content-Type': 'application/json' });
    await work();
    expect(await reportOf(token, started)).toMatchObject({ format: 'kinopolka', shelf: { added: 1, changed: 1 } });
    expect(await shelfOf(token)).toEqual(before);
    const again = await start(token, text, { 'Content-Type': 'application/json' });
    await work();
    expect(await reportOf(token, again)).toMatchObject({ shelf: { added: 0, changed: 0, unchanged: 2 } });
    expect(await shelfOf(token)).toEqual(before);
  });

  it('adds only missing values from any other list, however often', async () => {
    const { token } = await app.logIn();
    await app.call('POST', '/movies/favorites', { token, body: { kinopoisk_id: 301 } });
    await app.call('PATCH', '/movies/favorites/301', { token, body: { user_rating: 10 } });
    const [kept] = await shelfOf(token);
    for (const shelf of [
      { added: 1, changed: 1 },
      { added: 0, changed: 0, unchanged: 2 },
    ]) {
      const started = await start(token, TABLE);
      await work();
      expect(await reportOf(token, started)).toMatchObject({ shelf });
    }
    const [, matrix] = (await shelfOf(token)).toSorted((a, b) => b.kinopoisk_id - a.kinopoisk_id);
    expect(matrix).toMatchObject({ added_at: kept?.added_at, user_rating: 10, note: 'лучшая; ещё раз' });
  });

  it('does not change the shelf in a dry run, and reports what would happen', async () => {
    const { token } = await app.logIn();
    const started = await start(token, `${TABLE}\r\nThe Matrix;;1999;;;`, csv, '?dry_run=true');
    await work();
    expect(await reportOf(token, started)).toMatchObject({
      dry_run: true,
      rows: { matched: 3 },
      shelf: { added: 2, unchanged: 1 },
    });
    expect(await shelfOf(token)).toEqual([]);
  });

  it('lets its owner choose the film of a row, once', async () => {
    const { token } = await app.logIn();
    const started = await start(token, TABLE);
    await work();
    const [ambiguous] = await rowsOf(token, started, '?outcome=ambiguous');
    expect(ambiguous?.candidates[0]).toMatchObject({ kinopoisk_id: 326, title: 'Побег из Шоушенка' });
    const choose = (row: number, kinopoisk_id: number) =>
      app.call('PUT', `/imports/${(started.body as Report).id}/rows/${row}`, { token, body: { kinopoisk_id } });
    for (let times = 0; times < 2; times += 1) {
      expect((await choose(3, 326)).body).toMatchObject({ outcome: 'matched', matched_by: 'owner', shelf: 'added' });
    }
    expect((await choose(3, 325)).status).toBe(409);
    expect((await choose(5, 325)).status).toBe(409);
    expect((await choose(4, 325)).status).toBe(200);
    const shelf = await shelfOf(token);
    expect(shelf.find(({ kinopoisk_id }) => kinopoisk_id === 326)).toMatchObject({ user_rating: 8 });
    expect(shelf).toHaveLength(4);
  });

  it('returns rows without a film as a file that can be corrected and imported again', async () => {
    const { token } = await app.logIn();
    const started = await start(token, `${TABLE}\r\n"=HYPERLINK(""http://evil.example"")";;1999;;;`);
    await work();
    const { text, headers } = await app.call('GET', `/imports/${(started.body as Report).id}/unmatched`, { token });
    expect(headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(text).toContain('326 Побег из Шоушенка (1994)');
    expect(text).toContain(`"'=HYPERLINK(""http://evil.example"")"`);
    const lines = text.split('\r\n');
    expect(lines).toHaveLength(6);
    const mended = [lines[0], (lines[1] ?? '').replace(/^,/, '326,')].join('\r\n');
    const again = await start(token, mended);
    await work();
    expect(await rowsOf(token, again)).toMatchObject([
      { outcome: 'matched', matched_by: 'kinopoisk_id', kinopoisk_id: 326 },
    ]);
  });

  it('is one at a time for each person, and can be cancelled', async () => {
    const [mine, yours] = [await app.logIn(), await app.logIn()];
    const first = await start(mine.token, TABLE);
    const answers = await Promise.all(Array.from({ length: 10 }, () => start(mine.token, TABLE)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([409]));
    expect((await start(yours.token, TABLE)).status).toBe(202);
    const path = `/imports/${(first.body as Report).id}/cancellation`;
    expect((await app.call('POST', path, { token: mine.token })).body).toMatchObject({ status: 'cancelled' });
    expect((await app.call('POST', path, { token: yours.token })).status).toBe(404);
    await work();
    expect(await reportOf(mine.token, first)).toMatchObject({ status: 'cancelled', rows: { pending: 4 } });
    expect(await shelfOf(mine.token)).toEqual([]);
    const mineNow = (await app.call('GET', '/imports', { token: mine.token })).body as Report[];
    expect(mineNow.map(({ id }) => id)).toEqual([(first.body as Report).id]);
    expect((await start(mine.token, TABLE)).status).toBe(202);
    await work();
  });

  it.each([1, 2, 3])('starts one of ten racing imports (round %i)', async () => {
    const { token } = await app.logIn();
    const answers = await Promise.all(Array.from({ length: 10 }, () => start(token, TABLE)));
    expect(countsOf(answers.map(({ status }) => status))).toEqual({ 202: 1, 409: 9 });
    await work();
    expect(await shelfOf(token)).toHaveLength(2);
  });

  it('does not add films that its owner may not view', async () => {
    const { token } = await app.logIn();
    const { token: root } = await superuser(app);
    await app.call('PUT', '/restrictions/one', { token: root, body: { rule: { kinopoisk_ids: [301] } } });
    const started = await start(token, TABLE);
    await work();
    await app.call('DELETE', '/restrictions/one', { token: root });
    expect(await rowsOf(token, started, '?outcome=restricted')).toMatchObject([
      { row: 1, kinopoisk_id: 301, shelf: null },
    ]);
    expect((await shelfOf(token)).map(({ kinopoisk_id }) => kinopoisk_id)).toEqual([41519]);
  });

  it('reveals no hidden data of a restricted film', async () => {
    const { token } = await app.logIn();
    const { token: root } = await superuser(app);
    await app.call('PUT', '/restrictions/one', { token: root, body: { rule: { kinopoisk_ids: [301] } } });
    const rows = ['tt0133093;;', ';The Matrix;1999', 'tt0000001;Матрица;1999', ';Матрица;1999', ';Матрица;2001'];
    const started = await start(token, ['imdb_id;title;year', ...rows].join('\n'));
    const dry = async () => {
      await work();
      const seen = await rowsOf(token, started);
      return seen.map(({ outcome, kinopoisk_id, candidates }) => [outcome, kinopoisk_id, candidates.length]);
    };
    expect(await dry()).toEqual([
      ['not_found', null, 0],
      ['not_found', null, 0],
      ['restricted', 301, 0],
      ['restricted', 301, 0],
      ['ambiguous', null, 1],
    ]);
    const { text } = await app.call('GET', `/imports/${(started.body as Report).id}/unmatched`, { token });
    expect(text.split('\r\n').filter((line) => line.includes('301'))).toHaveLength(1);
    const choose = await app.call('PUT', `/imports/${(started.body as Report).id}/rows/5`, {
      token,
      body: { kinopoisk_id: 301 },
    });
    expect(choose.status).toBe(403);
    await app.call('DELETE', '/restrictions/one', { token: root });
    expect(await shelfOf(token)).toEqual([]);
  });

  const requestsUnderWay = () => app.service.container.get(RequestMetrics).inFlight;

  function upload(token: string, headers: Record<string, string>): ClientRequest {
    const authorization = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' };
    return request(`${app.url}/imports`, { method: 'POST', headers: { ...authorization, ...headers } });
  }

  it('reads a list whose byte order mark arrives alone', async () => {
    const { token } = await app.logIn();
    const sent = upload(token, {});
    sent.write('\ufeff\n');
    await expect.poll(requestsUnderWay, { interval: 5 }).toBe(1);
    sent.end('[{"title":"Брат","year":1997}]');
    const [answer] = (await once(sent, 'response')) as [IncomingMessage];
    expect(answer.statusCode).toBe(202);
    answer.resume();
  });

  it('does not read a file whose declared size is too large', async () => {
    const { token } = await app.logIn();
    const sent = upload(token, { 'Content-Length': '50000000000' });
    sent.write('[');
    const [answer] = (await once(sent, 'response')) as [IncomingMessage];
    expect([answer.statusCode, answer.headers.connection]).toEqual([413, 'close']);
    sent.destroy();
  });

  it('does not fail with 500 when the client disconnects before the first byte', async () => {
    const { token } = await app.logIn();
    const before = app.log.length;
    const sent = upload(token, { 'Content-Length': '100' });
    sent.on('error', () => undefined).flushHeaders();
    await expect.poll(requestsUnderWay, { interval: 5 }).toBe(1);
    sent.destroy();
    const told = () => app.log.slice(before).filter(({ operation }) => operation === 'startImport');
    await expect.poll(told).toMatchObject([{ status: 'malformed-request', level: 'info' }]);
  });

  it.each([
    ['\0songs', 'songs'],
    ['\ud800songs', '\ufffdsongs'],
    [`${'x'.repeat(99)}😀`, `${'x'.repeat(99)}\ufffd`],
  ])('shows names of lists and columns without what cannot be stored (%j)', async (name, shown) => {
    const { token } = await app.logIn();
    const film = { title: 'Брат', year: 1997, [name]: 'x' };
    const lists = JSON.stringify({ [name]: [{ singer: 'x' }], movies: [film] });
    const { status, body } = await start(token, lists, { 'Content-Type': 'application/json' });
    const { columns } = body as { columns: readonly { name: string }[] };
    expect([status, columns.map((column) => column.name)]).toEqual([202, [shown, 'title', 'year']]);
  });

  it('reads Windows-1251, UTF-16 and compressed files', async () => {
    const { token } = await app.logIn();
    const windows1251 = new Uint8Array([
      ...new TextEncoder().encode('title;year\n'),
      0xc1,
      0xf0,
      0xe0,
      0xf2,
      ...new TextEncoder().encode(';1997'),
    ]);
    const utf16 = new Uint8Array(Buffer.from('\ufefftitle\tyear\nБрат\t1997', 'utf16le'));
    const gzipped = new Uint8Array(gzipSync('title,year\nБрат,1997'));
    for (const [body, headers] of [
      [windows1251, csv],
      [utf16, csv],
      [gzipped, { ...csv, 'Content-Encoding': 'gzip' }],
    ] as const) {
      const started = await start(token, body, headers);
      await work();
      expect(await rowsOf(token, started)).toMatchObject([{ outcome: 'matched', kinopoisk_id: 41519 }]);
    }
  });
});

describe('the processing of imports', () => {
  beforeAll(async () => {
    app = await startTestApp();
    await seedBundledFilms(app.service, { kind: 'system', name: 'cli' });
  });
  afterAll(() => app.close());

  /** Rows with very many titles, none of which is in the catalogue. */
  const dearRows = (count: number) =>
    ['title;original title;year']
      .concat(
        Array.from({ length: count }, (_, row) => {
          const titles = (of: string) => Array.from({ length: 25 }, (__, at) => `${of}${row} ${at}`).join(' / ');
          return `${titles('я')};${titles('z')};1999`;
        }),
      )
      .join('\n');
  const aWorker = () => {
    const get = <T>(token: Token<T>) => app.service.container.get(token);
    const advance = app.service.container.get(AdvanceImport);
    return new ImportWorker(get(tokens.importQueue), advance, get(tokens.clock), get(tokens.idGenerator));
  };

  it('is shared by two workers: each row once, in turns much shorter than a lease, however slow the rows are', async () => {
    const ROWS = 5;
    const people = await Promise.all([app.logIn(), app.logIn(), app.logIn()]);
    const started = await Promise.all(people.map(({ token }) => start(token, dearRows(ROWS))));
    const from = app.log.length;
    await Promise.all([aWorker().run(going), aWorker().run(going)]);
    for (const [at, { token }] of people.entries()) {
      const report = await reportOf(token, started[at]!);
      expect(report).toMatchObject({ status: 'done', rows: { total: ROWS, pending: 0, not_found: ROWS } });
    }
    const turns = app.log.slice(from).filter(({ operation }) => operation === 'advanceImport');
    expect(turns.length).toBeGreaterThanOrEqual(3);
    for (const { duration_ms } of turns) expect(duration_ms).toBeLessThan(15_000);
  });

  /** Stops at a point of the work, because a stop at a point in time may come after the last row. */
  class StoppingAfter {
    private looks = 0;

    constructor(private readonly most: number) {}

    get aborted(): boolean {
      this.looks += 1;
      return this.looks > this.most;
    }
  }

  it('is released when the service stops, with the decisions made so far', async () => {
    const { token } = await app.logIn();
    const started = await start(token, dearRows(60));
    await aWorker().run(new StoppingAfter(8));
    const { rows } = await reportOf(token, started);
    expect([rows['pending']! > 0, rows['not_found']! > 0]).toEqual([true, true]);
    const queue = app.service.container.get(tokens.importQueue);
    expect(await queue.take('another', new Date())).toMatchObject({ id: (started.body as Report).id });
    await app.call('POST', `/imports/${(started.body as Report).id}/cancellation`, { token });
  });
});

/** PGlite answers without leaving the event loop, so the processing of imports has to yield. */
describe('the processing of imports on PGlite', () => {
  beforeAll(async () => {
    app = await startTestApp({ engine: 'pglite' });
    await seedBundledFilms(app.service, { kind: 'system', name: 'cli' });
  });
  afterAll(() => app.close());

  it.each([
    ['rows, all decided in one step', 100, 'title;year', (at: number) => `Фильм, которого нет, ${at};1999`],
    ['steps', 1_600, 'kinopoisk_id', () => '301'],
  ])('lets other requests run between its %s', async (_, rows, headers, row) => {
    const { token } = await app.logIn();
    await start(token, [headers, ...Array.from({ length: rows }, (__, at) => row(at))].join('\n'));
    const ended = new AbortController();
    const working = work().finally(() => ended.abort());
    let answers = 0;
    // Without a pause there would be only one answer.
    for (; !ended.signal.aborted && answers < 6; answers += 1) await app.call('GET', '/genres', { token });
    expect(answers).toBe(6);
    await working;
  });
});

/** On one engine, because contract tests prove on both that nothing of such a file is left. */
describe('a file that is not a list of films', () => {
  beforeAll(async () => {
    app = await startTestApp();
  });
  afterAll(() => app.close());

  it.each(UNUSABLE)('is refused, and leaves no import: %s', async (_, body, headers, status, code) => {
    const { token } = await app.logIn();
    const answer = await app.call('POST', '/imports', { token, rawBody: body(), headers });
    const problem = answer.body as { code: string; errors?: { code: string }[] };
    expect([answer.status, problem.errors?.[0]?.code ?? (status === 413 ? problem.code : undefined)]).toEqual([
      status,
      code,
    ]);
    expect((await app.call('GET', '/imports', { token })).body).toEqual([]);
  });
});
