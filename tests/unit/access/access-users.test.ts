import { beforeEach, describe, expect, it } from 'vitest';
import { ChangeUser } from '../../../src/application/access/change-user.ts';
import { GetUser } from '../../../src/application/access/get-user.ts';
import { ListUsers } from '../../../src/application/access/list-users.ts';
import { ListOwnPermissions } from '../../../src/application/access/permissions/list-own-permissions.ts';
import { ListPermissions } from '../../../src/application/access/permissions/list-permissions.ts';
import { ListUserPermissions } from '../../../src/application/access/permissions/list-user-permissions.ts';
import type { Actor } from '../../../src/domain/access/actor.ts';
import { PermissionDenied, Unauthenticated } from '../../../src/domain/access/actor.ts';
import type { Permission } from '../../../src/domain/access/permission.ts';
import { PERMISSIONS } from '../../../src/domain/access/permission.ts';
import { BUILT_IN_ROLES } from '../../../src/domain/access/role.ts';
import type { User } from '../../../src/domain/accounts/user.ts';
import { LastSuperuser, UserNotFound } from '../../../src/domain/accounts/user.ts';
import { given } from '../../../src/domain/shared/given.ts';
import type { Listing } from '../../../src/domain/shared/page.ts';
import { anonymous, aUserActor, aUserActorWith, operator } from '../../builders/actor.ts';
import { aUser, uuid } from '../../builders/user.ts';
import { InMemoryAccessRules } from '../../fakes/in-memory-access-rules.ts';
import { InMemoryUserRepository } from '../../fakes/in-memory-user-repository.ts';

const alice = aUser();
const bob = aUser({ id: uuid(2), username: 'bob', email: 'bob@example.com', roles: ['club'] });
const carol = aUser({ id: uuid(3), username: 'carol', email: null, isActive: false, tokenVersion: 4, roles: ['club'] });
const root = aUser({ id: uuid(4), username: 'root', email: null, isSuperuser: true });
const everyone = [alice, bob, carol, root];

const manager = aUserActorWith('users:manage');
const adultManager = aUserActorWith('users:manage', 'movies:label:adult');
const superuser = aUserActor({ userId: root.id, isSuperuser: true, permissions: new Set() });

let users: InMemoryUserRepository;
let rules: InMemoryAccessRules;
let changeUser: ChangeUser;

beforeEach(async () => {
  users = new InMemoryUserRepository();
  const club = { name: 'club', description: '', permissions: ['movies:label:adult'], builtIn: false } as const;
  rules = new InMemoryAccessRules([...BUILT_IN_ROLES, club], [{ label: 'adult', rule: { ageLimitFrom: 18 } }]);
  changeUser = new ChangeUser(users, rules);
  for (const user of everyone) await users.add(user, { passwordHash: 'hash', usernameSkeleton: user.username });
});

describe.each<[string, readonly Permission[], (actor: Actor) => Promise<unknown>]>([
  ['ListUsers', ['users:read', 'users:manage'], (actor) => new ListUsers(users).execute(actor, {})],
  ['GetUser', ['users:read', 'users:manage'], (actor) => new GetUser(users).execute(actor, { userId: uuid(1) })],
  [
    'ListUserPermissions',
    ['users:read', 'users:manage'],
    (actor) => new ListUserPermissions(users, rules).execute(actor, { userId: uuid(1) }),
  ],
  ['ListPermissions', ['roles:manage', 'users:manage'], (actor) => new ListPermissions(rules).execute(actor, {})],
  ['ChangeUser', ['users:manage'], (actor) => changeUser.execute(actor, { userId: uuid(1), isActive: false })],
])('%s', (_, anyOf, execute) => {
  it.each<[string, Actor]>([
    ...anyOf.map((permission): [string, Actor] => [permission, aUserActorWith(permission)]),
    ['everything', superuser],
    ['the command line', operator],
  ])('is for somebody with %s', async (_right, actor) => {
    await expect(execute(actor)).resolves.toBeDefined();
  });

  const rights = ['users:read', 'users:manage', 'roles:manage', 'restrictions:manage', 'movies:label:*'] as const;
  it.each<[string, Actor, Error]>([
    ['asks somebody without a token to log in', anonymous, new Unauthenticated()],
    ['denies a user', aUserActor(), new PermissionDenied()],
    [
      'denies somebody with every other right',
      aUserActorWith(...rights.filter((right) => !anyOf.includes(right))),
      new PermissionDenied(),
    ],
  ])('%s, and changes nothing', async (_who, actor, refusal) => {
    await expect(execute(actor)).rejects.toThrow(refusal);
    expect(users.all()).toEqual(everyone);
  });
});

describe('ListUsers', () => {
  async function streamed(listing: Listing<User>): Promise<User[]> {
    if (!(Symbol.asyncIterator in listing)) return expect.unreachable('a page came');
    return Array.fromAsync(listing);
  }

  it.each<[string | undefined, readonly User[]]>([
    [undefined, [root, carol, bob, alice]],
    ['o', [root, carol, bob, alice]],
    ['BOB', [bob]],
    ['example.org', [alice]],
    ['nobody', []],
  ])('finds accounts by %j, newest first, all of them or a page', async (query, found) => {
    const listUsers = new ListUsers(users);
    expect(await streamed(await listUsers.execute(manager, given({ query })))).toEqual(found);
    const page = { page: 1, perPage: 2 };
    expect(await listUsers.execute(manager, given({ query, page }))).toEqual({
      items: found.slice(0, 2),
      total: found.length,
    });
  });
});

describe('GetUser', () => {
  it.each([alice, carol, root])('shows the account of $username', async (user) => {
    expect(await new GetUser(users).execute(manager, { userId: user.id })).toEqual(user);
  });

  it('does not find an account that is not there', async () => {
    await expect(new GetUser(users).execute(manager, { userId: uuid(9) })).rejects.toThrow(new UserNotFound());
  });
});

describe('ListPermissions', () => {
  const everything = [
    'movies:read',
    'catalogue:read',
    'favorites:own',
    'account:own',
    'users:read',
    'users:manage',
    'roles:manage',
    'restrictions:manage',
    'tokens:introspect',
    'quota:read',
    'movies:label:adult',
    'movies:label:*',
  ];

  it('lists all permissions, even those of labels, or a page', async () => {
    const listPermissions = new ListPermissions(rules);
    expect(await listPermissions.execute(manager, {})).toEqual({ items: everything, total: 12 });
    const page = { page: 3, perPage: 4 };
    expect(await listPermissions.execute(manager, { page })).toEqual({ items: everything.slice(8), total: 12 });
  });

  it.each([
    ['a superuser', aUserActor({ isSuperuser: true }), everything.toSorted()],
    ['a user', aUserActor(), ['account:own', 'catalogue:read', 'favorites:own', 'movies:read']],
    ['somebody without a token', anonymous, ['catalogue:read']],
  ])('lists the permissions of %s', async (_, actor, held) => {
    const own = await new ListOwnPermissions(rules).execute(actor, {});
    expect(own).toEqual({ items: held, total: held.length });
  });

  it('is every permission for a superuser, in alphabetical order', async () => {
    const listed = await new ListUserPermissions(users, rules).execute(manager, { userId: root.id });
    expect(listed).toEqual({ items: everything.toSorted(), total: 12 });
  });
});

describe('ListUserPermissions', () => {
  const ofUser = ['account:own', 'catalogue:read', 'favorites:own', 'movies:read'];
  const ofClub = ['account:own', 'catalogue:read', 'favorites:own', 'movies:label:adult', 'movies:read'];

  it.each([
    [alice, ofUser],
    [bob, ofClub],
    [carol, ofClub],
  ])('lists the permissions of the roles of $username, all of them or a page', async ({ id: userId }, permissions) => {
    const list = new ListUserPermissions(users, rules);
    const total = permissions.length;
    expect(await list.execute(manager, { userId })).toEqual({ items: permissions, total });
    const page = { page: 2, perPage: 3 };
    expect(await list.execute(manager, { userId, page })).toEqual({ items: permissions.slice(3), total });
  });

  it('uses the current roles', async () => {
    rules.define([]);
    const listed = await new ListUserPermissions(users, rules).execute(manager, { userId: bob.id });
    expect(listed).toEqual({ items: [], total: 0 });
  });

  it('does not find an account that is not there', async () => {
    const list = new ListUserPermissions(users, rules);
    await expect(list.execute(manager, { userId: uuid(9) })).rejects.toThrow(new UserNotFound());
  });
});

describe('ChangeUser', () => {
  it.each<[string, Actor, User]>([
    ['a user by somebody who may do as much', manager, alice],
    ['somebody with a role by somebody who holds its permissions', adultManager, bob],
    ['somebody with a role by somebody who holds all labels', aUserActorWith('users:manage', 'movies:label:*'), bob],
    ['somebody with a role by a superuser', superuser, bob],
    ['somebody with a role by the operator', operator, bob],
  ])('deactivates %s, which ends all that they have', async (_, actor, user) => {
    const changed = { ...user, isActive: false, tokenVersion: 1 };
    expect(await changeUser.execute(actor, { userId: user.id, isActive: false })).toEqual(changed);
    expect(users.all()).toEqual(everyone.map((other) => (other === user ? changed : other)));
    expect(users.revoked.all).toEqual([{ userId: user.id, minVersion: 1, exceptSessionId: null }]);
  });

  it.each<[string, Actor]>([
    ['somebody who holds all that they may do', adultManager],
    ['a superuser', superuser],
    ['the operator', operator],
  ])('lets somebody back in for %s, but no token of before', async (_, actor) => {
    const changed = { ...carol, isActive: true };
    expect(await changeUser.execute(actor, { userId: carol.id, isActive: true })).toEqual(changed);
    expect(await users.find(carol.id)).toEqual(changed);
    expect(users.revoked.all).toEqual([]);
  });

  it.each([
    [alice, true],
    [carol, false],
  ])('does not change $username if nothing is different', async (user, isActive) => {
    expect(await changeUser.execute(adultManager, { userId: user.id, isActive })).toEqual(user);
    expect(users.all()).toEqual(everyone);
    expect(users.revoked.all).toEqual([]);
  });

  it.each<[string, Actor, string, boolean, Error]>([
    ['deactivates nobody who may do more', manager, bob.id, false, new PermissionDenied()],
    ['lets nobody back in who may do more', manager, carol.id, true, new PermissionDenied()],
    ['touches nobody who may do more, even to no effect', manager, bob.id, true, new PermissionDenied()],
    ['deactivates nobody who is not there', adultManager, uuid(9), false, new UserNotFound()],
    ['lets nobody in who is not there', adultManager, uuid(9), true, new UserNotFound()],
    ['keeps the last superuser from deactivating themselves', superuser, root.id, false, new LastSuperuser()],
    ['keeps the operator from deactivating the last superuser', operator, root.id, false, new LastSuperuser()],
  ])('%s', async (_, actor, userId, isActive, refusal) => {
    await expect(changeUser.execute(actor, { userId, isActive })).rejects.toThrow(refusal);
    expect(users.all()).toEqual(everyone);
    expect(users.revoked.all).toEqual([]);
  });

  it('uses the current permissions of the roles', async () => {
    rules.define(BUILT_IN_ROLES);
    expect(await changeUser.execute(manager, { userId: carol.id, isActive: true })).toEqual({
      ...carol,
      isActive: true,
    });
  });

  describe('of one of two superusers', () => {
    const second = aUser({ id: uuid(5), username: 'second', email: null, isSuperuser: true });
    /** A caller with every permission, but without the flag of a superuser. */
    const almighty = aUserActorWith(...PERMISSIONS, 'movies:label:*');

    beforeEach(async () => {
      await users.add(second, { passwordHash: 'hash', usernameSkeleton: 'second' });
    });

    it.each<[string, Actor]>([
      ['the other', superuser],
      ['themselves', aUserActor({ userId: second.id, isSuperuser: true })],
      ['the operator', operator],
    ])('is done by %s', async (_, actor) => {
      const changed = { ...second, isActive: false, tokenVersion: 1 };
      expect(await changeUser.execute(actor, { userId: second.id, isActive: false })).toEqual(changed);
      await expect(changeUser.execute(actor, { userId: root.id, isActive: false })).rejects.toThrow(LastSuperuser);
      expect(await changeUser.execute(actor, { userId: second.id, isActive: true })).toEqual({
        ...changed,
        isActive: true,
      });
    });

    it.each([true, false])('is denied to others: active becomes %s', async (isActive) => {
      const before = users.update(second.id, { isActive: !isActive });
      const change = changeUser.execute(almighty, { userId: second.id, isActive });
      await expect(change).rejects.toThrow(new PermissionDenied());
      expect(await users.find(second.id)).toEqual(before);
    });
  });
});
