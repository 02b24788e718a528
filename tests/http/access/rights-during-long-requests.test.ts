import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { request } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { PrometheusMetrics } from '../../../src/adapters/observability/prometheus-metrics.ts';
import { CreateSuperuser } from '../../../src/application/accounts/create-superuser.ts';
import { tokens } from '../../../src/bootstrap/tokens.ts';
import { aMovie } from '../../builders/film.ts';
import type { TestApp } from '../../support/test-app.ts';
import { startTestApp } from '../../support/test-app.ts';

const OWNER = { username: 'morpheus', password: 'the one who frees minds' };
const LABEL = 'adults';

/** So many that the list is not held back until its end. */
const BEGINNING = 2_000;
/** So many parts that the list would go on for long after the change. */
const ALL = 20_000;

/** Films that were read from the catalogue for the list. */
let read = 0;
/** Runs after this number of films. */
let meanwhile: { readonly after: number; readonly run: () => Promise<unknown> };
/** The time that passes with `meanwhile`. */
let laterMs = 0;

let app: TestApp;
let owner: string;
beforeAll(async () => {
  app = await startTestApp({
    settings: { LIMIT_LOGIN_SUCCESS_PER_MINUTE: '1000', ACCESS_TOKEN_TTL_SECONDS: '300' },
    rebind: (container) => {
      const clock = container.get(tokens.clock);
      const later = {
        now: () => new Date(clock.now().getTime() + laterMs),
        monotonicMs: () => clock.monotonicMs() + laterMs,
      };
      container.rebind(tokens.clock).toConstantValue(later);
      container.get(tokens.movieRepository).stream = async function* () {
        for (read = 0; read < ALL; read += 1) {
          if (read === meanwhile.after) await meanwhile.run();
          yield aMovie({ kinopoiskId: read + 1 });
        }
      };
    },
  });
  await app.service.container.get(CreateSuperuser).execute({ kind: 'system', name: 'cli' }, OWNER);
  owner = await tokenOf(OWNER);
});
beforeEach(() => {
  laterMs = 0;
});
afterAll(() => app.close());

async function tokenOf({ username, password }: { username: string; password: string }): Promise<string> {
  const { body } = await app.call('POST', '/auth/login', { body: { login: username, password } });
  return (body as { access_token: string }).access_token;
}

const asOwner = async (method: string, path: string, body?: unknown) => {
  const { status } = await app.call(method, path, { token: owner, body });
  expect(status).toBeLessThan(300);
};

/** Somebody who sees the films with the label. */
async function somebody(): Promise<{ token: string; id: string }> {
  const person = await app.logIn();
  const { id } = (await app.call('GET', '/user', { token: person.token })).body as { id: string };
  await asOwner('PUT', `/users/${id}/roles/viewer`);
  return { token: await tokenOf(person), id };
}

const afterAWhile =
  (change: () => Promise<unknown>, ms = 2_000) =>
  async () => {
    await change();
    laterMs += ms;
  };

describe('A list that is being sent', () => {
  beforeAll(async () => {
    await asOwner('PUT', `/restrictions/${LABEL}`, { rule: { age_limit_from: 18 } });
    await asOwner('POST', '/roles', { name: 'viewer', permissions: [`movies:label:${LABEL}`] });
  });

  const list = (token: string) => fetch(`${app.url}/movies`, { headers: { Authorization: `Bearer ${token}` } });

  const changes: [string, (person: { token: string; id: string }) => Promise<unknown>, number][] = [
    ['the session ends', ({ token }) => app.call('POST', '/auth/logout', { token }), 401],
    ['the account is deactivated', ({ id }) => asOwner('PATCH', `/users/${id}`, { is_active: false }), 401],
    ['a role is taken', ({ id }) => asOwner('DELETE', `/users/${id}/roles/viewer`), 403],
    [
      'more films are restricted',
      () => asOwner('PUT', '/restrictions/newer', { rule: { released_within_years: 50 } }),
      403,
    ],
  ];

  it.each(changes)('is cut when %s', async (_name, change, status) => {
    const person = await somebody();
    const counted = async () => {
      const line = `http_request_duration_seconds_count{method="GET",route="/movies",status_code="${status}"} `;
      const lines = (await app.service.container.get(PrometheusMetrics).text()).split('\n');
      return Number(lines.find((one) => one.startsWith(line))?.slice(line.length) ?? 0);
    };
    const countedBefore = await counted();
    meanwhile = { after: BEGINNING, run: afterAWhile(() => change(person)) };
    // As in operation, where Express would print an error that it is given.
    app.application.set('env', 'production');
    const printed = vi.spyOn(console, 'error');
    const answer = await list(person.token);
    expect(answer.status).toBe(200);
    await expect(answer.text()).rejects.toThrow();
    expect(printed).not.toHaveBeenCalled();
    printed.mockRestore();
    expect(read).toBeLessThan(ALL);
    await expect.poll(counted, { interval: 10 }).toBe(countedBefore + 1);
    await app.call('DELETE', '/restrictions/newer', { token: owner });
    expect(app.log.filter(({ level }) => level === 'error')).toEqual([]);
  });

  it.each(changes)('is refused when %s before anything was sent', async (_name, change, status) => {
    const person = await somebody();
    meanwhile = { after: 1, run: afterAWhile(() => change(person)) };
    expect((await list(person.token)).status).toBe(status);
    expect(read).toBeLessThan(ALL);
    await app.call('DELETE', '/restrictions/newer', { token: owner });
  });

  it('goes on when the caller gets further rights, and when the access token expires', async () => {
    const person = await somebody();
    const give = () => asOwner('PUT', `/users/${person.id}/roles/admin`);
    meanwhile = { after: BEGINNING, run: afterAWhile(give, 3_600_000) };
    const films = (await (await list(person.token)).json()) as unknown[];
    expect(films).toHaveLength(ALL);
  });
});

describe('A file that is being received', () => {
  it.each([
    ['the session ends', (token: string) => app.call('POST', '/auth/logout', { token })],
    [
      'the account is deactivated',
      async (token: string) => {
        const { body } = await app.call('GET', '/user', { token });
        await asOwner('PATCH', `/users/${(body as { id: string }).id}`, { is_active: false });
      },
    ],
  ])('is refused when %s, and leaves no import behind', async (_name, change) => {
    const { token } = await app.logIn();
    const sent = request(`${app.url}/imports`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'text/csv' },
    });
    sent.write('title\nMatrix\n');
    const stored = () => app.service.database.query('select 1 from imports', []);
    await vi.waitFor(async () => expect(await stored()).toHaveLength(1), { timeout: 20_000 });
    await change(token);
    sent.end('Brother\n');
    const [response] = (await once(sent, 'response')) as [IncomingMessage];
    response.resume();
    expect(response.statusCode).toBe(401);
    expect(await stored()).toEqual([]);
  });
});
