import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { API } from '../../../src/adapters/http/api.ts';
import { CreateSuperuser } from '../../../src/application/accounts/create-superuser.ts';
import { seedBundledFilms } from '../../../src/bootstrap/service.ts';
import { fineCall } from '../../support/documented-calls.ts';
import type { TestApp } from '../../support/test-app.ts';
import { startTestApp } from '../../support/test-app.ts';

const WHO = [
  'anonymous',
  'user',
  'subscriber',
  'users:read',
  'users:manage',
  'roles:manage',
  'restrictions:manage',
  'tokens:introspect',
  'quota:read',
  'narrowed superuser',
  'personal token',
  'superuser',
] as const;
/** A superuser whose session is narrowed to one permission. */
const NARROWED = 'narrowed superuser';
const NARROWED_TO = 'users:read';
/** A personal token of a superuser, for the account and the shelf. */
const PERSONAL = 'personal token';
const PERSONAL_FOR = ['account:own', 'favorites:own'];
type Who = (typeof WHO)[number];
/** Who has one permission that others have not. */
const HOLDERS = WHO.filter((who) => who.includes(':'));

/** A role that gives no permissions. */
const WITHOUT_PERMISSIONS = 'powerless';

/** The meaning of OAuth errors. */
const FORMED: Record<string, string> = { invalid_client: 'unauthenticated', insufficient_scope: 'permission-denied' };

/** The owner of the object of the call; `none` if the call has no object. */
type Whose = 'none' | 'own' | 'foreign' | 'missing';

type Person = { token: string | undefined; id: string; username: string; password: string; sessionId: string };

/** The caller, and another person who has a session and a film on the shelf. */
type Scene = { me: Person; other: Person; n: number };

type Row = {
  /** All other callers have to log in, or are denied. */
  readonly may: readonly Who[];
  /** The status for callers who may call the operation. */
  readonly answers: Partial<Record<Whose, number>>;
  /** Path parameters, if the documented example cannot be used. */
  readonly at?: (whose: Whose, scene: Scene) => Record<string, string>;
  readonly body?: (scene: Scene) => unknown;
  /** Prepares the data that the call needs. */
  readonly before?: (scene: Scene) => Promise<unknown>;
  /** Whether the call ends the session or the account of the caller. */
  readonly endsMe?: boolean;
};

const EVERYBODY = WHO;
/** A narrowed or a personal token may allow less than no token. */
const READERS = WHO.filter((who) => who !== NARROWED && who !== PERSONAL);
const LOGGED_IN = READERS.filter((who) => who !== 'anonymous');
const OWNERS = [...LOGGED_IN, PERSONAL] as const;
const only = (...who: Who[]): Who[] => [...who, 'superuser'];

/** The ids in an access token. */
const claimsOf = (token: string) =>
  JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as { sub: string; sid: string };

const MISSING_ID = '01990000-0000-7000-8000-00000000dead';
const films: Row['at'] = (whose) => ({
  kinopoisk_id: { none: '301', own: '301', foreign: '326', missing: '2147483647' }[whose],
});
const users: NonNullable<Row['at']> = (whose, { me, other }) => ({
  id: { none: '', own: me.id, foreign: other.id, missing: MISSING_ID }[whose],
  name: 'subscribers',
});

/** With one connection, as on PGlite: an operation that needs a second one is answered with 503. */
describe('rights', () => {
  let app: TestApp;
  let root: Person;
  let other: Person;
  /** A person whose token is not used. */
  let idle: Person;
  let people = 0;
  const cached = new Map<Who, Person>();

  beforeAll(async () => {
    app = await startTestApp({ poolSize: 1 });
    await seedBundledFilms(app.service, { kind: 'system', name: 'cli' });
    root = await newPerson('superuser');
    for (const permission of HOLDERS) {
      // A label also needs its own permission; `rights-protected.test.ts` tests this.
      const labels = permission === 'restrictions:manage' ? ['movies:label:*'] : [];
      const body = { name: permission.replace(':', '-'), permissions: [permission, ...labels] };
      await app.call('POST', '/roles', { token: root.token, body });
    }
    await asRoot('POST', '/roles', { name: WITHOUT_PERMISSIONS, permissions: [] });
    other = await newPerson('user');
    await keep(other, 326);
    idle = await newPerson('user');
  });
  afterAll(() => app.close());

  async function newPerson(who: Who): Promise<Person> {
    people += 1;
    const [username, password] = [`person${people}`, 'correct horse battery staple'];
    if (who === 'anonymous') return { token: undefined, id: MISSING_ID, username, password, sessionId: MISSING_ID };
    if (who === 'superuser' || who === NARROWED || who === PERSONAL) {
      const input = { username, password };
      await app.service.container.get(CreateSuperuser).execute({ kind: 'system', name: 'cli' }, input);
    }
    const { token: whole } = await app.logIn(username);
    const { sub: id, sid: sessionId } = claimsOf(whole);
    const token = await tokenFor(who, { username, password, whole });
    const role = who === 'subscriber' ? 'subscribers' : who.includes(':') ? who.replace(':', '-') : undefined;
    if (role) await app.call('PUT', `/users/${id}/roles/${role}`, { token: root.token });
    return { token, id, username, password, sessionId };
  }

  async function tokenFor(
    who: Who,
    { username, password, whole }: { username: string; password: string; whole: string },
  ) {
    if (who === NARROWED) return narrowedToken(username, password);
    if (who !== PERSONAL) return whole;
    const body = { name: 'a script', permissions: PERSONAL_FOR };
    const { body: made } = await app.call('POST', '/user/tokens', { token: whole, body });
    return (made as { token: string }).token;
  }

  async function narrowedToken(username: string, password: string): Promise<string> {
    const form = { grant_type: 'password', username, password, scope: NARROWED_TO };
    const { body } = await app.call('POST', '/oauth/token', { form });
    return (body as { access_token: string }).access_token;
  }

  /** By user: the personal token that the user made last. */
  const tokenIds = new Map<string, string>();
  async function makeToken({ id, token }: Person): Promise<void> {
    const { body } = await app.call('POST', '/user/tokens', {
      token,
      body: { name: 'x', permissions: ['account:own'] },
    });
    tokenIds.set(id, (body as { id?: string }).id ?? MISSING_ID);
  }

  const keep = (person: Person, id: number) => app.call('POST', `/favorites/movies/${id}`, { token: person.token });
  const asRoot = (method: string, path: string, body?: unknown) =>
    app.call(method, path, { token: root.token, ...(body !== undefined && { body }) });

  async function personFor(who: Who, endsMe: boolean): Promise<Person> {
    if (endsMe) return newPerson(who);
    const person = cached.get(who) ?? (await newPerson(who));
    cached.set(who, person);
    return person;
  }

  /** By user: an import that no worker processes. */
  const imports = new Map<string, string>();
  const importing: Partial<Row> = {
    before: async ({ me }) => {
      for (const { id, token } of [me, other]) {
        if (token === undefined || imports.has(id)) continue;
        const { body } = await app.call('POST', '/imports', { token, body: [{ title: 'Матрица', year: 1999 }] });
        imports.set(id, (body as { id: string }).id);
      }
    },
    at: (whose, { me }) => ({
      id: {
        none: '',
        own: imports.get(me.id) ?? MISSING_ID,
        foreign: imports.get(other.id) ?? '',
        missing: MISSING_ID,
      }[whose],
      row: '1',
    }),
  };

  const ROWS: Record<string, Row> = {
    registerUser: {
      may: EVERYBODY,
      answers: { none: 201 },
      body: ({ n }) => ({ username: `new${n}`, password: 'follow the white rabbit' }),
    },
    logIn: { may: EVERYBODY, answers: { none: 401 } },
    logInOnPage: { may: EVERYBODY, answers: { none: 401 } },
    refreshSessionOfPage: { may: EVERYBODY, answers: { none: 204 } },
    revokeTokenOfPage: { may: EVERYBODY, answers: { none: 204 } },
    requestToken: { may: EVERYBODY, answers: { none: 400 } },
    revokeToken: { may: EVERYBODY, answers: { none: 200 } },
    introspectToken: { may: only('tokens:introspect'), answers: { none: 200 } },
    describeAuthorizationServer: { may: EVERYBODY, answers: { none: 200 } },
    refreshSession: { may: EVERYBODY, answers: { none: 401 } },
    getProfile: { may: OWNERS, answers: { none: 200 } },
    changeProfile: { may: OWNERS, answers: { none: 200 } },
    exportAccount: { may: LOGGED_IN, answers: { none: 200 } },
    changePassword: {
      may: LOGGED_IN,
      answers: { none: 204 },
      body: ({ me }) => ({ password_1: me.password, password_2: 'there is no spoon at all' }),
      endsMe: true,
    },
    changeLogin: {
      may: LOGGED_IN,
      answers: { none: 200 },
      body: ({ me, n }) => ({ username: `renamed${n}`, password: me.password }),
      endsMe: true,
    },
    deleteAccount: {
      may: LOGGED_IN,
      answers: { none: 204 },
      body: ({ me }) => ({ password: me.password }),
      endsMe: true,
    },
    logOut: { may: LOGGED_IN, answers: { none: 204 }, endsMe: true },
    logOutOthers: { may: LOGGED_IN, answers: { none: 200 }, endsMe: true },
    listSessions: { may: LOGGED_IN, answers: { none: 200 } },
    endSession: {
      may: LOGGED_IN,
      answers: { own: 204, foreign: 404, missing: 404 },
      at: (whose, { me }) => ({
        id: { none: '', own: me.sessionId, foreign: other.sessionId, missing: MISSING_ID }[whose],
      }),
      endsMe: true,
    },
    endUserSessions: {
      may: only('users:manage'),
      answers: { own: 204, foreign: 204, missing: 404 },
      at: (whose, { me }) => ({ id: { none: '', own: me.id, foreign: idle.id, missing: MISSING_ID }[whose] }),
      endsMe: true,
    },
    createPersonalToken: { may: LOGGED_IN, answers: { none: 201 }, endsMe: true },
    listPersonalTokens: { may: LOGGED_IN, answers: { none: 200 } },
    revokePersonalToken: {
      may: LOGGED_IN,
      answers: { own: 204, foreign: 404, missing: 404 },
      before: async ({ me }) => {
        if (!tokenIds.has(other.id)) await makeToken(other);
        await makeToken(me);
      },
      at: (whose, { me }) => ({
        id: {
          none: '',
          own: tokenIds.get(me.id) ?? MISSING_ID,
          foreign: tokenIds.get(other.id) ?? '',
          missing: MISSING_ID,
        }[whose],
      }),
    },
    listLogins: { may: LOGGED_IN, answers: { none: 200 } },
    searchMovies: { may: LOGGED_IN, answers: { none: 200 } },
    listMovies: { may: LOGGED_IN, answers: { none: 200 } },
    getMovie: { may: LOGGED_IN, answers: { foreign: 200, missing: 404 }, at: films },
    listFavoriteMovies: { may: OWNERS, answers: { none: 200 } },
    addFavoriteMovie: { may: OWNERS, answers: { none: 201 }, endsMe: true },
    addFavoriteMovieByPath: { may: OWNERS, answers: { foreign: 201, missing: 404 }, at: films, endsMe: true },
    removeFavoriteMovie: {
      may: OWNERS,
      answers: { own: 204, foreign: 404, missing: 404 },
      at: films,
      before: ({ me }) => (me.token ? keep(me, 301) : Promise.resolve()),
    },
    changeFavoriteMovie: {
      may: OWNERS,
      answers: { own: 200, foreign: 404, missing: 404 },
      at: films,
      before: ({ me }) => (me.token ? keep(me, 301) : Promise.resolve()),
    },
    changeShelf: { may: OWNERS, answers: { none: 200 } },
    listShelfChanges: { may: OWNERS, answers: { none: 200 } },
    getShelfStats: { may: OWNERS, answers: { none: 200 } },
    exportShelf: { may: OWNERS, answers: { none: 200 } },
    startImport: { may: OWNERS, answers: { none: 202 }, endsMe: true },
    listImports: { may: OWNERS, answers: { none: 200 } },
    getImport: { may: OWNERS, answers: { own: 200, foreign: 404, missing: 404 }, ...importing },
    listImportRows: { may: OWNERS, answers: { own: 200, foreign: 404, missing: 404 }, ...importing },
    exportUnmatchedRows: { may: OWNERS, answers: { own: 200, foreign: 404, missing: 404 }, ...importing },
    // The row is not processed yet.
    chooseFilmOfRow: { may: OWNERS, answers: { own: 409, foreign: 404, missing: 404 }, ...importing },
    cancelImport: { may: OWNERS, answers: { own: 200, foreign: 404, missing: 404 }, ...importing },
    listGenres: { may: READERS, answers: { none: 200 } },
    getGenre: { may: READERS, answers: { none: 200 } },
    listDirectors: { may: READERS, answers: { none: 200 } },
    getDirector: {
      may: READERS,
      answers: { foreign: 200, missing: 404 },
      at: (whose) => ({ id: whose === 'missing' ? '2147483647' : '7640' }),
    },
    getQuota: { may: only('quota:read'), answers: { none: 200 } },
    checkPermissions: { may: [...OWNERS, NARROWED], answers: { none: 204 } },
    listOwnPermissions: { may: EVERYBODY, answers: { none: 200 } },
    listPermissions: { may: only('roles:manage', 'users:manage'), answers: { none: 200 } },
    listRoles: { may: only('roles:manage', 'users:manage'), answers: { none: 200 } },
    getRole: {
      may: only('roles:manage', 'users:manage'),
      answers: { foreign: 200, missing: 404 },
      at: (whose) => ({ name: whose === 'missing' ? 'nobody' : 'subscribers' }),
    },
    createRole: {
      may: only('roles:manage'),
      answers: { none: 201 },
      body: ({ n }) => ({ name: `role-${n}`, permissions: [] }),
    },
    changeRole: {
      may: only('roles:manage'),
      answers: { foreign: 200, missing: 404 },
      at: (whose) => ({ name: whose === 'missing' ? 'nobody' : 'subscribers' }),
      body: () => ({ description: 'Those who pay' }),
    },
    deleteRole: {
      may: only('roles:manage'),
      answers: { foreign: 204, missing: 404 },
      at: (whose) => ({ name: whose === 'missing' ? 'nobody' : 'passing' }),
      before: () => asRoot('POST', '/roles', { name: 'passing', permissions: [] }),
    },
    listUsers: { may: only('users:read', 'users:manage', NARROWED), answers: { none: 200 } },
    getUser: {
      may: only('users:read', 'users:manage', NARROWED),
      answers: { own: 200, foreign: 200, missing: 404 },
      at: users,
    },
    listUserPermissions: {
      may: only('users:read', 'users:manage', NARROWED),
      answers: { own: 200, foreign: 200, missing: 404 },
      at: users,
    },
    changeUser: {
      may: only('users:manage'),
      answers: { own: 200, foreign: 200, missing: 404 },
      at: users,
      body: () => ({ is_active: true }),
    },
    giveRole: {
      may: only('users:manage'),
      answers: { own: 204, foreign: 204, missing: 404 },
      at: users,
      endsMe: true,
    },
    takeRole: {
      may: only('users:manage'),
      answers: { own: 204, foreign: 204, missing: 404 },
      at: (whose, scene) => ({ ...users(whose, scene), name: WITHOUT_PERMISSIONS }),
      before: async ({ me }) => {
        for (const { id } of [me, other]) await asRoot('PUT', `/users/${id}/roles/${WITHOUT_PERMISSIONS}`);
      },
      endsMe: true,
    },
    listRestrictions: { may: only('restrictions:manage'), answers: { none: 200 } },
    putRestriction: {
      may: only('restrictions:manage'),
      answers: { none: 201 },
      at: (_, { n }) => ({ label: `label-${n}` }),
      body: () => ({ rule: { kinopoisk_ids: [2_147_483_647] } }),
    },
    deleteRestriction: {
      may: only('restrictions:manage'),
      answers: { foreign: 204, missing: 404 },
      at: (whose) => ({ label: whose === 'missing' ? 'no-such-label' : 'passing' }),
      before: () => asRoot('PUT', '/restrictions/passing', { rule: { kinopoisk_ids: [2_147_483_647] } }),
    },
    checkLiveness: { may: EVERYBODY, answers: { none: 200 } },
    checkReadiness: { may: EVERYBODY, answers: { none: 200 } },
    listPublicKeys: { may: EVERYBODY, answers: { none: 200 } },
    explainProblem: { may: EVERYBODY, answers: { none: 200 } },
  };

  it('have a row for every operation, and no others', () => {
    expect(Object.keys(ROWS).toSorted()).toEqual(API.routes.map(({ operationId }) => operationId).toSorted());
  });

  /** Where all holders of a permission may, one of them calls, another one each time. */
  function callersOf({ may }: Row, at: number): readonly Who[] {
    if (!HOLDERS.every((holder) => may.includes(holder))) return WHO;
    return WHO.filter((who) => !HOLDERS.includes(who) || who === HOLDERS[at % HOLDERS.length]);
  }

  const cells = API.routes.flatMap((route, at) => {
    const row = ROWS[route.operationId];
    if (!row) return [];
    const situations = Object.keys(row.answers) as Whose[];
    return callersOf(row, at).flatMap((who) => situations.map((whose) => ({ route, row, who, whose })));
  });

  it.each(cells)('of $who to $route.operationId ($whose)', async ({ route, row, who, whose }) => {
    people += 1;
    // A denied call ends nothing.
    const endsMe = row.endsMe === true && row.may.includes(who);
    const scene = { me: await personFor(who, endsMe), other, n: people };
    await row.before?.(scene);
    const fine = fineCall(route.method, route.path);
    const parameters = row.at?.(whose, scene);
    const path = parameters
      ? Object.entries(parameters).reduce((at, [name, value]) => at.replace(`{${name}}`, value), route.path)
      : fine.path;
    const body = row.body ? { body: row.body(scene) } : fine.call;
    const answer = await app.call(route.method, path, { token: scene.me.token, ...body });
    const { code = FORMED[(answer.body as { error?: string }).error ?? ''] } = answer.body as { code?: string };
    if (row.may.includes(who)) {
      expect([answer.status, code]).toEqual([row.answers[whose], code]);
      expect(['unauthenticated', 'permission-denied']).not.toContain(code);
    } else {
      const denied = who === PERSONAL && route.needsSession ? 'session-required' : 'permission-denied';
      expect([answer.status, code]).toEqual(who === 'anonymous' ? [401, 'unauthenticated'] : [403, denied]);
    }
  });
});
