import { beforeEach, describe, expect, it } from 'vitest';
import { BackgroundActors } from '../../../src/application/accounts/background-actors.ts';
import { authorize, authorizeService, PermissionDenied } from '../../../src/domain/access/actor.ts';
import { operator, permissionsOf } from '../../builders/actor.ts';
import { aUser, uuid } from '../../builders/user.ts';
import { InMemoryAccessRules } from '../../fakes/in-memory-access-rules.ts';
import { InMemoryUserRepository } from '../../fakes/in-memory-user-repository.ts';

describe('BackgroundActors', () => {
  let actors: BackgroundActors;

  beforeEach(async () => {
    const users = new InMemoryUserRepository();
    const away = { id: uuid(2), username: 'bob', email: null, isActive: false };
    for (const user of [aUser(), aUser(away)]) {
      await users.add(user, { passwordHash: 'hash', usernameSkeleton: user.username });
    }
    actors = new BackgroundActors(users, new InMemoryAccessRules());
  });

  it.each(['alice', 'ALICE', 'ａｌｉｃｅ'])(
    'let the operator act for %s with the rights of that user',
    async (name) => {
      const actor = await actors.actorNamed(name, operator);
      expect(actor).toMatchObject({ kind: 'user', userId: uuid(1), permissions: permissionsOf('user'), operator });
    },
  );

  it('give the operator no right that the user lacks', async () => {
    const actor = await actors.actorNamed('alice', operator);
    if (!actor) throw new Error('there is no actor');
    expect(() => authorize(actor, 'users:manage')).toThrow(PermissionDenied);
    expect(() => authorizeService(actor)).toThrow(PermissionDenied);
  });

  it.each(['bob', 'carol', 'alice@example.org', ''])('find no active account named %j', async (name) => {
    expect(await actors.actorNamed(name, operator)).toBeUndefined();
  });

  it('name no operator for background work of the service', async () => {
    expect(await actors.actorOf(uuid(1), null)).not.toHaveProperty('operator');
    expect(await actors.actorOf(uuid(2), null)).toBeUndefined();
  });

  it('have no more rights than the token that started the work', async () => {
    const scope = ['favorites:own', 'users:manage'] as const;
    expect(await actors.actorOf(uuid(1), scope)).toMatchObject({ permissions: new Set(['favorites:own']), scope });
  });
});
