import { beforeEach, describe, expect, it } from 'vitest';
import { ChangeProfile } from '../../../src/application/accounts/change-profile.ts';
import { PermissionDenied, Unauthenticated } from '../../../src/domain/access/actor.ts';
import { InvalidToken } from '../../../src/domain/sessions/session.ts';
import { anonymous, aUserActor, aUserActorWithout, operator } from '../../builders/actor.ts';
import { aUser, uuid } from '../../builders/user.ts';
import { InMemoryAccessRules } from '../../fakes/in-memory-access-rules.ts';
import { InMemoryUserRepository } from '../../fakes/in-memory-user-repository.ts';

describe('ChangeProfile', () => {
  let users: InMemoryUserRepository;
  let changeProfile: ChangeProfile;

  beforeEach(async () => {
    users = new InMemoryUserRepository();
    changeProfile = new ChangeProfile(users, new InMemoryAccessRules());
    await users.add(aUser(), { passwordHash: 'hash', usernameSkeleton: 'alice' });
  });

  it('changes the given fields and returns the changed account', async () => {
    const changed = aUser({ name: 'Алиса', surname: null, favoriteGenreId: 4 });
    const changes = { name: 'Алиса', surname: null, favoriteGenreId: 4 };
    expect(await changeProfile.execute(aUserActor(), changes)).toEqual({
      user: changed,
      permissions: ['account:own', 'catalogue:read', 'favorites:own', 'movies:read'],
    });
    expect(await users.find(uuid(1))).toEqual(changed);
  });

  it.each([
    ['takes no token of an account that is gone', aUserActor({ userId: uuid(9) }), new InvalidToken()],
    ['asks somebody without a token to log in', anonymous, new Unauthenticated()],
    ['asks the operator, who has no account, to log in', operator, new Unauthenticated()],
    ['denies a user without the right', aUserActorWithout('account:own'), new PermissionDenied()],
  ])('%s', async (_, actor, refusal) => {
    await expect(changeProfile.execute(actor, { name: 'Никто' })).rejects.toThrow(refusal);
    expect(await users.find(uuid(1))).toEqual(aUser());
  });
});
