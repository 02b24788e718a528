import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createProgram } from '../../../src/adapters/cli/program.ts';
import { ImportWorker } from '../../../src/application/imports/import-worker.ts';
import { commandLine, openServiceOf } from '../../../src/bootstrap/command-line.ts';
import { seedBundledFilms } from '../../../src/bootstrap/service.ts';
import type { KinopoiskStandIn } from '../../kinopoisk-stand-in/kinopoisk-stand-in.ts';
import { startKinopoiskStandIn } from '../../kinopoisk-stand-in/kinopoisk-stand-in.ts';
import { availableEngines, quickestEngine } from '../../support/database.ts';
import { mutatedLists } from '../../support/list-layouts/mutations.ts';
import type { Favorite, Outcome, Report, Row } from '../../support/lists-as-written.ts';
import { district9, expectWhole, kept, LISTS_AS_WRITTEN, LISTS_FOLDER } from '../../support/lists-as-written.ts';
import type { Answer } from '../../support/openapi-conformance.ts';
import type { TestApp } from '../../support/test-app.ts';
import { startTestApp } from '../../support/test-app.ts';

const going = { aborted: false };

/**
 * A table, JSON and an HTML page. On the slower engine, one of each is enough, because contract tests run the
 * statements on both engines.
 */
const ONE_OF_EACH_FORM = /^(?:08|12|13)-/;

describe.each(availableEngines())('a list as a real service writes it, on %s', (engine) => {
  let app: TestApp;
  let kinopoisk: KinopoiskStandIn;
  beforeAll(async () => {
    kinopoisk = await startKinopoiskStandIn({ films: [district9] });
    const settings = { KINOPOISK_API_KEY: kinopoisk.apiKey, KINOPOISK_BASE_URL: kinopoisk.baseUrl };
    app = await startTestApp({ engine, settings });
    await seedBundledFilms(app.service, { kind: 'system', name: 'cli' });
  });
  afterAll(async () => {
    await app.close();
    await kinopoisk.close();
  });

  const send = (token: string, body: string | Uint8Array<ArrayBuffer>, type = 'text/csv', query = '') =>
    app.call('POST', `/imports${query}`, { token, rawBody: body, headers: { 'Content-Type': type } });
  const work = () => app.service.container.get(ImportWorker).run(going);
  const contentOf = async (name: string) => new Uint8Array(await readFile(join(LISTS_FOLDER, name)));
  const typeOf = (name: string) => (name.endsWith('.json') ? 'application/json' : 'text/csv');

  async function outcomeOf(token: string, started: Answer): Promise<Outcome> {
    expect(started.status).toBe(202);
    await work();
    return readOutcome(token, (started.body as Report).id);
  }

  async function readOutcome(token: string, id: string): Promise<Outcome> {
    const report = (await app.call('GET', `/imports/${id}`, { token })).body as Report;
    const rows = (await app.call('GET', `/imports/${id}/rows`, { token })).body as Row[];
    const shelf = (await app.call('GET', '/movies/favorites', { token })).body as Favorite[];
    return { report, rows, shelf: shelf.toSorted((a, b) => a.kinopoisk_id - b.kinopoisk_id) };
  }

  const isQuickest = engine === quickestEngine();
  const whole = LISTS_AS_WRITTEN.filter(([name]) => isQuickest || ONE_OF_EACH_FORM.test(name));
  it.each(whole)('%s is imported completely and once', async (name, arriving) => {
    const { token } = await app.logIn();
    const outcome = await outcomeOf(token, await send(token, await contentOf(name), typeOf(name)));
    expectWhole(outcome, arriving);
    const again = await outcomeOf(token, await send(token, await contentOf(name), typeOf(name)));
    expect(again.shelf).toEqual(outcome.shelf);
  });

  if (!isQuickest) return;

  it.each(LISTS_AS_WRITTEN)('%s is imported completely by the command line', async (name, arriving) => {
    const { token, username } = await app.logIn();
    const openForCommand = async () => ({ ...openServiceOf(app.service), close: async () => {} });
    const printed = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
    await createProgram({ ...commandLine, openService: openForCommand }).parseAsync(
      ['import', '--username', username, '--file', join(LISTS_FOLDER, name)],
      { from: 'user' },
    );
    const output = printed.mock.calls.map(([text]) => String(text)).join('');
    printed.mockRestore();
    expect(output).toContain(`On the shelf: ${arriving.films.length} added, `);
    const [newest] = (await app.call('GET', '/imports', { token })).body as [Report];
    expectWhole(await readOutcome(token, newest.id), arriving);
  });

  it('answers cut and garbled lists with 202 or 422, and finishes those it accepts', async () => {
    const { token } = await app.logIn();
    for (const { type, content, encoding } of fc.sample(mutatedLists, { numRuns: 30, seed: 17 })) {
      const media = type === 'json' ? 'application/json' : `text/csv${encoding ? `; charset=${encoding}` : ''}`;
      const { status } = await send(token, new Uint8Array(content), media);
      // A body that does not begin like a JSON list does not count as a file.
      expect(status).toBeOneOf(type === 'json' ? [202, 400, 422] : [202, 422]);
      await work();
    }
    const reports = (await app.call('GET', '/imports', { token })).body as Report[];
    expect(new Set(reports.map(({ status }) => status))).toEqual(new Set(['done']));
  });

  it('08-seen-twice.csv has the same result with its rows reversed, and as two lists', async () => {
    const [headers, first, second] = (await readFile(join(LISTS_FOLDER, '08-seen-twice.csv'), 'utf8')).split('\n');
    for (const lists of [[[second, first]], [[first], [second]], [[second], [first]]]) {
      const { token } = await app.logIn();
      let shelf: Favorite[] = [];
      for (const rows of lists) ({ shelf } = await outcomeOf(token, await send(token, [headers, ...rows].join('\n'))));
      expect(shelf).toMatchObject([kept(258687, 10, { watched_at: '2021-12-11' })]);
    }
  });

  it('is found for its latest row among hundreds of others', async () => {
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
  ])('09-imdb-digits.csv has ratings out of %s if its sender says so', async (scale, ratings) => {
    const { token } = await app.logIn();
    const started = await send(token, await contentOf('09-imdb-digits.csv'), 'text/csv', `?rating_scale=${scale}`);
    const { report, shelf } = await outcomeOf(token, started);
    expect(shelf.toReversed().map(({ user_rating }) => user_rating)).toEqual(ratings);
    const rating = report.columns.find(({ name }) => name === 'rating');
    expect(rating).toMatchObject({ rating_scale: Number(scale), scale_decided_by: 'sender' });
  });

  it('refuses other scales', async () => {
    const { token } = await app.logIn();
    expect((await send(token, 'title\nAlien', 'text/csv', '?rating_scale=7')).status).toBe(422);
  });

  it('finds a film with a number sign in its title, also in a search', async () => {
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
