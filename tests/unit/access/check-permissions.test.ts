import { beforeAll, describe, expect, it } from 'vitest';
import { CheckPermissions } from '../../../src/application/access/permissions/check-permissions.ts';
import type { Actor } from '../../../src/domain/access/actor.ts';
import { PermissionDenied, Unauthenticated } from '../../../src/domain/access/actor.ts';
import type { Permission } from '../../../src/domain/access/permission.ts';
import { InvalidToken } from '../../../src/domain/sessions/session.ts';
import { anonymous, aUserActor, aUserActorWith, operator } from '../../builders/actor.ts';
import { aUser, uuid } from '../../builders/user.ts';
import { InMemoryAccountNames } from '../../fakes/in-memory-account-names.ts';
import { InMemoryUserRepository } from '../../fakes/in-memory-user-repository.ts';

describe('CheckPermissions', () => {
  let checkPermissions: CheckPermissions;
  beforeAll(async () => {
    const users = new InMemoryUserRepository();
    await users.add(aUser(), { passwordHash: 'hash', usernameSkeleton: 'alice' });
    checkPermissions = new CheckPermissions(new InMemoryAccountNames(users));
  });

  it.each<[string, Actor, readonly Permission[]]>([
    ['a user, asked for nothing', aUserActor(), []],
    ['a user without any right, asked for nothing', aUserActor({ permissions: new Set() }), []],
    ['a user with every one of the rights', aUserActor(), ['movies:read', 'favorites:own']],
    ['somebody with the label', aUserActorWith('movies:label:adult'), ['movies:label:adult']],
    ['somebody with all labels', aUserActorWith('movies:label:*'), ['movies:label:adult', 'movies:label:*']],
    ['somebody without a token, for what everyone may', anonymous, ['catalogue:read']],
    ['a superuser', aUserActor({ isSuperuser: true, permissions: new Set() }), ['users:manage', 'movies:label:adult']],
    ['the operator', operator, ['roles:manage']],
  ])('lets %s through', async (_, actor, permissions) => {
    await expect(checkPermissions.execute(actor, { permissions })).resolves.not.toThrow();
  });

  it('returns the caller', async () => {
    const actor = aUserActor({ roles: ['user', 'admin'] });
    expect(await checkPermissions.execute(actor, { permissions: [] })).toEqual({
      userId: aUser().id,
      name: 'alice',
      roles: ['user', 'admin'],
    });
  });

  it('returns no roles for a narrowed token, which allows less than they do', async () => {
    const actor = aUserActor({ roles: ['user', 'admin'], scope: ['movies:read'] });
    expect(await checkPermissions.execute(actor, { permissions: [] })).toMatchObject({ name: 'alice', roles: [] });
  });

  it('returns nothing about a caller without a token', async () => {
    expect(await checkPermissions.execute(anonymous, { permissions: ['catalogue:read'] })).toBeUndefined();
  });

  it('refuses the token of a deleted account', async () => {
    const gone = aUserActor({ userId: uuid(2) });
    await expect(checkPermissions.execute(gone, { permissions: [] })).rejects.toThrow(new InvalidToken());
  });

  it.each<[string, Actor, readonly Permission[], Error]>([
    ['asks somebody without a token, asked for nothing, to log in', anonymous, [], new Unauthenticated()],
    ['asks somebody without a token to log in', anonymous, ['catalogue:read', 'movies:read'], new Unauthenticated()],
    ['denies a user who lacks the first', aUserActor(), ['users:read', 'movies:read'], new PermissionDenied()],
    ['denies a user who lacks the last', aUserActor(), ['movies:read', 'users:read'], new PermissionDenied()],
    [
      'denies somebody with another label',
      aUserActorWith('movies:label:new'),
      ['movies:label:adult'],
      new PermissionDenied(),
    ],
    [
      'denies all labels to somebody with one',
      aUserActorWith('movies:label:new'),
      ['movies:label:*'],
      new PermissionDenied(),
    ],
  ])('%s', async (_, actor, permissions, refusal) => {
    await expect(checkPermissions.execute(actor, { permissions })).rejects.toThrow(refusal);
  });
});
