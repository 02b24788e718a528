import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readFilmFile } from '../../../src/adapters/files/film-file.ts';
import { API } from '../../../src/adapters/http/api.ts';
import { CreateSuperuser } from '../../../src/application/accounts/create-superuser.ts';
import { SeedCatalogue } from '../../../src/application/films/seed-catalogue.ts';
import { aCard } from '../../builders/film.ts';
import { fineCall } from '../../support/documented-calls.ts';
import {
  documentedTarget,
  exampleRequest,
  HostileValues,
  requestsOneByOne,
  requestTo,
  requestToAnything,
  withToken,
} from '../../support/hostile-requests.ts';
import { CANARY, STRANGER } from '../../support/hostile-values.ts';
import type { Answer } from '../../support/openapi-conformance.ts';
import { assertDocumented } from '../../support/openapi-conformance.ts';
import { operations } from '../../support/openapi-document.ts';
import type { RawRequest } from '../../support/raw-client.ts';
import { RawClient } from '../../support/raw-client.ts';
import type { TestApp } from '../../support/test-app.ts';
import { startTestApp } from '../../support/test-app.ts';

/** `FUZZ_SEED` repeats a run, or makes another one; `FUZZ_RUNS` makes it longer. */
const SEED = Number(process.env['FUZZ_SEED'] ?? 20_261_120);
const RUNS = Number(process.env['FUZZ_RUNS'] ?? 16);

const TIMEOUT_MS = 60_000 + 100 * RUNS;

/**
 * These operations need a refresh token or the id of a session, a token, a user or an import, which no example can
 * contain.
 */
const NEED_WHAT_NO_EXAMPLE_HOLDS = new Set([
  ...['refreshSession', 'endSession', 'revokePersonalToken'],
  ...['getUser', 'changeUser', 'endUserSessions', 'listUserPermissions', 'giveRole', 'takeRole'],
  ...['getImport', 'cancelImport', 'listImportRows', 'exportUnmatchedRows', 'chooseFilmOfRow'],
]);

/** Maximum number of bytes of an error answer and of a log line. */
const MAX_BYTES = 8192;

let app: TestApp;
let client: RawClient;
let token: string;
let people = 0;
beforeAll(async () => {
  console.log(`FUZZ_SEED=${SEED} FUZZ_RUNS=${RUNS}`);
  app = await startTestApp();
  client = new RawClient(app.url);
  // Only a few films, because most requests have whole lists as answers, and each of them is checked.
  const films = (await readFilmFile('seed/films.json')).filter(({ kinopoiskId }) => kinopoiskId < 400);
  // The bundled films have no ids of directors; this one has that of the examples.
  const withIds = [...films, aCard()];
  await app.service.container.get(SeedCatalogue).execute({ kind: 'system', name: 'cli' }, { films: withIds });
});
afterAll(async () => {
  client.close();
  await app.close();
});

/** Fails if the answer is a fault or contains hostile input. */
function assertHarmless(answer: Answer, request: RawRequest): void {
  const sent = `${request.method} ${request.target} ${request.body?.toString().slice(0, 500)}`;
  expect(answer.status, `${sent} → ${answer.text.slice(0, 500)}`).toBeLessThan(500);
  expect(answer.headers.get('x-request-id') ?? '', `${sent} → X-Request-Id`).toMatch(/^[\w.-]{8,40}$/);
  expect(answer.text + JSON.stringify([...answer.headers])).not.toContain(STRANGER);
  if (answer.status < 400) return;
  const isFormed = /^\/oauth\/(?:token|revoke|introspect)\/?(?:\?|$)/.test(
    request.target.replace(/^https?:\/\/[^/]*/, ''),
  );
  expect(answer.headers.get('content-type')).toBe(`application/${isFormed ? '' : 'problem+'}json; charset=utf-8`);
  expect(Buffer.byteLength(answer.text)).toBeLessThan(MAX_BYTES);
  expect(answer.text).not.toContain(CANARY);
}

async function check(
  requests: fc.Arbitrary<RawRequest>,
  seed: number,
  judge: (request: RawRequest, answer: Answer) => void,
): Promise<number[]> {
  const statuses: number[] = [];
  const property = fc.asyncProperty(requests, async (request) => {
    const answer = await client.send(withToken(request, token));
    statuses.push(answer.status);
    assertHarmless(answer, request);
    judge(request, answer);
  });
  await fc.assert(property, { seed, numRuns: RUNS });
  return statuses;
}

/** The other names of an operation lead to the same route. */
const underFirstName = operations.filter(({ operation }) =>
  API.routes.some(({ operationId }) => operationId === operation.operationId),
);

describe('hostile input', () => {
  const served = new Set<string>();
  const values = new HostileValues();

  it.each(underFirstName.map((operation, index) => ({ ...operation, seed: SEED + index })))(
    'to $name gets a documented answer, never a 5xx',
    { timeout: TIMEOUT_MS },
    async ({ seed, ...documented }) => {
      await prepare(documented);
      const statuses = await check(requestTo(documented), seed, (request, answer) =>
        assertDocumented(request.method, documentedTarget(request), answer),
      );
      // Sent last, because it may end the session or delete the objects of the other requests.
      statuses.push((await client.send(withToken(exampleRequest(documented), token))).status);
      if (statuses.some((status) => status < 300)) served.add(documented.operation.operationId);
    },
  );

  it.each(underFirstName)(
    'in any one place of a call to $name gets a documented answer, never a 5xx',
    { timeout: TIMEOUT_MS },
    async (documented) => {
      token = await freshToken();
      const requests = requestsOneByOne(documented, values).values();
      const worker = async (): Promise<void> => {
        for (const request of requests) {
          const answer = await client.send(withToken(request, token));
          assertHarmless(answer, request);
          assertDocumented(request.method, documentedTarget(request), answer);
        }
      };
      await Promise.all([worker(), worker(), worker()]);
    },
  );

  it('is mixed with enough valid input to reach every operation', () => {
    const reachable = API.routes
      .map(({ operationId }) => operationId)
      .filter((id) => !NEED_WHAT_NO_EXAMPLE_HOLDS.has(id));
    expect(reachable.filter((id) => !served.has(id))).toEqual([]);
  });

  /** A new superuser each time, with the password of the examples, because some operations end sessions or accounts. */
  async function freshToken(): Promise<string> {
    const body = { username: `fuzz${++people}`, password: 'follow the white rabbit' };
    await app.service.container.get(CreateSuperuser).execute({ kind: 'system', name: 'cli' }, body);
    const answer = await app.call('POST', '/login', { body });
    return (answer.body as { access_token: string }).access_token;
  }

  /** Creates the data that the documented example needs. */
  async function prepare({ method, path }: { method: string; path: string }): Promise<void> {
    token = await freshToken();
    if (method === 'post' && /\/(?:login|token)$/.test(path))
      await app.call('POST', '/register', fineCall('post', '/auth/register').call);
    if (method === 'post' && path === '/roles') await app.call('DELETE', '/roles/editors', { token });
    if (method !== 'delete' && method !== 'patch') return;
    await app.call('POST', '/movies/favorites', { token, body: { kinopoisk_id: 301 } });
    await app.call('POST', '/roles', { token, body: { name: 'editors', permissions: [] } });
    if (method !== 'delete') return;
    await app.call('PUT', '/restrictions/new', { token, body: { rule: { genre_id: 2 } } });
  }

  it('to anything else gets a problem, never a 5xx', { timeout: TIMEOUT_MS }, async () => {
    await check(requestToAnything(), SEED, ({ method }, answer) => {
      if (method !== 'HEAD') expect(answer.status < 400 || answer.body).toBeTruthy();
    });
  });

  it('causes only short log lines that do not repeat it', () => {
    expect(app.log.length).toBeGreaterThan(operations.length);
    const lines = app.log.map((line) => JSON.stringify(line));
    expect(lines.filter((line) => line.includes(CANARY) || Buffer.byteLength(line) > MAX_BYTES)).toEqual([]);
  });

  it('does not change the prototypes of JavaScript', () => {
    expect(Object.keys(Object.prototype)).toEqual([]);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});
