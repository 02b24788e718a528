import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { API } from '../../../src/adapters/http/api.ts';
import { permissionsOf } from '../../../src/adapters/http/routing/route.ts';
import { CreateSuperuser } from '../../../src/application/accounts/create-superuser.ts';
import { seedBundledFilms } from '../../../src/bootstrap/service.ts';
import type { TestApp } from '../../support/test-app.ts';
import { startTestApp } from '../../support/test-app.ts';

const MANAGE = ['users:manage', 'roles:manage', 'restrictions:manage'] as const;

/** The permission in every case, and the film that it protects. */
const RIGHT = 'movies:label:vault';
const FILM = 301;

/**
 * An operation that ends sessions changes no permission and nothing that a permission protects. The user can log in
 * again.
 */
const CHANGES_NO_RIGHT = ['endUserSessions'];

/** `status`: the status of the answer to a caller who has the permission. */
type Case = {
  readonly operation: string;
  readonly what: string;
  readonly path: string;
  readonly body?: unknown;
  readonly status: number;
};

const VAULT = '/restrictions/vault';
const RULE = { rule: { kinopoisk_ids: [FILM] } };

/** `{holder}`: a user who has the role with the permission; `{other}`: a user who does not have it. */
const CASES: readonly Case[] = [
  {
    operation: 'createRole',
    what: 'that carries the right',
    path: '/roles',
    body: { name: 'mine', permissions: [RIGHT] },
    status: 201,
  },
  {
    operation: 'createRole',
    what: 'that is said to be the built-in one',
    path: '/roles',
    body: { name: 'vault-2', permissions: ['movies:read', RIGHT] },
    status: 201,
  },
  {
    operation: 'changeRole',
    what: 'so that it gets the right',
    path: '/roles/empty',
    body: { permissions: [RIGHT] },
    status: 200,
  },
  {
    operation: 'changeRole',
    what: 'so that everybody gets the right',
    path: '/roles/user',
    body: { permissions: ['account:own', 'movies:read', RIGHT] },
    status: 200,
  },
  {
    operation: 'changeRole',
    what: 'so that it loses the right',
    path: '/roles/vault',
    body: { permissions: [] },
    status: 200,
  },
  {
    operation: 'changeRole',
    what: 'so that it is called something else',
    path: '/roles/vault',
    body: { name: 'cellar' },
    status: 200,
  },
  {
    operation: 'changeRole',
    what: 'so that it is described otherwise',
    path: '/roles/vault',
    body: { description: 'For everybody' },
    status: 200,
  },
  {
    operation: 'changeRole',
    what: 'so that it gets another right',
    path: '/roles/vault',
    body: { permissions: [RIGHT, 'movies:read'] },
    status: 200,
  },
  { operation: 'deleteRole', what: 'that carries the right', path: '/roles/vault', status: 204 },
  { operation: 'giveRole', what: 'that carries the right', path: '/users/{other}/roles/vault', status: 204 },
  { operation: 'giveRole', what: 'that carries the right, to oneself', path: '/users/{me}/roles/vault', status: 204 },
  { operation: 'takeRole', what: 'that carries the right', path: '/users/{holder}/roles/vault', status: 204 },
  {
    operation: 'changeUser',
    what: 'who holds the right, out',
    path: '/users/{holder}',
    body: { is_active: false },
    status: 200,
  },
  {
    operation: 'changeUser',
    what: 'who holds the right, in',
    path: '/users/{inactive}',
    body: { is_active: true },
    status: 200,
  },
  {
    operation: 'putRestriction',
    what: 'over other films',
    path: VAULT,
    body: { rule: { kinopoisk_ids: [1] } },
    status: 200,
  },
  { operation: 'putRestriction', what: 'over the same films', path: VAULT, body: RULE, status: 200 },
  { operation: 'deleteRestriction', what: 'of the label', path: VAULT, status: 204 },
];

describe('a caller who changes what a permission protects, or who has it', () => {
  type Person = { token: string; id: string };
  let app: TestApp;
  let root: Person;
  let ids: Record<string, string>;
  const people = new Map<string, Person>();

  beforeAll(async () => {
    app = await startTestApp();
    await seedBundledFilms(app.service, { kind: 'system', name: 'cli' });
    const input = { username: 'root', password: 'correct horse battery staple' };
    await app.service.container.get(CreateSuperuser).execute({ kind: 'system', name: 'cli' }, input);
    root = await somebody('root');
    for (const permission of MANAGE) {
      people.set(`without ${permission}`, await somebodyWith(permission.replace(':', '-'), [permission]));
      people.set(
        `with ${permission}`,
        await somebodyWith(`${permission.replace(':', '-')}-vault`, [permission, RIGHT]),
      );
    }
    const [holder, inactive, other] = [await somebody(), await somebody(), await somebody()];
    ids = { holder: holder.id, inactive: inactive.id, other: other.id };
  });
  afterAll(() => app.close());

  beforeEach(async () => {
    for (const name of ['cellar', 'mine', 'vault-2', 'empty', 'vault']) await asRoot('DELETE', `/roles/${name}`);
    await asRoot('POST', '/roles', { name: 'vault', permissions: [RIGHT] });
    await asRoot('POST', '/roles', { name: 'empty', permissions: [] });
    await asRoot('PATCH', '/roles/user', {
      permissions: ['account:own', 'movies:read', 'catalogue:read', 'favorites:own'],
    });
    await asRoot('PUT', VAULT, RULE);
    for (const [name, id] of Object.entries(ids)) {
      await asRoot('PATCH', `/users/${id}`, { is_active: name !== 'inactive' });
      if (name !== 'other') await asRoot('PUT', `/users/${id}/roles/vault`);
    }
  });

  async function somebody(name?: string): Promise<Person> {
    const { token } = await app.logIn(name);
    return { token, id: ((await app.call('GET', '/user', { token })).body as { id: string }).id };
  }

  async function somebodyWith(role: string, permissions: readonly string[]): Promise<Person> {
    const person = await somebody();
    await asRoot('POST', '/roles', { name: role, permissions });
    await asRoot('PUT', `/users/${person.id}/roles/${role}`);
    return person;
  }

  const asRoot = (method: string, path: string, body?: unknown) =>
    app.call(method, path, { token: root.token, ...(body !== undefined && { body }) });

  const routeOf = (operation: string) => API.routes.find(({ operationId }) => operationId === operation);

  async function ask(whoHas: 'with' | 'without', { operation, path, body }: Case) {
    const route = routeOf(operation);
    const [permission = ''] = route ? permissionsOf(route) : [];
    const me = people.get(`${whoHas} ${permission}`);
    if (!route || !me) return expect.unreachable('there is nobody who could ask');
    const filled = Object.entries({ ...ids, me: me.id }).reduce((at, [name, id]) => at.replace(`{${name}}`, id), path);
    return app.call(route.method, filled, { token: me.token, ...(body !== undefined && { body }) });
  }

  /** Everything that such a call could change. */
  async function state(): Promise<unknown> {
    const [roles, restrictions, users] = await Promise.all(
      ['/roles', '/restrictions', '/users'].map(async (path) => (await asRoot('GET', path)).body),
    );
    return { roles, restrictions, users };
  }

  it.each(CASES)('needs it: $operation $what', async (one) => {
    const before = await state();
    const denied = await ask('without', one);
    expect([denied.status, denied.body]).toMatchObject([403, { code: 'permission-denied' }]);
    expect(await state()).toEqual(before);
    expect((await ask('with', one)).status).toBe(one.status);
  });

  it('is tested in every operation that manages something', () => {
    const managing = API.routes.filter(
      (route) => route.method !== 'get' && permissionsOf(route).some((permission) => permission.endsWith(':manage')),
    );
    const asked = new Set([...CASES.map(({ operation }) => operation), ...CHANGES_NO_RIGHT]);
    expect([...asked].toSorted()).toEqual(managing.map(({ operationId }) => operationId).toSorted());
  });

  it('keeps films restricted that were not opened to others', async () => {
    const [manager, stranger] = [people.get('without restrictions:manage'), await somebody()];
    await app.call('DELETE', VAULT, { token: manager?.token });
    await app.call('PUT', VAULT, { token: manager?.token, body: { rule: { kinopoisk_ids: [1] } } });
    expect((await app.call('GET', `/movies/${FILM}`, stranger)).body).toMatchObject({ code: 'movie-restricted' });
  });

  it.each(['user', 'anonymous', 'subscribers', 'admin'])(
    'gives and takes no built-in permission by the name of %s',
    async (name) => {
      const manager = people.get('with roles:manage');
      const codes = [];
      for (const [method, path, body] of [
        ['PATCH', `/roles/${name}`, { name: 'other' }],
        ['DELETE', `/roles/${name}`, undefined],
        ['POST', '/roles', { name, permissions: [] }],
      ] as const) {
        const answer = await app.call(method, path, { token: manager?.token, ...(body && { body }) });
        codes.push((answer.body as { code: string }).code);
      }
      expect(codes).toEqual(['built-in-role', 'built-in-role', 'role-name-taken']);
    },
  );
});
