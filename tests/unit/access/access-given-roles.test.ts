import { beforeEach, describe, expect, it } from 'vitest';
import { GiveRole } from '../../../src/application/access/give-role.ts';
import { TakeRole } from '../../../src/application/access/take-role.ts';
import type { Actor } from '../../../src/domain/access/actor.ts';
import { PermissionDenied, Unauthenticated } from '../../../src/domain/access/actor.ts';
import { PERMISSIONS } from '../../../src/domain/access/permission.ts';
import { BuiltInRole, RoleNotFound, RoleNotHeld, TooManyRoles } from '../../../src/domain/access/role.ts';
import { UserNotFound } from '../../../src/domain/accounts/user.ts';
import { anonymous, aUserActor, aUserActorWith, operator } from '../../builders/actor.ts';
import { aUser, uuid } from '../../builders/user.ts';
import { InMemoryRoleRepository } from '../../fakes/in-memory-role-repository.ts';
import { InMemoryUserRepository } from '../../fakes/in-memory-user-repository.ts';

const alice = aUser({ id: uuid(1), roles: ['zoo'] });
const bob = aUser({ id: uuid(2), username: 'bob', email: null, roles: ['club', 'zoo'] });

const manager = aUserActorWith('users:manage');
const almighty = aUserActorWith(...PERMISSIONS, 'movies:label:*');
const superuser = aUserActor({ isSuperuser: true, permissions: new Set() });

/** The callers who have the permissions of the club, and the right to give roles. */
const holders: readonly [string, Actor][] = [
  ['somebody who holds its permissions', aUserActorWith('users:manage', 'movies:label:adult')],
  ['somebody who holds all labels', aUserActorWith('users:manage', 'movies:label:*')],
  ['a superuser', superuser],
  ['the operator', operator],
];

let users: InMemoryUserRepository;
let roles: InMemoryRoleRepository;
let giveRole: GiveRole;
let takeRole: TakeRole;

beforeEach(async () => {
  users = new InMemoryUserRepository();
  roles = new InMemoryRoleRepository(users);
  giveRole = new GiveRole(roles);
  takeRole = new TakeRole(roles);
  await roles.add({ name: 'club', description: '', permissions: ['movies:read', 'movies:label:adult'] });
  await roles.add({ name: 'zoo', description: '', permissions: [] });
  await users.add(alice, { passwordHash: 'hash', usernameSkeleton: 'alice' });
  await users.add(bob, { passwordHash: 'hash', usernameSkeleton: 'bob' });
});

describe.each<[string, () => GiveRole | TakeRole]>([
  ['GiveRole', () => giveRole],
  ['TakeRole', () => takeRole],
])('%s', (_, useCase) => {
  it.each<[string, Actor, string, Error]>([
    ['asks somebody without a token to log in', anonymous, 'zoo', new Unauthenticated()],
    ['denies a user', aUserActor(), 'zoo', new PermissionDenied()],
    [
      'denies somebody who may but change roles',
      aUserActorWith('roles:manage', 'users:read'),
      'zoo',
      new PermissionDenied(),
    ],
    ['denies somebody who lacks a permission of the role', manager, 'club', new PermissionDenied()],
    [
      'denies somebody who holds another label',
      aUserActorWith('users:manage', 'movies:label:new'),
      'club',
      new PermissionDenied(),
    ],
    ['denies a role that allows everything to somebody who may not', manager, 'admin', new PermissionDenied()],
    ['moves nobody into or out of the role user', superuser, 'user', new BuiltInRole()],
    ['moves nobody into or out of the role anonymous', operator, 'anonymous', new BuiltInRole()],
    ['denies a user even what nobody can do', aUserActor(), 'user', new PermissionDenied()],
    ['does not find a role that is not there', superuser, 'nobody', new RoleNotFound()],
    ['does not find a role of another spelling', superuser, 'Club', new RoleNotFound()],
  ])('%s, and changes nothing', async (_who, actor, role, refusal) => {
    for (const { id: userId } of [alice, bob]) {
      await expect(useCase().execute(actor, { userId, role })).rejects.toThrow(refusal);
    }
    expect(users.all()).toEqual([alice, bob]);
    expect(users.revoked.roleChanges).toEqual([]);
  });

  it('does not find an unknown account', async () => {
    const change = useCase().execute(superuser, { userId: uuid(9), role: 'club' });
    await expect(change).rejects.toThrow(new UserNotFound());
    expect(users.all()).toEqual([alice, bob]);
  });
});

describe('GiveRole', () => {
  it.each(holders)('gives a role for %s, at once', async (_, actor) => {
    await giveRole.execute(actor, { userId: alice.id, role: 'club' });
    expect(users.all()).toEqual([{ ...alice, roles: ['club', 'zoo'] }, bob]);
    expect(users.revoked.roleChanges).toEqual([
      { userId: alice.id, roles: ['user', 'club', 'zoo'], isSuperuser: false, number: 1 },
    ]);
  });

  it.each<[string, string, Actor]>([
    ['subscribers', 'anybody who may', manager],
    ['admin', 'somebody who holds everything', almighty],
  ])('gives the built-in role %s for %s', async (role, _, actor) => {
    await giveRole.execute(actor, { userId: alice.id, role });
    expect(await users.find(alice.id)).toEqual({ ...alice, roles: [role, 'zoo'].toSorted() });
  });

  it('changes nothing for a user who has the role', async () => {
    await giveRole.execute(superuser, { userId: bob.id, role: 'club' });
    expect(users.all()).toEqual([alice, bob]);
    expect(users.revoked.roleChanges).toEqual([]);
  });

  it('gives at most fifty roles, but repeats a role that the user has', async () => {
    const fifty = Array.from({ length: 50 }, (_, index) => `role-${index}`).toSorted();
    for (const name of fifty) await roles.add({ name, description: '', permissions: [] });
    const [last = ''] = fifty.slice(-1);
    users.update(alice.id, { roles: fifty.slice(0, -1) });
    await giveRole.execute(manager, { userId: alice.id, role: last });
    expect(await users.find(alice.id)).toEqual({ ...alice, roles: fifty });
    const change = giveRole.execute(manager, { userId: alice.id, role: 'zoo' });
    await expect(change).rejects.toThrow(new TooManyRoles());
    await giveRole.execute(manager, { userId: alice.id, role: last });
    expect(await users.find(alice.id)).toEqual({ ...alice, roles: fifty });
  });
});

describe('TakeRole', () => {
  it.each(holders)('takes a role for %s, at once', async (_, actor) => {
    await takeRole.execute(actor, { userId: bob.id, role: 'club' });
    expect(users.all()).toEqual([alice, { ...bob, roles: ['zoo'] }]);
    expect(users.revoked.roleChanges).toEqual([
      { userId: bob.id, roles: ['user', 'zoo'], isSuperuser: false, number: 1 },
    ]);
  });

  it('takes a role from the caller', async () => {
    users.update(bob.id, { roles: ['admin'] });
    await takeRole.execute(aUserActor({ ...almighty, userId: bob.id }), { userId: bob.id, role: 'admin' });
    expect(await users.find(bob.id)).toEqual({ ...bob, roles: [] });
  });

  it.each(['club', 'subscribers', 'admin'])(
    'does not take the role %s from a user who does not have it',
    async (role) => {
      await expect(takeRole.execute(superuser, { userId: alice.id, role })).rejects.toThrow(new RoleNotHeld());
      expect(users.all()).toEqual([alice, bob]);
      expect(users.revoked.roleChanges).toEqual([]);
    },
  );
});
