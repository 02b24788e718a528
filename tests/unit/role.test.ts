import { describe, expect, it } from 'vitest';
import type { Role } from '../../src/domain/role.ts';
import { BUILT_IN_ROLES, permissionsOf, rolesOf } from '../../src/domain/role.ts';
import { aUser } from '../builders/user.ts';

describe('the built-in roles', () => {
  it('are these four', () => {
    expect(BUILT_IN_ROLES).toEqual([
      { name: 'anonymous', builtIn: true, permissions: ['catalogue:read'] },
      { name: 'user', builtIn: true, permissions: ['catalogue:read', 'movies:read', 'favorites:own', 'account:own'] },
      { name: 'subscribers', builtIn: true, permissions: [] },
      {
        name: 'admin',
        builtIn: true,
        permissions: [
          'movies:read',
          'catalogue:read',
          'favorites:own',
          'account:own',
          'users:read',
          'users:manage',
          'roles:manage',
          'restrictions:manage',
        ],
      },
    ]);
  });
});

describe('rolesOf', () => {
  it('makes everybody who registered a user', () => {
    expect(rolesOf(aUser())).toEqual(['user']);
  });
});

describe('permissionsOf', () => {
  const roles: readonly Role[] = [
    { name: 'киноклуб', permissions: ['movies:read', 'movies:label:18+'], builtIn: false },
    { name: 'editors', permissions: ['movies:read', 'restrictions:manage'], builtIn: false },
    { name: 'guests', permissions: [], builtIn: false },
  ];

  it('puts together what the named roles allow', () => {
    const allowed = new Set(['movies:read', 'movies:label:18+', 'restrictions:manage']);
    expect(permissionsOf(['editors', 'киноклуб', 'guests'], roles)).toEqual(allowed);
  });

  it.each([
    ['no role', []],
    ['a role that allows nothing', ['guests']],
    ['a role that no longer exists', ['admin']],
    ['a role of another spelling', ['Editors']],
    ['a name that every object knows', ['__proto__', 'constructor']],
  ])('is nothing for %s', (_, names) => {
    expect(permissionsOf(names, roles)).toEqual(new Set());
  });

  it('takes the built-in roles where none are given', () => {
    expect(permissionsOf(['anonymous', 'subscribers'])).toEqual(new Set(['catalogue:read']));
  });
});
