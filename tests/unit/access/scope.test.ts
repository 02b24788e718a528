import { describe, expect, it } from 'vitest';
import { AccessPolicy } from '../../../src/domain/access/access-policy.ts';
import type { Permission } from '../../../src/domain/access/permission.ts';
import { ALL_LABELS, labelPermission } from '../../../src/domain/access/permission.ts';
import { BUILT_IN_ROLES } from '../../../src/domain/access/role.ts';
import {
  heldScope,
  includesScope,
  InvalidScope,
  isSameScope,
  MAX_SCOPE_LENGTH,
  narrowed,
  parseScope,
} from '../../../src/domain/access/scope.ts';

const held = (...permissions: Permission[]): ReadonlySet<Permission> => new Set(permissions);

describe('parseScope', () => {
  it('reads each permission once, in alphabetical order', () => {
    expect(parseScope('movies:read account:own movies:read movies:label:new')).toEqual([
      'account:own',
      'movies:label:new',
      'movies:read',
    ]);
  });

  it.each([
    ['nothing', ''],
    ['a space', ' '],
    ['two spaces between permissions', 'movies:read  account:own'],
    ['a space at the end', 'movies:read '],
    ['a tab between permissions', 'movies:read\taccount:own'],
    ['an unknown permission beside a known one', 'movies:read offline_access'],
    ['a permission in upper case', 'MOVIES:READ'],
    ['a label that is none', 'movies:label:A'],
    ['more than a token can carry', Array.from({ length: 200 }, () => 'movies:read').join(' ')],
  ])('refuses %s', (_, text) => {
    expect(() => parseScope(text)).toThrow(InvalidScope);
  });
});

describe('a narrowed token', () => {
  it.each<[string, Permission[], Permission[], Permission[]]>([
    ['what it is narrowed to and its holder has', ['movies:read', 'account:own'], ['account:own'], ['account:own']],
    ['nothing that its holder has lost', ['movies:read'], ['account:own'], []],
    ['one label of all that its holder has', [ALL_LABELS], ['movies:label:new'], ['movies:label:new']],
    ['the labels that its holder has left of all', ['movies:label:new'], [ALL_LABELS], ['movies:label:new']],
    ['all labels where its holder has all', [ALL_LABELS], [ALL_LABELS], [ALL_LABELS]],
  ])('allows %s', (_, holder, scope, allowed) => {
    expect([...narrowed(held(...holder), scope)]).toEqual(allowed);
  });
});

describe('the scope of a session', () => {
  it('that is not narrowed includes every scope', () => {
    expect(includesScope(null, ['users:manage'])).toBe(true);
  });

  it('includes its own permissions and single labels of all labels, and no others', () => {
    const granted: Permission[] = ['movies:read', ALL_LABELS];
    expect(includesScope(granted, ['movies:label:new', 'movies:read'])).toBe(true);
    expect(includesScope(granted, ['movies:read', 'account:own'])).toBe(false);
    expect(includesScope(['movies:label:new'], [ALL_LABELS])).toBe(false);
  });

  it('is the same as another one with the same permissions', () => {
    expect(isSameScope(null, null)).toBe(true);
    expect(isSameScope(['movies:read'], ['movies:read'])).toBe(true);
    expect(isSameScope(['movies:read'], null)).toBe(false);
    expect(isSameScope(null, ['movies:read'])).toBe(false);
    expect(isSameScope(['movies:read'], ['account:own'])).toBe(false);
  });
});

describe('the scope of a token that is not narrowed', () => {
  it('lists the permissions of its holder, in alphabetical order', () => {
    expect(heldScope(held('movies:read', 'account:own', 'movies:label:new'))).toEqual([
      'account:own',
      'movies:label:new',
      'movies:read',
    ]);
  });

  it('lists no single label if it lists all labels', () => {
    expect(heldScope(held('movies:label:new', ALL_LABELS, 'movies:read'))).toEqual([ALL_LABELS, 'movies:read']);
  });

  it('lists no labels if they would make it too long', () => {
    const labels = Array.from({ length: 100 }, (_, number) => labelPermission(`${'x'.repeat(30)}${number}`));
    expect(labels.join(' ').length).toBeGreaterThan(MAX_SCOPE_LENGTH);
    expect(heldScope(held('movies:read', ...labels))).toEqual(['movies:read']);
  });
});

describe('AccessPolicy', () => {
  const roles = [
    ...BUILT_IN_ROLES,
    { name: 'viewers', description: '', permissions: ['movies:label:gone' as const], builtIn: false },
    { name: 'all', description: '', permissions: [ALL_LABELS as Permission], builtIn: false },
  ];
  const policy = new AccessPolicy(roles, [{ label: 'new', rule: { genreId: 1 } }]);
  const scopeFor =
    (holder: { roles: string[]; isSuperuser?: boolean }, ...scope: Permission[]) =>
    () =>
      policy.authorizeScope(scope, { isSuperuser: false, ...holder });

  it('grants a scope that the roles include', () => {
    expect(scopeFor({ roles: ['user'] }, 'movies:read', 'account:own')).not.toThrow();
    expect(scopeFor({ roles: ['user', 'viewers'] }, 'movies:label:gone')).not.toThrow();
    expect(scopeFor({ roles: ['all'] }, 'movies:label:new', ALL_LABELS)).not.toThrow();
    expect(scopeFor({ roles: [], isSuperuser: true }, 'users:manage', 'movies:label:new')).not.toThrow();
  });

  it('refuses a scope that exceeds them, and unknown labels', () => {
    expect(scopeFor({ roles: ['user'] }, 'movies:read', 'users:read')).toThrow(InvalidScope);
    expect(scopeFor({ roles: ['user'] }, 'movies:label:new')).toThrow(InvalidScope);
    expect(scopeFor({ roles: ['all'] }, 'movies:label:missing')).toThrow(InvalidScope);
    expect(scopeFor({ roles: [], isSuperuser: true }, 'movies:label:missing')).toThrow(InvalidScope);
  });
});
