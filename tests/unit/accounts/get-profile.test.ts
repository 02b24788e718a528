import { beforeEach, describe, expect, it } from 'vitest';
import { GetProfile } from '../../../src/application/accounts/get-profile.ts';
import { PermissionDenied, Unauthenticated } from '../../../src/domain/access/actor.ts';
import { InvalidToken } from '../../../src/domain/sessions/session.ts';
import { anonymous, aUserActor, aUserActorWithout, operator } from '../../builders/actor.ts';
import { aUser, uuid } from '../../builders/user.ts';
import { InMemoryAccessRules } from '../../fakes/in-memory-access-rules.ts';
import { InMemoryUserRepository } from '../../fakes/in-memory-user-repository.ts';

describe('GetProfile', () => {
  let users: InMemoryUserRepository;
  let getProfile: GetProfile;

  beforeEach(async () => {
    users = new InMemoryUserRepository();
    getProfile = new GetProfile(users, new InMemoryAccessRules());
    await users.add(aUser(), { passwordHash: 'hash of alice', usernameSkeleton: 'alice' });
    await users.add(aUser({ id: uuid(2), username: 'bob', email: null, isActive: false }), {
      passwordHash: 'hash of bob',
      usernameSkeleton: 'bob',
    });
  });

  it('shows the caller’s own account', async () => {
    expect(await getProfile.execute(aUserActor())).toEqual({
      user: aUser(),
      permissions: ['account:own', 'catalogue:read', 'favorites:own', 'movies:read'],
    });
  });

  it.each([
    ['is gone', uuid(3)],
    ['is deactivated', uuid(2)],
  ])('refuses the token of an account that %s', async (_, userId) => {
    await expect(getProfile.execute(aUserActor({ userId }))).rejects.toThrow(new InvalidToken());
  });

  it.each([
    ['somebody without a token', anonymous],
    ['the operator, who has no account', operator],
  ])('requires a log-in of %s', async (_, actor) => {
    await expect(getProfile.execute(actor)).rejects.toThrow(new Unauthenticated());
  });

  it('is denied to a user without the permission', async () => {
    await expect(getProfile.execute(aUserActorWithout('account:own'))).rejects.toThrow(new PermissionDenied());
  });
});
