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

/** A refresh token, and the id of a session, a token, a user or an import, are made for one person and one time. */
const NEED_WHAT_NO_EXAMPLE_HOLDS = new Set([
  ...['refreshSession', 'endSession', 'revokePersonalToken'],
  ...['getUser', 'changeUser', 'endUserSessions', 'listUserPermissions', 'giveRole', 'takeRole'],
  ...['getImport', 'cancelImport', 'listImportRows', 'exportUnmatchedRows', 'chooseFilmOfRow'],
]);

/** Most bytes of an error answer and of a log line. */
const MAX_BYTES = 8192;

let app: TestApp;
let client: RawClient;
let token: string;
let people = 0;
beforeAll(async () => {
  console.log(`FUZZ_SEED=${SEED} FUZZ_RUNS=${RUNS}`);
  app = await startTestApp();
  client = new RawClient(app.url);
  // A few: whole lists are among the answers to most requests, and each of them is checked.
  const films = (await readFilmFile('seed/films.json')).filter(({ kinopoiskId }) => kinopoiskId < 400);
  // The bundled films have no ids of directors; this one has that of the examples.
  const withIds = [...films, aCard()];
  await app.service.container.get(SeedCatalogue).execute({ kind: 'system', name: 'cli' }, { films: withIds });
});
afterAll(async () => {
  client.close();
  await app.close();
});

/** What no answer may be or say, whatever was asked. */
function assertHarmless(answer: Answer, request: RawRequest): void {
  const sent = `${request.method} ${request.target} ${request.body?.toString().slice(0, 500)}`;
  expect(answer.status, `${sent} → ${answer.text.slice(0, 500)}`).toBeLessThan(500);
  expect(answer.headers.get('x-request-id') ?? '', `${sent} → X-Request-Id`).toMatch(/^[\w.-]{8,64}$/);
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

/** Another name of an operation leads to the same route. */
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
      // Last, since it may end the session or take away what the others are about.
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

  it('is mixed with enough good input for every operation to be reached', () => {
    const reachable = API.routes
      .map(({ operationId }) => operationId)
      .filter((id) => !NEED_WHAT_NO_EXAMPLE_HOLDS.has(id));
    expect(reachable.filter((id) => !served.has(id))).toEqual([]);
  });

  /** A superuser, new each time, whose password is that of the examples: some operations end sessions, or accounts. */
  async function freshToken(): Promise<string> {
    const body = { username: `fuzz${++people}`, password: 'follow the white rabbit' };
    await app.service.container.get(CreateSuperuser).execute({ kind: 'system', name: 'cli' }, body);
    const answer = await app.call('POST', '/login', { body });
    return (answer.body as { access_token: string }).access_token;
  }

  /** So that the documented example finds what it needs. */
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

  it('leaves log lines that are short and do not repeat it', () => {
    expect(app.log.length).toBeGreaterThan(operations.length);
    const lines = app.log.map((line) => JSON.stringify(line));
    expect(lines.filter((line) => line.includes(CANARY) || Buffer.byteLength(line) > MAX_BYTES)).toEqual([]);
  });

  it('leaves the prototypes of JavaScript as they were', () => {
    expect(Object.keys(Object.prototype)).toEqual([]);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});
