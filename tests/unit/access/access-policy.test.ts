import { describe, expect, it } from 'vitest';
import { AccessPolicy } from '../../../src/domain/access/access-policy.ts';
import { isPermission, PERMISSIONS } from '../../../src/domain/access/permission.ts';
import type { Restriction } from '../../../src/domain/access/restriction.ts';
import type { Role } from '../../../src/domain/access/role.ts';
import { BUILT_IN_ROLES } from '../../../src/domain/access/role.ts';
import { aUser } from '../../builders/user.ts';

const roles: readonly Role[] = [
  { name: 'club', description: '', permissions: ['movies:read', 'movies:label:adult'], builtIn: false },
  { name: 'editors', description: '', permissions: ['movies:read', 'restrictions:manage'], builtIn: false },
  { name: 'guests', description: '', permissions: [], builtIn: false },
];
const restrictions: readonly Restriction[] = [
  { label: 'new', rule: { releasedWithinYears: 3 } },
  { label: 'adult', rule: { ageLimitFrom: 18 } },
];
const everything = [...PERMISSIONS, 'movies:label:new', 'movies:label:adult', 'movies:label:*'];

describe('AccessPolicy.permissionsOf', () => {
  const policy = new AccessPolicy(roles, restrictions);

  it('combines the permissions of the named roles', () => {
    const allowed = new Set(['movies:read', 'movies:label:adult', 'restrictions:manage']);
    expect(policy.permissionsOf(['editors', 'club', 'guests'])).toEqual(allowed);
    expect(policy.permissionsOf(['editors', 'club', 'guests'])).toEqual(allowed);
  });

  it.each([
    ['no role', []],
    ['a role that allows nothing', ['guests']],
    ['a role that does not exist', ['admin']],
    ['a role of another spelling', ['Editors']],
    ['names that together look like one', ['club editors']],
    ['a name that every object knows', ['__proto__', 'constructor']],
  ])('is nothing for %s', (_, names) => {
    expect(policy.permissionsOf(names)).toEqual(new Set());
  });

  it('is the permissions of the built-in roles', () => {
    const builtIn = new AccessPolicy(BUILT_IN_ROLES, restrictions);
    expect(builtIn.permissionsOf(['admin'])).toEqual(new Set([...PERMISSIONS, 'movies:label:*']));
    expect(builtIn.permissionsOf(['anonymous', 'subscribers'])).toEqual(new Set(['catalogue:read']));
  });
});

describe('AccessPolicy.permissionsOfUser', () => {
  const policy = new AccessPolicy([...BUILT_IN_ROLES, ...roles], restrictions);

  it('is the permissions of the account’s roles, in alphabetical order', () => {
    expect(policy.permissionsOfUser(aUser({ roles: ['club'] }))).toEqual([
      'account:own',
      'catalogue:read',
      'favorites:own',
      'movies:label:adult',
      'movies:read',
    ]);
  });

  it('is every permission for a superuser, whatever the roles', () => {
    expect(policy.permissionsOfUser(aUser({ isSuperuser: true }))).toEqual(everything.toSorted());
    expect(policy.allPermissions()).toEqual(everything);
  });
});

describe('isPermission', () => {
  it.each(['movies:read', 'users:manage', 'movies:label:new', 'movies:label:18', 'movies:label:a-b'])(
    'is %s',
    (text) => {
      expect(isPermission(text)).toBe(true);
    },
  );

  it.each([
    '',
    'movies',
    'movies:write',
    'movies:label:',
    'movies:label:-a',
    'movies:label:Ы',
    `movies:label:${'a'.repeat(41)}`,
  ])('is not %j', (text) => {
    expect(isPermission(text)).toBe(false);
  });
});
