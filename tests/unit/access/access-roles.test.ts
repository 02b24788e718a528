import { beforeEach, describe, expect, it } from 'vitest';
import { ChangeRole } from '../../../src/application/access/change-role.ts';
import { CreateRole } from '../../../src/application/access/create-role.ts';
import { DeleteRole } from '../../../src/application/access/delete-role.ts';
import { GetRole } from '../../../src/application/access/get-role.ts';
import { ListRoles } from '../../../src/application/access/list-roles.ts';
import type { Actor } from '../../../src/domain/access/actor.ts';
import { PermissionDenied, Unauthenticated } from '../../../src/domain/access/actor.ts';
import type { Permission } from '../../../src/domain/access/permission.ts';
import type { Role, RoleChanges, RoleContent } from '../../../src/domain/access/role.ts';
import { BUILT_IN_ROLES, BuiltInRole, RoleNameTaken, RoleNotFound } from '../../../src/domain/access/role.ts';
import { anonymous, aUserActor, aUserActorWith, operator } from '../../builders/actor.ts';
import { aUser, uuid } from '../../builders/user.ts';
import { InMemoryRoleRepository } from '../../fakes/in-memory-role-repository.ts';
import { InMemoryUserRepository } from '../../fakes/in-memory-user-repository.ts';

const content = {
  name: 'club',
  description: 'Those who watch together',
  permissions: ['movies:read', 'movies:label:adult'],
} as const satisfies RoleContent;
const club: Role = { ...content, builtIn: false };
const builtIns = BUILT_IN_ROLES.toSorted((a, b) => (a.name < b.name ? -1 : 1));
const [admin, anonymousRole] = builtIns as [Role, Role];

/** A caller who may change roles, with the permissions of a user. */
const manager = aUserActorWith('roles:manage');
const adultManager = aUserActorWith('roles:manage', 'movies:label:adult');
const labelManager = aUserActorWith('roles:manage', 'movies:label:*');
const superuser = aUserActor({ isSuperuser: true, permissions: new Set() });

/** The callers who have the permissions of the club, and the right to change roles. */
const holders: readonly [string, Actor][] = [
  ['somebody who holds them', adultManager],
  ['somebody who holds all labels', labelManager],
  ['a superuser', superuser],
  ['the operator', operator],
];

let users: InMemoryUserRepository;
let roles: InMemoryRoleRepository;

beforeEach(async () => {
  users = new InMemoryUserRepository();
  roles = new InMemoryRoleRepository(users);
  await users.add(aUser({ roles: ['admin'] }), { passwordHash: 'hash', usernameSkeleton: 'alice' });
});

/** Creates the role `club` and gives it to alice. */
async function withClub(): Promise<void> {
  await roles.add(content);
  users.update(uuid(1), { roles: ['admin', 'club'] });
}

async function rolesOfAlice(): Promise<readonly string[] | undefined> {
  return (await users.find(uuid(1)))?.roles;
}

describe.each<[string, readonly Permission[], (actor: Actor) => Promise<unknown>]>([
  ['ListRoles', ['roles:manage', 'users:manage'], (actor) => new ListRoles(roles).execute(actor, {})],
  ['GetRole', ['roles:manage', 'users:manage'], (actor) => new GetRole(roles).execute(actor, { name: 'subscribers' })],
  [
    'CreateRole',
    ['roles:manage'],
    (actor) => new CreateRole(roles).execute(actor, { name: 'guests', description: '', permissions: [] }),
  ],
  [
    'ChangeRole',
    ['roles:manage'],
    (actor) => new ChangeRole(roles).execute(actor, { role: 'subscribers', changes: { description: 'Others' } }),
  ],
  ['DeleteRole', ['roles:manage'], (actor) => new DeleteRole(roles).execute(actor, { role: 'empty' })],
])('%s', (_, anyOf, execute) => {
  beforeEach(async () => {
    await roles.add({ name: 'empty', description: '', permissions: [] });
  });

  it.each<[string, Actor]>([
    ...anyOf.map((permission): [string, Actor] => [permission, aUserActorWith(permission)]),
    ['everything', superuser],
    ['the command line', operator],
  ])('is for somebody with %s', async (_right, actor) => {
    await expect(execute(actor)).resolves.not.toThrow();
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
    const before = await roles.list();
    await expect(execute(actor)).rejects.toThrow(refusal);
    expect(await roles.list()).toEqual(before);
  });
});

describe('ListRoles', () => {
  it('lists the roles by name, all of them or a page', async () => {
    await withClub();
    const [first, second, ...rest] = builtIns;
    const listRoles = new ListRoles(roles);
    expect(await listRoles.execute(manager, {})).toEqual({ items: [first, second, club, ...rest], total: 5 });
    const page = { page: 2, perPage: 2 };
    expect(await listRoles.execute(manager, { page })).toEqual({ items: [club, rest[0]], total: 5 });
    expect(await listRoles.execute(manager, { page: { page: 4, perPage: 2 } })).toEqual({ items: [], total: 5 });
  });
});

describe('GetRole', () => {
  it('shows a created and a built-in role', async () => {
    await withClub();
    expect(await new GetRole(roles).execute(manager, { name: 'club' })).toEqual(club);
    expect(await new GetRole(roles).execute(manager, { name: 'admin' })).toEqual(admin);
  });

  it.each(['nobody', 'Admin', ''])('does not find the role %j', async (name) => {
    await expect(new GetRole(roles).execute(manager, { name })).rejects.toThrow(new RoleNotFound());
  });
});

describe('CreateRole', () => {
  it.each(holders)('creates a role with permissions for %s', async (_, actor) => {
    expect(await new CreateRole(roles).execute(actor, content)).toEqual(club);
    expect(await roles.find('club')).toEqual(club);
  });

  it('creates a role without permissions for a caller who has no others', async () => {
    const permissions = new Set<Permission>(['roles:manage']);
    const guests = { name: 'guests', description: '', permissions: [] };
    const made = await new CreateRole(roles).execute(aUserActor({ permissions }), guests);
    expect(made).toEqual({ ...guests, builtIn: false });
    expect(await roles.find('guests')).toEqual(made);
  });

  it.each<[string, Actor, readonly Permission[]]>([
    ['a right', adultManager, ['users:manage']],
    ['a right beside others', adultManager, ['movies:read', 'movies:label:adult', 'restrictions:manage']],
    ['another label', adultManager, ['movies:label:new']],
    ['all labels by somebody with one', adultManager, ['movies:label:*']],
    ['a label', manager, ['movies:label:adult']],
    ['a right by somebody with all labels', labelManager, ['users:read']],
  ])('makes no role of what the caller does not hold: %s', async (_, actor, permissions) => {
    const createRole = new CreateRole(roles);
    await expect(createRole.execute(actor, { ...content, permissions })).rejects.toThrow(new PermissionDenied());
    expect(await roles.list()).toEqual(builtIns);
  });

  it.each(['admin', 'anonymous', 'user', 'subscribers', 'club'])(
    'does not change the existing role %s',
    async (name) => {
      await withClub();
      const before = await roles.list();
      const again = { name, description: 'Another', permissions: [] };
      await expect(new CreateRole(roles).execute(superuser, again)).rejects.toThrow(new RoleNameTaken());
      expect(await roles.list()).toEqual(before);
    },
  );
});

describe('ChangeRole', () => {
  beforeEach(withClub);

  it.each<[string, Actor, RoleChanges]>([
    ['the description', adultManager, { description: 'Others' }],
    ['an addition that the caller holds', adultManager, withPermission('favorites:own')],
    ['an addition of a label', adultManager, { permissions: ['movies:label:adult'] }],
    ['an addition of a label by somebody with all', labelManager, withPermission('movies:label:new')],
    ['an addition of all labels by somebody with all', labelManager, withPermission('movies:label:*')],
    ['a removal of what the caller holds', adultManager, { permissions: ['movies:label:adult'] }],
    ['a removal of everything', adultManager, { permissions: [] }],
    ['the same permissions in another order', adultManager, { permissions: content.permissions.toReversed() }],
    ['everything at once', superuser, { name: 'club', description: '', permissions: ['users:manage'] }],
    ['nothing', adultManager, {}],
  ])('stores %s', async (_, actor, changes) => {
    const changed = { ...club, ...changes };
    expect(await new ChangeRole(roles).execute(actor, { role: 'club', changes })).toEqual(changed);
    expect(await roles.find('club')).toEqual(changed);
    expect(await rolesOfAlice()).toEqual(['admin', 'club']);
  });

  it.each<[string, Actor, readonly Permission[]]>([
    ['adding a right', adultManager, [...content.permissions, 'users:manage']],
    ['adding a label', adultManager, [...content.permissions, 'movies:label:new']],
    ['adding all labels with one', adultManager, [...content.permissions, 'movies:label:*']],
    ['taking a label', manager, ['movies:read']],
    ['taking everything', manager, []],
    ['putting what they hold in its place', manager, ['movies:read', 'favorites:own']],
    ['adding what they hold and a right', adultManager, ['movies:read', 'favorites:own', 'roles:manage', 'users:read']],
  ])('denies somebody %s that they do not hold', async (_, actor, permissions) => {
    const changeRole = new ChangeRole(roles);
    const changes = { description: 'Others', permissions };
    await expect(changeRole.execute(actor, { role: 'club', changes })).rejects.toThrow(new PermissionDenied());
    expect(await roles.find('club')).toEqual(club);
  });

  it.each<[string, RoleChanges]>([
    ['describing', { description: 'Others' }],
    ['renaming', { name: 'circle' }],
    ['adding what the caller holds to', withPermission('favorites:own')],
  ])('denies %s a role to somebody who does not hold all that it allows', async (_, changes) => {
    const change = new ChangeRole(roles).execute(manager, { role: 'club', changes });
    await expect(change).rejects.toThrow(new PermissionDenied());
    expect(await roles.find('club')).toEqual(club);
    expect(await rolesOfAlice()).toEqual(['admin', 'club']);
  });

  it('renames a role for all its holders', async () => {
    const renamed = { ...club, name: 'circle' };
    const changes = { name: 'circle' };
    expect(await new ChangeRole(roles).execute(adultManager, { role: 'club', changes })).toEqual(renamed);
    expect(await roles.find('circle')).toEqual(renamed);
    expect(await roles.find('club')).toBeUndefined();
    expect(await rolesOfAlice()).toEqual(['admin', 'circle']);
    expect(users.revoked.roleChanges).toEqual([
      { userId: uuid(1), roles: ['user', 'admin', 'circle'], isSuperuser: false, number: 1 },
    ]);
  });

  it.each(['admin', 'anonymous', 'user', 'subscribers'])('keeps the name of the built-in role %s', async (role) => {
    const before = await roles.list();
    const changes = { name: 'other', description: 'Another' };
    await expect(new ChangeRole(roles).execute(superuser, { role, changes })).rejects.toThrow(new BuiltInRole());
    expect(await roles.list()).toEqual(before);
  });

  it('changes everything of a built-in role except its name', async () => {
    const changes = { name: 'anonymous', description: 'Guests', permissions: ['movies:read'] } as const;
    const changed = { ...anonymousRole, ...changes };
    expect(await new ChangeRole(roles).execute(manager, { role: 'anonymous', changes })).toEqual(changed);
    expect(await roles.find('anonymous')).toEqual(changed);
  });

  it.each([
    ['a name that is taken', 'club', { name: 'admin', permissions: [] }, new RoleNameTaken()],
    ['a role that is not there', 'nobody', { description: '' }, new RoleNotFound()],
  ])('changes nothing for %s', async (_, role, changes, refusal) => {
    const before = await roles.list();
    await expect(new ChangeRole(roles).execute(superuser, { role, changes })).rejects.toThrow(refusal);
    expect(await roles.list()).toEqual(before);
    expect(await rolesOfAlice()).toEqual(['admin', 'club']);
  });

  function withPermission(permission: Permission): Pick<RoleContent, 'permissions'> {
    return { permissions: [...content.permissions, permission] };
  }
});

describe('DeleteRole', () => {
  beforeEach(withClub);

  it.each(holders)('deletes a role, and takes it from all its holders, for %s', async (_, actor) => {
    await new DeleteRole(roles).execute(actor, { role: 'club' });
    expect(await roles.list()).toEqual(builtIns);
    expect(await rolesOfAlice()).toEqual(['admin']);
    expect(users.revoked.roleChanges).toEqual([
      { userId: uuid(1), roles: ['user', 'admin'], isSuperuser: false, number: 1 },
    ]);
  });

  it.each<[string, Actor, string, Error]>([
    ['whose permissions the caller does not hold', manager, 'club', new PermissionDenied()],
    [
      'of which the caller holds another label',
      aUserActorWith('roles:manage', 'movies:label:new'),
      'club',
      new PermissionDenied(),
    ],
    ['that is not there', superuser, 'nobody', new RoleNotFound()],
    ...builtIns.map(({ name }): [string, Actor, string, Error] => [
      `that is built in, ${name}`,
      superuser,
      name,
      new BuiltInRole(),
    ]),
  ])('deletes no role %s', async (_, actor, role, refusal) => {
    const before = await roles.list();
    await expect(new DeleteRole(roles).execute(actor, { role })).rejects.toThrow(refusal);
    expect(await roles.list()).toEqual(before);
    expect(await rolesOfAlice()).toEqual(['admin', 'club']);
  });
});
