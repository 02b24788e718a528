import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import type { Response } from 'express';
import type { ProblemCode } from '../../../src/adapters/http/problems/wording.ts';
import type { RouteDeclaration } from '../../../src/adapters/http/routing/route.ts';
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
import { AccessTokenHolders } from '../../../src/application/sessions/tokens/access-token-holders.ts';
import { StorageUnavailable } from '../../../src/application/shared/ports/storage.ts';
import { StoredData } from '../../../src/application/shared/stored-data.ts';
import { tokens } from '../../../src/bootstrap/tokens.ts';
import { aFilm } from '../../builders/film.ts';
import { fineCall, unfitCall } from '../../support/documented-calls.ts';
import type { PortName } from '../../support/fault-switch.ts';
import { STORING } from '../../support/fault-switch.ts';
import type { Answer } from '../../support/openapi-conformance.ts';
import { startTestApp } from '../../support/test-app.ts';
import type { Operation, Recipe, Recipes, Scene } from './problem-scene.ts';
import { OWNER_PASSWORD } from './problem-scene.ts';

/** An internal error whose text must not reach the client. */
export const BOOM = new Error('boom: the password of the database is 12345');

const password = 'follow the white rabbit';

export function recipeFor({ operationId }: RouteDeclaration, code: ProblemCode): Recipe {
  const recipe = SPECIFIC[operationId]?.[code] ?? GENERIC[code];
  if (!recipe) throw new Error(`There is no recipe that makes ${operationId} answer with ${code}`);
  return recipe;
}

const fine: Recipe = (scene, operation) => scene.callFine(operation);

const whileBroken =
  (ports: readonly PortName[], failure: Error): Recipe =>
  (scene, operation) => {
    scene.faults.breaks(ports, failure);
    return scene.callFine(operation);
  };

const whileSourceFails =
  (failure: Error): Recipe =>
  (scene, operation) => {
    scene.source.fails(failure);
    return scene.callFine(operation);
  };

async function restrictFilm(scene: Scene, kinopoiskId: number): Promise<void> {
  await scene.app.service.container.get(tokens.movieRepository).save([aFilm({ kinopoiskId })]);
  const body = { rule: { kinopoisk_ids: [kinopoiskId] } };
  await scene.app.call('PUT', '/restrictions/some', { token: scene.token, body });
}

/** Recipes that work in the same way for every operation. */
export const GENERIC: Recipes = {
  'import-not-found': fine,
  unauthenticated: async (scene, operation) => {
    await scene.app.call('PATCH', '/roles/anonymous', { token: scene.token, body: { permissions: [] } });
    return scene.callFine(operation, { token: undefined });
  },
  'invalid-token': async (scene, operation) => {
    const [header, payload] = scene.token.split('.');
    const [, , signature] = (await scene.tokenOf([])).split('.');
    return scene.callFine(operation, { token: `${header}.${payload}.${signature}` });
  },
  'permission-denied': async (scene, operation) => scene.callFine(operation, { token: await scene.tokenOf([]) }),
  'validation-failed': async (scene, { route, path }) => {
    const { path: unfitPath, call } = unfitCall(route.method, path);
    return scene.app.call(route.method, unfitPath, { token: scene.token, ...call });
  },
  'malformed-request': (scene, operation) => {
    if (operation.path.includes('{')) return scene.callAt(operation, '%E0%A4%A');
    if (operation.route.acceptsForm === 'only') return scene.callWithBody(operation, 'token=%FF');
    if (operation.route.body) return scene.callWithBody(operation, '{');
    return scene.app.call(operation.route.method, `${operation.path}?query=%FF`, { token: scene.token });
  },
  'cross-origin-request': (scene, operation) =>
    scene.callFine(operation, { headers: { 'Sec-Fetch-Site': 'cross-site' } }),
  'payload-too-large': (scene, operation) => scene.callWithBody(operation, JSON.stringify('x'.repeat(70_000))),
  'unsupported-media-type': (scene, operation) => scene.callWithBody(operation, '{}', 'application/pdf'),
  'too-many-requests': async (scene, { route, path }) => {
    const limited = await scene.limited();
    const { path: at, call } = fineCall(route.method, path);
    const ask = async () =>
      limited.call(route.method, at, { token: await scene.tokenOf(['user', 'admin'], { on: limited }), ...call });
    if (route.isExpensive) return besideAnother(scene, ask);
    await ask();
    return ask();
  },
  'server-busy': async (scene, { route, path }) => {
    const { path: at, call } = fineCall(route.method, path);
    return scene.busy.call(route.method, at, { token: scene.token, ...call });
  },
  'database-unavailable': whileBroken(STORING, new StorageUnavailable()),
  'internal-error': whileBroken([...STORING, 'passwordHasher'], BOOM),
  'movie-not-found': fine,
  'movie-restricted': async (scene, { route, path }) => {
    await restrictFilm(scene, 302);
    return scene.app.call(route.method, path.replace(/\{\w+\}/, '302'), {
      token: await scene.tokenOf(['user']),
      ...('body' in route && { body: { kinopoisk_id: 302 } }),
    });
  },
  'user-not-found': fine,
  'role-not-found': (scene, operation) => scene.callFineAt(operation, { name: 'nobody' }),
  'role-not-held': (scene, operation) => scene.callFineAt(operation, { name: 'subscribers' }),
  'built-in-role': (scene, operation) => scene.callFineAt(operation, { name: 'user' }),
  'last-superuser': async (scene, operation) => {
    const body = { username: 'theonly', password };
    await scene.app.service.container.get(CreateSuperuser).execute({ kind: 'system', name: 'cli' }, body);
    const { body: pair } = await scene.app.call('POST', '/login', { body });
    const { access_token: theirs } = pair as { access_token: string };
    const { body: them } = await scene.app.call('GET', '/user', { token: theirs });
    const { id } = them as { id: string };
    return scene.callFineAt(operation, { id, name: 'subscribers' }, { token: theirs });
  },
  'restriction-not-found': (scene, operation) => scene.callAt(operation, 'no-such-label'),
  'genre-not-found': (scene, operation) => scene.callAt(operation, '2147483647'),
  'director-not-found': fine,
  'cursor-expired': async (scene, { route, path }) => {
    const { container } = scene.app.service;
    const ahead = container.get(tokens.shelfCursors).seal(scene.userId, { version: 99, startedAt: 0 });
    const { path: at, call } = fineCall(route.method, path);
    const query = route.operationId === 'listShelfChanges' ? `?since=${ahead}` : '';
    return scene.app.call(route.method, `${at.split('?')[0]}${query}`, { token: scene.token, ...call });
  },
  'session-not-found': fine,
  'token-not-found': fine,
  'session-required': async (scene, operation) => {
    const { token } = await scene.app.logIn();
    const { body } = await makePersonalToken(scene, token);
    return scene.callFine(operation, { token: (body as { token: string }).token });
  },
  'wrong-password': fine,
  'kinopoisk-quota-spent': whileSourceFails(new FilmSourceQuotaSpent({ retryAfterSeconds: 3600 })),
  'kinopoisk-rate-limited': whileSourceFails(new FilmSourceRateLimited({ retryAfterSeconds: 0.2 })),
  'kinopoisk-key-refused': whileSourceFails(new FilmSourceKeyRefused()),
  'kinopoisk-unavailable': whileSourceFails(new FilmSourceUnavailable()),
  'kinopoisk-bad-answer': whileSourceFails(new FilmSourceBadAnswer()),
  'kinopoisk-timeout': whileSourceFails(new FilmSourceTimeout()),
};

const makePersonalToken = ({ app }: Scene, token: string): Promise<Answer> =>
  app.call('POST', '/user/tokens', { token, body: { name: 'a script', permissions: ['account:own'] } });

/** Makes the call while another request of the same person runs, which uses up that person's limit. */
async function besideAnother(scene: Scene, call: () => Promise<Answer>): Promise<Answer> {
  const { container } = (await scene.limited()).service;
  const another = new ServerResponse(new IncomingMessage(new Socket())) as Response;
  container.get(ExpensiveWork).enter({ address: '192.0.2.1', person: scene.userId }, another);
  try {
    return await call();
  } finally {
    another.emit('close');
  }
}

/** Uses up the owner's share of the questions to Kinopoisk. */
async function spendShare(scene: Scene): Promise<void> {
  const { container } = (await scene.limited()).service;
  await container.get(tokens.rateLimiter).consume('kinopoisk', scene.userId);
}

/** A person whose share is used up requests an unknown film. */
const onceTheShareIsSpent: Recipe = async (scene, { route, path }) => {
  const limited = await scene.limited();
  await spendShare(scene);
  const { path: at, call } = fineCall(route.method, path);
  return limited.call(route.method, at, { token: await scene.tokenOf(['user'], { on: limited }), ...call });
};

/** A person whose megabyte is used up stores more. */
const onceTheMegabyteIsStored: Recipe = async (scene, { route, path }) => {
  const limited = await scene.limited();
  const token = await scene.tokenOf(['user'], { on: limited });
  const { container } = limited.service;
  const { actor } = await container.get(AccessTokenHolders).holderOf(token);
  await container.get(StoredData).add({ site: '127.0.0.1', userId: actor.userId }, 1_000_000);
  const { path: at, call } = fineCall(route.method, path);
  return limited.call(route.method, at, { token, ...call });
};

/** A person's import of a list with one film. @returns the path of its row `row`, and the token of its owner */
async function importOf(
  scene: Scene,
  { path }: Operation,
  film: object,
  { on = scene.app, by, row = 1 }: { on?: Scene['app']; by?: string; row?: number } = {},
): Promise<{ at: string; token: string }> {
  const token = by ?? (await on.logIn()).token;
  const { body } = await on.call('POST', '/imports', { token, body: [film] });
  return { at: path.replace('{id}', (body as { id: string }).id).replace('{row}', String(row)), token };
}

/** A call for a row that found no film. */
async function chooseOnceOpen(
  scene: Scene,
  operation: Operation,
  kinopoiskId: number,
  { on = scene.app, by }: { on?: Scene['app']; by?: string } = {},
): Promise<Answer> {
  const film = { title: 'Не тот фильм', year: 1913 };
  const { at, token } = await importOf(scene, operation, film, { on, ...(by !== undefined && { by }) });
  await on.service.container.get(ImportWorker).run({ aborted: false });
  return on.call('PUT', at, { token, body: { kinopoisk_id: kinopoiskId } });
}

const chooseWhileSourceFails =
  (failure: Error): Recipe =>
  (scene, operation) => {
    scene.source.fails(failure, ['find']);
    return chooseOnceOpen(scene, operation, 4040);
  };

async function freshRefreshToken({ app }: Scene): Promise<string> {
  const { username, password: theirs } = await app.logIn();
  const { body } = await app.call('POST', '/login', { body: { username, password: theirs } });
  return (body as { refresh_token: string }).refresh_token;
}

/** The cookie of a new session of the web page. */
async function freshCookie({ app }: Scene): Promise<string> {
  const { username, password: theirs } = await app.logIn();
  return cookieOf(await app.call('POST', '/app/session', { body: { username, password: theirs } }));
}

function cookieOf({ headers }: Answer): string {
  return headers.getSetCookie()[0]?.split(';')[0] ?? '';
}

const withCookieWhileBroken =
  (failure: Error): Recipe =>
  async (scene, { route, path }) => {
    const Cookie = await freshCookie(scene);
    scene.faults.breaks(STORING, failure);
    return scene.app.call(route.method, path, { headers: { Cookie } });
  };

const revokeWhileBroken =
  (failure: Error): Recipe =>
  async (scene, { path }) => {
    const token = await freshRefreshToken(scene);
    scene.faults.breaks(STORING, failure);
    return scene.app.call('POST', path, { form: { token } });
  };

const renewWhileBroken =
  (failure: Error): Recipe =>
  async (scene, { path }) => {
    const refresh_token = await freshRefreshToken(scene);
    scene.faults.breaks(STORING, failure);
    return scene.app.call('PUT', path, { body: { refresh_token } });
  };

const refusedLogIns: Recipes = {
  'invalid-credentials': ({ app }, { path }) => app.call('POST', path, { body: { login: 'nobody', password } }),
  'too-many-requests': async (scene, { path }) => {
    const limited = await scene.limited();
    const body = { login: 'nobody', password };
    await limited.call('POST', path, { body });
    return limited.call('POST', path, { body });
  },
};

/**
 * The recipes about a part of the path. Without this part, they are a valid call, which other recipes such as
 * `movie-not-found` make already.
 */
const ABOUT_PATH: Partial<Record<ProblemCode, string>> = {
  'movie-restricted': '{kinopoisk_id}',
  'role-not-found': '{name}',
  'role-not-held': '{name}',
  'built-in-role': '{name}',
  'last-superuser': '{id}',
  'restriction-not-found': '{',
  'genre-not-found': '{',
  'cursor-expired': '/changes',
};

/**
 * The recipes for these codes that do different things to the operation. One failure of Kinopoisk is enough, because
 * any of them shows that an operation calls Kinopoisk.
 */
export function differentRecipes({ path }: Operation, codes: readonly ProblemCode[]): Map<Recipe, ProblemCode> {
  const fitting = codes.filter((code) => path.includes(ABOUT_PATH[code] ?? ''));
  const upstream = fitting.find((code) => code.startsWith('kinopoisk-'));
  return new Map(
    fitting
      .filter((code) => code === upstream || !code.startsWith('kinopoisk-'))
      .flatMap((code) => {
        const recipe = GENERIC[code];
        return recipe ? [[recipe, code] as const] : [];
      }),
  );
}

/** Recipes for a single operation. */
export const SPECIFIC: Record<string, Recipes> = {
  registerUser: {
    'username-taken': async ({ app }, { path }) => {
      const body = { username: 'trinity', password };
      await app.call('POST', path, { body });
      return app.call('POST', path, { body });
    },
    'email-taken': async ({ app }, { path }) => {
      const email = 'trinity@example.com';
      await app.call('POST', path, { body: { email, password } });
      return app.call('POST', path, { body: { email, username: 'somebody.else', password } });
    },
  },
  logIn: {
    ...refusedLogIns,
    'cross-origin-request': ({ app }, { path }) =>
      app.call('POST', path, { form: { login: 'neo', password }, headers: { Origin: 'https://evil.example' } }),
  },
  logInOnPage: refusedLogIns,
  refreshSessionOfPage: {
    'invalid-token': ({ app }, { path }) =>
      app.call('PUT', path, { headers: { Cookie: 'kinopolka_session=kpr_AAAA' } }),
    'database-unavailable': withCookieWhileBroken(new StorageUnavailable()),
    'internal-error': withCookieWhileBroken(BOOM),
    'refresh-token-reused': async (scene, { path }) => {
      const stolen = await freshCookie(scene);
      let Cookie = stolen;
      const renew = (cookie: string) => scene.app.call('PUT', path, { headers: { Cookie: cookie } });
      for (let renewals = 0; renewals < 2; renewals++) Cookie = cookieOf(await renew(Cookie));
      return renew(stolen);
    },
  },
  revokeTokenOfPage: {
    'database-unavailable': withCookieWhileBroken(new StorageUnavailable()),
    'internal-error': withCookieWhileBroken(BOOM),
  },
  requestToken: {
    'invalid-credentials': fine,
    'invalid-token': ({ app }, { path }) =>
      app.call('POST', path, { form: { grant_type: 'refresh_token', refresh_token: 'kpr_AAAA' } }),
    'invalid-scope': ({ app }, { path }) =>
      app.call('POST', path, { form: { grant_type: 'password', username: 'neo', password, scope: 'everything' } }),
    'refresh-token-reused': async (scene, { path }) => {
      const stolen = await freshRefreshToken(scene);
      let refresh_token = stolen;
      const renew = (token: string) =>
        scene.app.call('POST', path, { form: { grant_type: 'refresh_token', refresh_token: token } });
      for (let renewals = 0; renewals < 2; renewals++)
        ({ refresh_token } = (await renew(refresh_token)).body as { refresh_token: string });
      return renew(stolen);
    },
  },
  revokeToken: {
    'database-unavailable': revokeWhileBroken(new StorageUnavailable()),
    'internal-error': revokeWhileBroken(BOOM),
  },
  refreshSession: {
    'invalid-token': fine,
    'database-unavailable': renewWhileBroken(new StorageUnavailable()),
    'internal-error': renewWhileBroken(BOOM),
    'refresh-token-reused': async (scene, { path }) => {
      let refresh_token = await freshRefreshToken(scene);
      const stolen = { refresh_token };
      for (let renewals = 0; renewals < 2; renewals++) {
        const renewed = await scene.app.call('PUT', path, { body: { refresh_token } });
        ({ refresh_token } = renewed.body as { refresh_token: string });
      }
      return scene.app.call('PUT', path, { body: stolen });
    },
  },
  createPersonalToken: {
    'too-many-requests': onceTheMegabyteIsStored,
    'too-many-tokens': async (scene) => {
      const { token } = await scene.app.logIn();
      for (let made = 0; made < 20; made += 1) await makePersonalToken(scene, token);
      return makePersonalToken(scene, token);
    },
  },
  changeLogin: {
    'username-taken': async (scene, { path }) => {
      await scene.app.call('POST', '/register', { body: { username: 'morpheus', password } });
      const body = { username: 'morpheus', password: OWNER_PASSWORD };
      return scene.app.call('PUT', path, { token: scene.token, body });
    },
    'email-taken': async (scene, { path }) => {
      const email = 'morpheus@example.com';
      await scene.app.call('POST', '/register', { body: { email, password } });
      return scene.app.call('PUT', path, { token: scene.token, body: { email, password: OWNER_PASSWORD } });
    },
  },
  giveRole: {
    'too-many-roles': async (scene, operation) => {
      const { database } = scene.app.service;
      const names = 'generate_series(1, 50) as n';
      await database.query(
        `insert into roles (name, description, permissions) select 'many-' || n, '', '{}' from ${names}`,
        [],
      );
      await database.query(`insert into user_roles (user_id, role_name) select $1, 'many-' || n from ${names}`, [
        scene.somebody,
      ]);
      return scene.callFineAt(operation, { name: 'subscribers' });
    },
  },
  createRole: {
    'role-name-taken': (scene, operation) => scene.callFine(operation, { body: { name: 'admin', permissions: [] } }),
  },
  changeRole: {
    'role-name-taken': async (scene, operation) => {
      const body = { name: 'writers', permissions: [] };
      await scene.app.call('POST', '/roles', { token: scene.token, body });
      return scene.callFineAt(operation, { name: 'writers' }, { body: { name: 'admin' } });
    },
    'built-in-role': (scene, operation) => scene.callFineAt(operation, { name: 'user' }, { body: { name: 'others' } }),
  },
  checkPermissions: {
    'permission-denied': async (scene, { path }) =>
      scene.app.call('GET', `${path}?permission=users:manage`, { token: await scene.tokenOf(['user']) }),
  },
  listPublicKeys: {
    'internal-error': whileBroken(['clock'], BOOM),
  },
  getMovie: { 'too-many-requests': onceTheShareIsSpent },
  addFavoriteMovie: { 'too-many-requests': onceTheShareIsSpent },
  addFavoriteMovieByPath: { 'too-many-requests': onceTheShareIsSpent },
  changeFavoriteMovie: { 'favorite-not-found': fine, 'too-many-requests': onceTheMegabyteIsStored },
  startImport: {
    'import-running': async (scene, operation) => {
      await scene.callFine(operation);
      return scene.callFine(operation);
    },
    'import-source-missing': async (_, { path }) => {
      const bare = await startTestApp();
      const { token } = await bare.logIn();
      const body = { source: 'kinopoisk', kinopoisk_user_id: 700_002 };
      const answer = await bare.call('POST', path, { token, body });
      await bare.close();
      return answer;
    },
  },
  chooseFilmOfRow: {
    'import-row-not-found': async (scene, operation) => {
      const { at, token } = await importOf(scene, operation, { title: 'Матрица' }, { row: 2 });
      return scene.app.call('PUT', at, { token, body: { kinopoisk_id: 301 } });
    },
    'import-row-settled': async (scene, operation) => {
      const { at, token } = await importOf(scene, operation, { title: 'Матрица' });
      await scene.app.service.container.get(tokens.movieRepository).save([aFilm({ kinopoiskId: 301 })]);
      return scene.app.call('PUT', at, { token, body: { kinopoisk_id: 301 } });
    },
    'movie-not-found': (scene, operation) => chooseOnceOpen(scene, operation, 4041),
    'movie-restricted': async (scene, operation) => {
      await restrictFilm(scene, 302);
      return chooseOnceOpen(scene, operation, 302);
    },
    'too-many-requests': async (scene, operation) => {
      const on = await scene.limited();
      await spendShare(scene);
      return chooseOnceOpen(scene, operation, 4042, { on, by: await scene.tokenOf(['user'], { on }) });
    },
    'kinopoisk-quota-spent': chooseWhileSourceFails(new FilmSourceQuotaSpent({ retryAfterSeconds: 3600 })),
    'kinopoisk-rate-limited': chooseWhileSourceFails(new FilmSourceRateLimited({ retryAfterSeconds: 0.2 })),
    'kinopoisk-key-refused': chooseWhileSourceFails(new FilmSourceKeyRefused()),
    'kinopoisk-unavailable': chooseWhileSourceFails(new FilmSourceUnavailable()),
    'kinopoisk-bad-answer': chooseWhileSourceFails(new FilmSourceBadAnswer()),
    'kinopoisk-timeout': chooseWhileSourceFails(new FilmSourceTimeout()),
  },
  removeFavoriteMovie: { 'favorite-not-found': fine },
  explainProblem: {
    'route-not-found': ({ app }) => app.call('GET', '/problems/no-such-problem'),
    'internal-error': whileBroken(['clock'], BOOM),
  },
  describeAuthorizationServer: { 'internal-error': whileBroken(['clock'], BOOM) },
  checkLiveness: {
    // The operation uses no port, so only the clock that measures every operation can make it fail.
    'internal-error': whileBroken(['clock'], BOOM),
  },
};
