import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import type { Response } from 'express';
import type { Container } from 'inversify';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { API } from '../../../src/adapters/http/api.ts';
import type { ProblemCode } from '../../../src/adapters/http/problems/wording.ts';
import { problemCodesOf } from '../../../src/adapters/http/routing/openapi.ts';
import type { RouteDeclaration } from '../../../src/adapters/http/routing/route.ts';
import { pathsOf } from '../../../src/adapters/http/routing/route.ts';
import { ExpensiveWork } from '../../../src/adapters/http/server/expensive-work.ts';
import { CreateSuperuser } from '../../../src/application/accounts/create-superuser.ts';
import {
  FilmSourceBadAnswer,
  FilmSourceKeyRefused,
  FilmSourceQuotaSpent,
  FilmSourceRateLimited,
  FilmSourceTimeout,
  FilmSourceUnavailable,
} from '../../../src/application/films/ports/film-source.ts';
import { ImportWorker } from '../../../src/application/imports/import-worker.ts';
import { StorageUnavailable } from '../../../src/application/shared/ports/storage.ts';
import { tokens } from '../../../src/bootstrap/tokens.ts';
import { aFilm } from '../../builders/film.ts';
import { aUser } from '../../builders/user.ts';
import { FixedClock } from '../../fakes/fixed-clock.ts';
import { InMemoryFilmSource } from '../../fakes/in-memory-film-source.ts';
import { startBusyApp } from '../../support/busy-app.ts';
import { quickestEngine } from '../../support/database.ts';
import { fineCall, unfitCall } from '../../support/documented-calls.ts';
import { FaultSwitch, STORING } from '../../support/fault-switch.ts';
import type { Answer } from '../../support/openapi-conformance.ts';
import type { Call, TestApp } from '../../support/test-app.ts';
import { startTestApp } from '../../support/test-app.ts';

type Operation = { route: RouteDeclaration; path: string };

/** Makes the service answer with one problem, if the operation has that problem. @returns the answer */
type Recipe = (operation: Operation) => Promise<Answer>;

const SESSION = {
  userId: '0198f0a0-0000-7000-8000-00000000a11c',
  sessionId: '0198f0a0-0000-7000-8000-0000005e5510',
  version: 0,
  isSuperuser: false,
};

/** Somebody for administrators to change. */
const SOMEBODY = '0198f0a0-0000-7000-8000-000000000b0b';

const OWNER_PASSWORD = 'correct horse battery staple';

/** Something that goes wrong inside and must stay there. */
const BOOM = new Error('boom: the password of the database is 12345');

const source = new InMemoryFilmSource(new FixedClock());
const faults = new FaultSwitch();
const json = { 'Content-Type': 'application/json' };

function useSource(container: Container): void {
  container.rebind(tokens.filmSource).toConstantValue(source);
  container.rebind(tokens.voteSource).toConstantValue(source);
}

let app: TestApp;
/** Takes one call of everything that is limited, and no more. */
let limited: TestApp;
/** Has had much more to do than it can for long. */
let busy: TestApp;
/** Of somebody who may do everything. */
let token: string;
beforeAll(async () => {
  app = await startTestApp({
    engine: quickestEngine(),
    rebind: (container) => {
      useSource(container);
      faults.install(container, [...STORING, 'clock', 'passwordHasher']);
    },
  });
  token = (
    await app.service.container.get(tokens.accessTokens).issue({ ...SESSION, roles: ['user'], isSuperuser: true })
  ).token;
  await addOwner(app);
  const somebody = aUser({ id: SOMEBODY, username: 'somebody', email: null });
  await app.service.container
    .get(tokens.userRepository)
    .add(somebody, { passwordHash: '', usernameSkeleton: 'somebody' });
  limited = await startTestApp({
    engine: quickestEngine(),
    settings: {
      LIMIT_LOGIN_PER_ACCOUNT: '1',
      LIMIT_LOGIN_PER_ADDRESS: '1',
      LIMIT_REGISTER_PER_MINUTE: '1',
      LIMIT_SEARCH_PER_MINUTE: '1',
      LIMIT_IMPORTS_PER_HOUR: '1',
      LIMIT_KINOPOISK_PER_DAY: '1',
      LIMIT_LISTS_PER_USER: '1',
    },
    rebind: useSource,
  });
  await addOwner(limited);
  busy = await startBusyApp();
});
afterEach(healEverything);
afterAll(async () => {
  await app.close();
  await limited.close();
  await busy.close();
});

function healEverything(): void {
  faults.heal();
  source.recovers();
}

async function tokenOf(on: TestApp, roles: string[]): Promise<string> {
  const issued = await on.service.container.get(tokens.accessTokens).issue({ ...SESSION, roles });
  return issued.token;
}

/** The account that the tokens name. Its password is none of the document's examples. */
async function addOwner({ service: { container } }: TestApp): Promise<void> {
  const owner = aUser({ id: SESSION.userId, username: 'owner', email: null });
  const passwordHash = await container.get(tokens.passwordHasher).hash(OWNER_PASSWORD);
  await container.get(tokens.userRepository).add(owner, { passwordHash, usernameSkeleton: 'ovvner' });
}

/** A call with nothing wrong in it, by somebody who may, changed a little. */
async function callFine({ route, path }: Operation, changes: Call = {}): Promise<Answer> {
  const fine = fineCall(route.method, path);
  return app.call(route.method, fine.path, { token, ...fine.call, ...changes });
}

/** A call whose body is not what it should be. Operations without a body get one all the same where HTTP lets them. */
async function callWithBody(operation: Operation, rawBody: string, headers = json): Promise<Answer> {
  if (operation.route.method === 'get') return callFine(operation);
  return callFine(operation, { body: undefined, rawBody, headers });
}

/** A call with the text in the place of the path's parameter. */
async function callAt({ route, path }: Operation, text: string): Promise<Answer> {
  return app.call(route.method, path.replace(/\{\w+\}/, text), { token });
}

/** A call with nothing wrong in it but what it is about: somebody else than the owner, unless told otherwise. */
async function callFineAt(
  { route, path }: Operation,
  { id = SOMEBODY, name = '' }: { id?: string; name?: string },
  changes: Call = {},
): Promise<Answer> {
  const at = path.replace('{id}', id).replace('{name}', name);
  return app.call(route.method, at, { token, ...fineCall(route.method, path).call, ...changes });
}

const whileBroken =
  (ports: Parameters<FaultSwitch['breaks']>[0], failure: Error): Recipe =>
  (operation) => {
    faults.breaks(ports, failure);
    return callFine(operation);
  };

/** Ids that turned out to be no film's are not asked for again. */
async function forgetUnknownFilms({ service: { container } }: TestApp): Promise<void> {
  await container.get(tokens.missingFilms).purge(new Date(Date.now() + 1000));
}

const whileSourceFails =
  (failure: Error): Recipe =>
  async (operation) => {
    await forgetUnknownFilms(app);
    source.fails(failure);
    return callFine(operation);
  };

/** What is done in the same way on every operation. */
const GENERIC: Partial<Record<ProblemCode, Recipe>> = {
  'import-not-found': (operation) => callFine(operation),
  unauthenticated: async (operation) => {
    const allow = (permissions: string[]) => app.call('PATCH', '/roles/anonymous', { token, body: { permissions } });
    await allow([]);
    const answer = await callFine(operation, { token: undefined });
    await allow(['catalogue:read']);
    return answer;
  },
  'invalid-token': async (operation) => {
    const [header, payload] = token.split('.');
    const [, , signature] = (await tokenOf(app, [])).split('.');
    return callFine(operation, { token: `${header}.${payload}.${signature}` });
  },
  'permission-denied': async (operation) => callFine(operation, { token: await tokenOf(app, []) }),
  'validation-failed': async ({ route, path }) => {
    const { path: unfitPath, call } = unfitCall(route.method, path);
    return app.call(route.method, unfitPath, { token, ...call });
  },
  'malformed-request': (operation) => {
    if (operation.path.includes('{')) return callAt(operation, '%E0%A4%A');
    if (operation.route.body) return callWithBody(operation, '{"kinopoisk_id":');
    return app.call(operation.route.method, `${operation.path}?query=%FF`, { token });
  },
  'payload-too-large': (operation) => callWithBody(operation, JSON.stringify('x'.repeat(70_000))),
  'unsupported-media-type': (operation) => callWithBody(operation, '{}', { 'Content-Type': 'text/plain' }),
  'too-many-requests': async ({ route, path }) => {
    const fine = fineCall(route.method, path);
    const call = { token: await tokenOf(limited, ['user', 'admin']), ...fine.call };
    if (route.isExpensive) return besideAnother(() => limited.call(route.method, fine.path, call));
    await limited.call(route.method, fine.path, call);
    return limited.call(route.method, fine.path, call);
  },
  'server-busy': async ({ route, path }) => {
    const fine = fineCall(route.method, path);
    return busy.call(route.method, fine.path, { token, ...fine.call });
  },
  'database-unavailable': whileBroken(STORING, new StorageUnavailable()),
  'internal-error': whileBroken([...STORING, 'passwordHasher'], BOOM),
  'movie-not-found': (operation) => callFine(operation),
  'movie-restricted': async ({ route, path }) => {
    await app.service.container.get(tokens.movieRepository).save([aFilm({ kinopoiskId: 302 })]);
    await app.call('PUT', '/restrictions/some', { token, body: { rule: { kinopoisk_ids: [302] } } });
    const answer = await app.call(route.method, path.replace(/\{\w+\}/, '302'), {
      token: await tokenOf(app, ['user']),
      ...('body' in route && { body: { kinopoisk_id: 302 } }),
    });
    await app.call('DELETE', '/restrictions/some', { token });
    return answer;
  },
  'user-not-found': (operation) => callFine(operation),
  'role-not-found': (operation) => callFineAt(operation, { name: 'nobody' }),
  'role-not-held': (operation) => callFineAt(operation, { name: 'subscribers' }),
  'built-in-role': (operation) => callFineAt(operation, { name: 'user' }),
  'last-superuser': async (operation) => {
    const body = { username: 'theonly', password };
    await app.service.container.get(CreateSuperuser).execute({ kind: 'system', name: 'cli' }, body);
    const { body: pair } = await app.call('POST', '/login', { body });
    const { access_token: theirs } = pair as { access_token: string };
    const { body: them } = await app.call('GET', '/user', { token: theirs });
    const { id } = them as { id: string };
    return callFineAt(operation, { id }, { token: theirs });
  },
  'restriction-not-found': (operation) => callAt(operation, 'no-such-label'),
  'genre-not-found': (operation) => callAt(operation, '2147483647'),
  'director-not-found': (operation) => callFine(operation),
  'cursor-expired': async ({ path }) => {
    const ahead = app.service.container.get(tokens.shelfCursors).seal(SESSION.userId, { version: 99, startedAt: 0 });
    return app.call('GET', `${path}?since=${ahead}`, { token });
  },
  'session-not-found': (operation) => callFine(operation),
  'wrong-password': (operation) => callFine(operation),
  'kinopoisk-quota-spent': whileSourceFails(new FilmSourceQuotaSpent({ retryAfterSeconds: 3600 })),
  'kinopoisk-rate-limited': whileSourceFails(new FilmSourceRateLimited({ retryAfterSeconds: 0.2 })),
  'kinopoisk-key-refused': whileSourceFails(new FilmSourceKeyRefused()),
  'kinopoisk-unavailable': whileSourceFails(new FilmSourceUnavailable()),
  'kinopoisk-bad-answer': whileSourceFails(new FilmSourceBadAnswer()),
  'kinopoisk-timeout': whileSourceFails(new FilmSourceTimeout()),
};

/** Calls while another request of the same person is under way, which is all they may have. */
async function besideAnother(call: () => Promise<Answer>): Promise<Answer> {
  const another = new ServerResponse(new IncomingMessage(new Socket())) as Response;
  limited.service.container.get(ExpensiveWork).enter({ address: '192.0.2.1', person: SESSION.userId }, another);
  try {
    return await call();
  } finally {
    another.emit('close');
  }
}

/** Somebody whose share of the questions to Kinopoisk is used up asks for a film that nobody knows. */
const onceTheShareIsSpent: Recipe = async ({ route, path }) => {
  await limited.service.container
    .get(tokens.rateLimiter)
    .consume('kinopoisk', SESSION.userId)
    .catch(() => undefined);
  const fine = fineCall(route.method, path);
  return limited.call(route.method, fine.path, { token: await tokenOf(limited, ['user']), ...fine.call });
};

/** The call about a row of somebody's import that found no film. */
async function chooseOnceOpen({ path }: Operation, kinopoiskId: number, on = app, by?: string): Promise<Answer> {
  const theirs = by ?? (await on.logIn()).token;
  const { body } = await on.call('POST', '/imports', { token: theirs, body: [{ title: 'Не тот фильм', year: 1913 }] });
  await on.service.container.get(ImportWorker).run({ aborted: false });
  const at = path.replace('{id}', (body as { id: string }).id).replace('{row}', '1');
  return on.call('PUT', at, { token: theirs, body: { kinopoisk_id: kinopoiskId } });
}

const chooseWhileSourceFails =
  (failure: Error): Recipe =>
  (operation) => {
    source.fails(failure, ['find']);
    return chooseOnceOpen(operation, 4040);
  };

async function freshRefreshToken(): Promise<string> {
  const { username, password: theirs } = await app.logIn();
  const { body } = await app.call('POST', '/login', { body: { username, password: theirs } });
  return (body as { refresh_token: string }).refresh_token;
}

async function renewWhileBroken({ path }: Operation, failure: Error): Promise<Answer> {
  const refresh_token = await freshRefreshToken();
  faults.breaks(STORING, failure);
  return app.call('PUT', path, { body: { refresh_token } });
}

const password = 'follow the white rabbit';

/** What only makes sense on one operation, or has to be done differently there. */
const SPECIFIC: Record<string, Partial<Record<ProblemCode, Recipe>>> = {
  registerUser: {
    'username-taken': async ({ path }) => {
      const body = { username: 'trinity', password };
      await app.call('POST', path, { body });
      return app.call('POST', path, { body });
    },
    'email-taken': async ({ path }) => {
      const email = 'trinity@example.com';
      await app.call('POST', path, { body: { email, password } });
      return app.call('POST', path, { body: { email, username: 'somebody.else', password } });
    },
  },
  logIn: {
    'invalid-credentials': ({ path }) => app.call('POST', path, { body: { login: 'nobody', password } }),
    'too-many-requests': async ({ path }) => {
      const body = { login: 'nobody', password };
      await limited.call('POST', path, { body });
      return limited.call('POST', path, { body });
    },
  },
  refreshSession: {
    'invalid-token': (operation) => callFine(operation),
    'database-unavailable': (operation) => renewWhileBroken(operation, new StorageUnavailable()),
    'internal-error': (operation) => renewWhileBroken(operation, BOOM),
    'refresh-token-reused': async ({ path }) => {
      let refresh_token = await freshRefreshToken();
      const stolen = { refresh_token };
      for (let renewals = 0; renewals < 2; renewals++) {
        const renewed = await app.call('PUT', path, { body: { refresh_token } });
        ({ refresh_token } = renewed.body as { refresh_token: string });
      }
      return app.call('PUT', path, { body: stolen });
    },
  },
  changeLogin: {
    'username-taken': async ({ path }) => {
      await app.call('POST', '/register', { body: { username: 'morpheus', password } });
      return app.call('PUT', path, { token, body: { username: 'morpheus', password: OWNER_PASSWORD } });
    },
    'email-taken': async ({ path }) => {
      const email = 'morpheus@example.com';
      await app.call('POST', '/register', { body: { email, password } });
      return app.call('PUT', path, { token, body: { email, password: OWNER_PASSWORD } });
    },
  },
  giveRole: {
    'too-many-roles': async (operation) => {
      const { token: theirs } = await app.logIn();
      const { id } = (await app.call('GET', '/user', { token: theirs })).body as { id: string };
      for (let n = 0; n < 50; n += 1) {
        await app.call('POST', '/roles', { token, body: { name: `many-${n}`, permissions: [] } });
        await app.call('PUT', `/users/${id}/roles/many-${n}`, { token });
      }
      const answer = await callFineAt(operation, { id, name: 'subscribers' });
      for (let n = 0; n < 50; n += 1) await app.call('DELETE', `/roles/many-${n}`, { token });
      return answer;
    },
  },
  createRole: {
    'role-name-taken': (operation) => callFine(operation, { body: { name: 'admin', permissions: [] } }),
  },
  changeRole: {
    'role-name-taken': async (operation) => {
      await app.call('POST', '/roles', { token, body: { name: 'writers', permissions: [] } });
      return callFineAt(operation, { name: 'writers' }, { body: { name: 'admin' } });
    },
    'built-in-role': (operation) => callFineAt(operation, { name: 'user' }, { body: { name: 'others' } }),
  },
  checkPermissions: {
    'permission-denied': async ({ path }) =>
      app.call('GET', `${path}?permission=users:manage`, { token: await tokenOf(app, ['user']) }),
  },
  listPublicKeys: {
    'internal-error': whileBroken(['clock'], BOOM),
  },
  getMovie: { 'too-many-requests': onceTheShareIsSpent },
  addFavoriteMovie: { 'too-many-requests': onceTheShareIsSpent },
  addFavoriteMovieByPath: { 'too-many-requests': onceTheShareIsSpent },
  changeFavoriteMovie: {
    'favorite-not-found': (operation) => callFine(operation),
  },
  startImport: {
    'import-running': async (operation) => {
      await callFine(operation);
      return callFine(operation);
    },
    'import-source-missing': async ({ path }) => {
      const bare = await startTestApp();
      const { token: theirs } = await bare.logIn();
      const body = { source: 'kinopoisk', kinopoisk_user_id: 700_002 };
      const answer = await bare.call('POST', path, { token: theirs, body });
      await bare.close();
      return answer;
    },
  },
  chooseFilmOfRow: {
    'import-row-not-found': async (operation) => {
      const { token: theirs } = await app.logIn();
      const { body } = await app.call('POST', '/imports', { token: theirs, body: [{ title: 'Матрица' }] });
      const at = operation.path.replace('{id}', (body as { id: string }).id).replace('{row}', '2');
      return app.call('PUT', at, { token: theirs, body: { kinopoisk_id: 301 } });
    },
    'import-row-settled': async (operation) => {
      const { token: theirs } = await app.logIn();
      const { body } = await app.call('POST', '/imports', { token: theirs, body: [{ title: 'Матрица' }] });
      const at = operation.path.replace('{id}', (body as { id: string }).id).replace('{row}', '1');
      await app.service.container.get(tokens.movieRepository).save([aFilm({ kinopoiskId: 301 })]);
      return app.call('PUT', at, { token: theirs, body: { kinopoisk_id: 301 } });
    },
    'movie-not-found': (operation) => chooseOnceOpen(operation, 4041),
    'movie-restricted': async (operation) => {
      await app.service.container.get(tokens.movieRepository).save([aFilm({ kinopoiskId: 302 })]);
      await app.call('PUT', '/restrictions/some', { token, body: { rule: { kinopoisk_ids: [302] } } });
      const answer = await chooseOnceOpen(operation, 302);
      await app.call('DELETE', '/restrictions/some', { token });
      return answer;
    },
    'too-many-requests': async (operation) => {
      const share = limited.service.container.get(tokens.rateLimiter);
      await share.consume('kinopoisk', SESSION.userId).catch(() => undefined);
      await share.refund('import', SESSION.userId);
      await limited.service.container.get(ImportWorker).run({ aborted: false });
      return chooseOnceOpen(operation, 4042, limited, await tokenOf(limited, ['user']));
    },
    'kinopoisk-quota-spent': chooseWhileSourceFails(new FilmSourceQuotaSpent({ retryAfterSeconds: 3600 })),
    'kinopoisk-rate-limited': chooseWhileSourceFails(new FilmSourceRateLimited({ retryAfterSeconds: 0.2 })),
    'kinopoisk-key-refused': chooseWhileSourceFails(new FilmSourceKeyRefused()),
    'kinopoisk-unavailable': chooseWhileSourceFails(new FilmSourceUnavailable()),
    'kinopoisk-bad-answer': chooseWhileSourceFails(new FilmSourceBadAnswer()),
    'kinopoisk-timeout': chooseWhileSourceFails(new FilmSourceTimeout()),
  },
  removeFavoriteMovie: {
    'favorite-not-found': (operation) => callFine(operation),
  },
  explainProblem: {
    'route-not-found': () => app.call('GET', '/problems/no-such-problem'),
    'internal-error': whileBroken(['clock'], BOOM),
  },
  checkLiveness: {
    // It asks nobody anything: nothing but the clock, by which every operation is timed, can fail it.
    'internal-error': whileBroken(['clock'], BOOM),
  },
};

function recipeFor({ operationId }: RouteDeclaration, code: ProblemCode): Recipe {
  const recipe = SPECIFIC[operationId]?.[code] ?? GENERIC[code];
  if (!recipe) throw new Error(`There is no recipe that makes ${operationId} answer with ${code}`);
  return recipe;
}

function codeOf({ body }: Answer): unknown {
  return (body as { code?: unknown }).code;
}

/** Every operation under every one of its names. */
const operations = API.routes.flatMap((route) =>
  pathsOf(route).map((path) => ({ route, path, name: `${route.method} ${path}` })),
);

const documented = operations.flatMap((operation) =>
  [...problemCodesOf(operation.route)].map(([code, status]) => ({ ...operation, code, status })),
);

describe('a documented problem', () => {
  it.each(documented)('is what $name answers with: $status $code', async ({ route, path, code, status }) => {
    const answer = await recipeFor(route, code)({ route, path });
    expect([answer.status, codeOf(answer)]).toEqual([status, code]);
    expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('retry-after') ?? 'none').toMatch(isTemporary(status) ? /^[1-9]\d*$/ : /^none$/);
    expect(answer.headers.get('www-authenticate') ?? 'none').toBe(challengeOf(code, status));
  });

  it('has recipes for nothing that is not documented', () => {
    const specific = Object.entries(SPECIFIC).flatMap(([operationId, recipes]) =>
      Object.keys(recipes).map((code) => `${operationId} ${code}`),
    );
    const reachable = new Set(documented.map(({ route, code }) => `${route.operationId} ${code}`));
    expect(specific.filter((combination) => !reachable.has(combination))).toEqual([]);
    const codes = new Set<string>(documented.map(({ code }) => code));
    expect(Object.keys(GENERIC).filter((code) => !codes.has(code))).toEqual([]);
  });

  function isTemporary(status: number): boolean {
    return status === 429 || status === 503;
  }

  function challengeOf(code: ProblemCode, status: number): string {
    if (code === 'invalid-token' || code === 'refresh-token-reused') return 'Bearer error="invalid_token"';
    if (code === 'permission-denied') return 'Bearer error="insufficient_scope"';
    return status === 401 ? 'Bearer' : 'none';
  }
});

describe('a problem that is not documented', () => {
  it.each(operations)('is none that $name answers with, whatever goes wrong', async ({ route, path }) => {
    const codes = problemCodesOf(route);
    for (const [code, recipe] of Object.entries(GENERIC).filter(([one]) => !codes.has(one as ProblemCode))) {
      expect(codeOf(await recipe({ route, path })), code).not.toBe(code);
      healEverything();
    }
  });
});

describe('an internal error', () => {
  it.each(operations)('of $name is told to the operator and to nobody else', async ({ route, path }) => {
    const answer = await recipeFor(route, 'internal-error')({ route, path });
    expect(answer.text + JSON.stringify([...answer.headers])).not.toMatch(/boom|12345|\bat /);
    const requestId = answer.headers.get('x-request-id');
    expect(app.log.filter((line) => line['request_id'] === requestId && line['level'] === 'error')).toEqual([
      expect.objectContaining({ cause: expect.objectContaining({ message: BOOM.message }) as object }),
    ]);
  });
});
