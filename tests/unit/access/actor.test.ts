import { describe, expect, it } from 'vitest';
import type { Actor, UserActor } from '../../../src/domain/access/actor.ts';
import {
  actorName,
  authorize,
  authorizeAll,
  authorizeUser,
  isAllowed,
  PermissionDenied,
  Unauthenticated,
  THE_SERVICE,
} from '../../../src/domain/access/actor.ts';
import type { Permission } from '../../../src/domain/access/permission.ts';
import { anonymous, operator } from '../../builders/actor.ts';
import { uuid } from '../../builders/user.ts';

const alice: UserActor = {
  kind: 'user',
  userId: uuid(1),
  credential: { kind: 'session', sessionId: uuid(1001) },
  roles: ['user'],
  permissions: new Set(['movies:read', 'movies:label:18+'] as const),
  isSuperuser: false,
};
const cli: Actor = { kind: 'system', name: 'cli' };

describe('actorName', () => {
  it.each([
    ['a user', alice, uuid(1)],
    ['somebody without a token', anonymous, 'anonymous'],
    ['the operator', cli, 'cli'],
    ['the operator who acts for a user', { ...alice, operator }, 'cli'],
    ['the service', THE_SERVICE, 'system'],
  ])('of %s is their name in logs', (_, actor, name) => {
    expect(actorName(actor)).toBe(name);
  });
});

describe('isAllowed', () => {
  it.each([
    ['a user', 'movies:read', alice, true],
    ['a user', 'movies:label:18+', alice, true],
    ['a user', 'movies:label:16+', alice, false],
    ['a user', 'users:manage', alice, false],
    [
      'who views every label',
      'movies:label:16+',
      { ...alice, permissions: new Set(['movies:label:*' as const]) },
      true,
    ],
    ['who views every label', 'movies:read', { ...alice, permissions: new Set(['movies:label:*' as const]) }, false],
    ['somebody without a token', 'catalogue:read', anonymous, true],
    ['somebody without a token', 'movies:read', anonymous, false],
    ['the operator', 'users:manage', cli, true],
    ['a superuser', 'users:manage', { ...alice, isSuperuser: true }, true],
    [
      'a superuser without any role',
      'movies:label:16+',
      { ...alice, permissions: new Set<Permission>(), isSuperuser: true },
      true,
    ],
    ['the service', 'movies:label:18+', THE_SERVICE, true],
  ] as const)('of %s for %s', (_, permission, actor, allowed) => {
    expect(isAllowed(actor, permission)).toBe(allowed);
  });
});

describe('authorize', () => {
  it.each([
    ['a user', alice],
    ['the operator', cli],
  ])('allows %s with the permission', (_, actor) => {
    expect(() => authorize(actor, 'movies:read')).not.toThrow();
  });

  it('requires a log-in of a caller without a token', () => {
    expect(() => authorize(anonymous, 'movies:read')).toThrow(new Unauthenticated());
  });

  it('denies a user without the permission', () => {
    expect(() => authorize(alice, 'users:manage')).toThrow(new PermissionDenied());
  });
});

describe('authorize with a choice', () => {
  it('allows a caller with any of the permissions', () => {
    expect(() => authorize(alice, ['users:manage', 'movies:read'])).not.toThrow();
    expect(() => authorize(alice, ['users:manage', 'roles:manage'])).toThrow(new PermissionDenied());
  });
});

describe('authorizeAll', () => {
  it('requires all of the permissions', () => {
    expect(() => authorizeAll(alice, ['movies:read', 'movies:label:18+'])).not.toThrow();
    expect(() => authorizeAll(alice, ['movies:read', 'users:manage'])).toThrow(new PermissionDenied());
    expect(() => authorizeAll(anonymous, ['movies:read'])).toThrow(new Unauthenticated());
    expect(() => authorizeAll(anonymous, [])).not.toThrow();
  });
});

describe('authorizeUser', () => {
  it('allows a user with the permission', () => {
    expect(() => authorizeUser(alice, 'movies:read')).not.toThrow();
  });

  it('denies a user without the permission', () => {
    expect(() => authorizeUser(alice, 'favorites:own')).toThrow(new PermissionDenied());
  });

  it.each([
    ['the operator, who owns nothing', cli, 'favorites:own'],
    ['somebody without a token', anonymous, 'favorites:own'],
    ['somebody without a token, whatever they may do', anonymous, 'catalogue:read'],
  ] as const)('requires a log-in of %s', (_, actor, permission) => {
    expect(() => authorizeUser(actor, permission)).toThrow(new Unauthenticated());
  });
});
