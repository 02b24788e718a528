import { connect } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { API } from '../../../src/adapters/http/api.ts';
import { headerText, isPercentEncodedUtf8 } from '../../../src/adapters/http/input/well-formed.ts';
import { generateFilms } from '../../kinopoisk-stand-in/generate-films.ts';
import type { KinopoiskStandIn } from '../../kinopoisk-stand-in/kinopoisk-stand-in.ts';
import { startKinopoiskStandIn } from '../../kinopoisk-stand-in/kinopoisk-stand-in.ts';
import { RawClient } from '../../support/raw-client.ts';
import type { TestApp } from '../../support/test-app.ts';
import { startTestApp } from '../../support/test-app.ts';

/** Each encodes bytes that are not UTF-8, or is not a valid escape. */
const ILL_FORMED = [
  ...['%', '%2', '%zz', '%G0', 'a%', '%%', '%u0041', '% 41'.replace(' ', '+')],
  ...['%ff', '%ff%fe', '%fe', '%80', '%bf', '%c0%af', '%C0%80', '%e0%80%af', '%f0%80%80%af'],
  ...['%ED%A0%80', '%ed%bf%bf', '%ed%a0%bd%ed%b8%80', '%f4%90%80%80', '%f8%88%80%80%80'],
  ...['%d0', '%d0%', '%d0a', '%e2%82', '%f0%9f%8e', '%E0%A4%A'],
];
const WELL_FORMED = ['a', '%d0%bc', '%D0%9C', '%f0%9f%8e%ac', '%25', '+', '%20', 'a%2Fb', '%ef%bf%bd', '%EF%BB%BF'];

let app: TestApp;
let token: string;
let kinopoisk: KinopoiskStandIn;
let raw: RawClient;
beforeAll(async () => {
  kinopoisk = await startKinopoiskStandIn({ films: generateFilms(5, { firstId: 9_600_001 }) });
  app = await startTestApp({
    settings: { KINOPOISK_API_KEY: kinopoisk.apiKey, KINOPOISK_BASE_URL: kinopoisk.baseUrl },
  });
  ({ token } = await app.logIn());
  raw = new RawClient(app.url);
});
afterAll(async () => {
  raw.close();
  await app.close();
  await kinopoisk.close();
});
beforeEach(() => kinopoisk.forgetCalls());

const refusedAs = { status: 400, body: { code: 'malformed-request' } };

function send(
  target: string,
  { method = 'GET', headers = {} }: { method?: string; headers?: Record<string, string> } = {},
) {
  return raw.send({ method, target, headers: { Authorization: `Bearer ${token}`, ...headers } });
}

describe('text in a URL that is not UTF-8', () => {
  it.each(ILL_FORMED)('is refused in every place, and never passed on: %s', async (text) => {
    for (const target of [
      `/movies/search?query=${text}`,
      `/movies/search?query=a&page=${text}`,
      `/movies/search?query=a&${text}=1`,
      `/movies/search?query=a&unknown=${text}`,
      `/movies/favorites?query=${text}`,
      `/movies/${text}`,
      `/roles/${text}`,
      `/restrictions/${text}`,
      `/problems/${text}`,
      `/users/${text}/roles/${text}`,
      `/nowhere/${text}`,
      `/docs/?a=${text}`,
      `http://films.example/movies/search?query=${text}`,
    ])
      expect([target, await send(target)]).toMatchObject([target, refusedAs]);
    expect(kinopoisk.calls).toEqual([]);
  });

  it('is refused on every path, whatever the method', async () => {
    expect(API.routes.length).toBeGreaterThan(30);
    for (const { method, path, errorForm } of API.routes) {
      const target = `${path.replaceAll(/\{\w+\}/g, '1')}?query=%ff`;
      expect([target, await send(target, { method: method.toUpperCase() })]).toMatchObject([
        target,
        errorForm ? { status: 400, body: { error: 'invalid_request' } } : refusedAs,
      ]);
    }
    for (const method of ['OPTIONS', 'HEAD', 'PROPFIND'])
      expect(await send('/movies?query=%ff', { method })).toMatchObject({ status: 400 });
  });

  it('is refused as raw bytes', async () => {
    for (const bytes of [[0xff], [0xd0, 0xbc], [0xc0, 0xaf], [0x7f], [0x80]]) {
      const socket = connect(Number(new URL(app.url).port), '127.0.0.1');
      socket.write(
        Buffer.concat([
          Buffer.from('GET /movies/search?query='),
          Buffer.from(bytes),
          Buffer.from(` HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer ${token}\r\n\r\n`),
        ]),
      );
      expect((await socket.setEncoding('utf8').toArray()).join('')).toMatch(/^HTTP\/1\.1 400 /);
    }
    expect(kinopoisk.calls).toEqual([]);
  });

  it.each(WELL_FORMED)('is not in %s', async (text) => {
    expect((await send(`/movies/search?query=a${text}`)).status).toBe(200);
    expect((await send(`/genres?unknown=${text}`)).status).toBe(200);
  });
});

describe('text in a body that is not UTF-8', () => {
  const form = { 'Content-Type': 'application/x-www-form-urlencoded' };

  it.each(ILL_FORMED)('is refused in a form: %s', async (text) => {
    for (const rawBody of [`username=${text}&password=a`, `username=a&password=${text}`, `${text}=1&username=a`])
      expect(await app.call('POST', '/auth/login', { rawBody, headers: form })).toMatchObject(refusedAs);
  });

  it('is not in a form with unencoded letters', async () => {
    const rawBody = 'username=нео&password=%d0%bc';
    expect(await app.call('POST', '/auth/login', { rawBody, headers: form })).toMatchObject({ status: 401 });
  });

  it.each([[[0xff, 0xfe]], [[0xc0, 0xaf]], [[0xed, 0xa0, 0x80]], [[0xd0]]])(
    'is refused in JSON and in forms: %j',
    async (bytes) => {
      for (const [before, after, type] of [
        ['{"login":"', '","password":"a"}', 'application/json'],
        ['username=', '&password=a', form['Content-Type']],
      ] as const) {
        const rawBody = new Uint8Array(Buffer.concat([Buffer.from(before), Buffer.from(bytes), Buffer.from(after)]));
        expect(await app.call('POST', '/auth/login', { rawBody, headers: { 'Content-Type': type } })).toMatchObject(
          refusedAs,
        );
      }
    },
  );
});

describe('the name of a client', () => {
  it('is refused when it is not UTF-8', async () => {
    expect(await send('/user', { headers: { 'User-Agent': 'a\xff' } })).toMatchObject(refusedAs);
    expect(await send('/user', { headers: { 'User-Agent': '\xed\xa0\x80' } })).toMatchObject(refusedAs);
  });

  it('is shown decoded', async () => {
    const name = `Кинополка ${'🎬'.repeat(300)}`;
    const bytes = Buffer.from(name).toString('latin1');
    const person = await app.logIn();
    const sent = await raw.send({
      method: 'POST',
      target: '/auth/login',
      headers: { 'Content-Type': 'application/json', 'User-Agent': bytes },
      body: Buffer.from(JSON.stringify({ login: person.username, password: person.password })),
    });
    const { access_token: theirs } = sent.body as { access_token: string };
    const sessions = (await app.call('GET', '/user/sessions', { token: theirs })).body as { user_agent: string }[];
    const shown = sessions.find(({ user_agent: agent }) => agent.startsWith('Кинополка'));
    expect(name.startsWith(shown!.user_agent)).toBe(true);
    expect(shown!.user_agent.length).toBeGreaterThan(200);
  });
});

it('distinguishes well-formed from ill-formed text', () => {
  expect(ILL_FORMED.filter(isPercentEncodedUtf8)).toEqual(['%+41'].filter(isPercentEncodedUtf8));
  expect(WELL_FORMED.filter(isPercentEncodedUtf8)).toEqual(WELL_FORMED);
  expect([headerText('curl/8'), headerText('Ð¼'), headerText('\xff')]).toEqual(['curl/8', 'м', undefined]);
});
