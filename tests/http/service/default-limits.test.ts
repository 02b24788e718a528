import type { Response } from 'express';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ExpensiveWork } from '../../../src/adapters/http/server/expensive-work.ts';
import type { Owner } from '../../../src/application/shared/fair-queue.ts';
import { whoseStatement } from '../../../src/bootstrap/current-work.ts';
import { tokens } from '../../../src/bootstrap/tokens.ts';
import { PlainPasswordHasher } from '../../fakes/plain-password-hasher.ts';
import type { KinopoiskStandIn } from '../../kinopoisk-stand-in/kinopoisk-stand-in.ts';
import { startKinopoiskStandIn } from '../../kinopoisk-stand-in/kinopoisk-stand-in.ts';
import { countsOf } from '../../support/counts.ts';
import type { Answer } from '../../support/openapi-conformance.ts';
import type { TestApp } from '../../support/test-app.ts';
import { startTestApp } from '../../support/test-app.ts';

const PASSWORD = 'correct horse battery staple';
const HOME = '203.0.113.7';

/** The owners of hashes, of statements beside them, and of expensive requests. */
const owners: (Owner | undefined)[] = [];

class NotingHasher extends PlainPasswordHasher {
  override hash(password: string, caller?: Owner) {
    owners.push(caller, whoseStatement());
    return super.hash(password);
  }

  override verify(passwordHash: string | undefined, password: string, caller?: Owner) {
    owners.push(caller, whoseStatement());
    return super.verify(passwordHash, password);
  }
}

function noteOwners(expensive: ExpensiveWork): void {
  const enter = expensive.enter.bind(expensive);
  expensive.enter = (owner: Owner, res: Response) => {
    owners.push(owner);
    return enter(owner, res);
  };
}

describe('the default limits', () => {
  let kinopoisk: KinopoiskStandIn;
  let app: TestApp;

  beforeAll(async () => {
    kinopoisk = await startKinopoiskStandIn();
    const settings = {
      KINOPOISK_API_KEY: kinopoisk.apiKey,
      KINOPOISK_BASE_URL: kinopoisk.baseUrl,
      TRUSTED_PROXIES: '127.0.0.1',
    };
    app = await startTestApp({
      settings,
      hasDefaultLimits: true,
      rebind: (container) => {
        container.rebind(tokens.passwordHasher).toConstantValue(new NotingHasher());
        noteOwners(container.get(ExpensiveWork));
      },
    });
  });
  afterAll(async () => {
    await app.close();
    await kinopoisk.close();
  });

  const send = (
    method: string,
    path: string,
    { body, from = HOME, token }: { body?: object; from?: string; token?: string } = {},
  ) => app.call(method, path, { body, token, headers: { 'X-Forwarded-For': from } });
  const register = (username: string, from: string) =>
    send('POST', '/auth/register', { body: { username, password: PASSWORD }, from });
  const logIn = (login: string, from: string, password = PASSWORD) =>
    send('POST', '/auth/login', { body: { login, password }, from });
  const codeOf = ({ status, body }: Answer) => [status, (body as { code?: string }).code];
  /** A new person, who registers and logs in at an address that nobody else has. */
  async function newcomer(username: string, from: string): Promise<string> {
    expect((await register(username, from)).status).toBe(201);
    const { status, body } = await logIn(username, from);
    expect(status).toBe(200);
    return (body as { access_token: string }).access_token;
  }

  it('allow a person to register, log in, search, view a film and add it', async () => {
    const token = await newcomer('alice', HOME);
    const found = await send('GET', `/movies/search?query=${encodeURIComponent('полярной станции')}`, { token });
    expect([found.status, found.headers.get('film-source')]).toEqual([200, 'kinopoisk']);
    expect(found.headers.get('ratelimit')).toMatch(/^"search";r=59;t=\d+$/);
    const [film] = found.body as { kinopoisk_id: number }[];
    expect((await send('GET', `/movies/${film?.kinopoisk_id}`, { token })).status).toBe(200);
    expect((await send('POST', `/favorites/movies/${film?.kinopoisk_id}`, { token })).status).toBe(201);
  });

  it('refuse the 61st search of a minute, and only for that person', async () => {
    const [token, another] = [await newcomer('bob', '198.51.100.1'), await newcomer('carol', '198.51.100.1')];
    const search = (whose: string) => send('GET', '/movies/search?query=neo', { token: whose, from: '198.51.100.1' });
    const answers = [];
    for (let n = 0; n < 61; n += 1) answers.push(await search(token));
    const last = answers.pop();
    expect(answers.map(({ status }) => status)).not.toContain(429);
    expect(last && codeOf(last)).toEqual([429, 'too-many-requests']);
    expect(Number(last?.headers.get('retry-after'))).toBeLessThanOrEqual(60);
    expect((await search(another)).status).toBe(200);
  });

  it('refuse the 11th wrong guess at one account from one address, but never the owner', async () => {
    await newcomer('dave', '198.51.100.2');
    const statuses = [];
    for (let n = 0; n < 12; n += 1) statuses.push((await logIn('dave', '192.0.2.1', 'a wrong guess')).status);
    expect(statuses).toEqual([...Array.from({ length: 10 }, () => 401), 429, 429]);
    expect((await logIn('dave', '192.0.2.1')).status).toBe(429);
    expect((await logIn('dave', '198.51.100.2')).status).toBe(200);
  });

  it('refuse the 21st registration of an address in a minute, even of a taken name', async () => {
    const statuses = [];
    for (let n = 0; n < 21; n += 1) statuses.push((await register(n % 2 ? 'alice' : `erin${n}`, '192.0.2.3')).status);
    expect(countsOf(statuses)).toEqual({ 201: 10, 409: 10, 429: 1 });
    expect(statuses.at(-1)).toBe(429);
    expect((await register('frank', '192.0.2.4')).status).toBe(201);
  });

  it('count an IPv6 customer as one address in the queues of hashes, of statements and of lists', async () => {
    owners.length = 0;
    const from = '2001:db8:6:1::1';
    const token = await newcomer('heidi', from);
    const passwords = { password_1: PASSWORD, password_2: 'another fine passphrase' };
    expect((await send('PUT', '/user/password', { body: passwords, from, token })).status).toBe(204);
    expect((await send('GET', '/movies', { from, token })).status).toBe(200);
    expect((await fetch(`${app.url}/docs/`, { headers: { 'X-Forwarded-For': from } })).status).toBe(200);
    // A hash at registration, a check at the log-in, a check and a hash at the change, each with a statement; the list,
    // and the page.
    expect(owners.map((owner) => owner?.address)).toEqual(Array.from({ length: 10 }, () => '2001:db8:6::/48'));
  });

  it('stop a newcomer who requests ids without films before the quota is used up', async () => {
    const token = await newcomer('grace', '198.51.100.3');
    kinopoisk.forgetCalls();
    const statuses: number[] = [];
    for (let n = 0; n < 40 && statuses.at(-1) !== 429; n += 1)
      statuses.push((await send('GET', `/movies/${5_000_001 + n}`, { token, from: '198.51.100.3' })).status);
    const { 404: answered = 0, ...others } = countsOf(statuses);
    expect(answered).toBeGreaterThan(0);
    expect(others).toEqual({ 429: 1 });
    expect(kinopoisk.calls.length).toBeLessThan(40);
  });
});
