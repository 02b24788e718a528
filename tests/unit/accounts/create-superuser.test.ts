import { beforeEach, describe, expect, it } from 'vitest';
import { AccountOpening } from '../../../src/application/accounts/account-opening.ts';
import { CreateSuperuser } from '../../../src/application/accounts/create-superuser.ts';
import type { Actor } from '../../../src/domain/access/actor.ts';
import { PermissionDenied, THE_SERVICE } from '../../../src/domain/access/actor.ts';
import { PERMISSIONS } from '../../../src/domain/access/permission.ts';
import type { User } from '../../../src/domain/accounts/user.ts';
import { UsernameTaken } from '../../../src/domain/accounts/user.ts';
import type { FieldFault } from '../../../src/domain/shared/errors.ts';
import { anonymous, aUserActor, aUserActorWith, operator } from '../../builders/actor.ts';
import { aUser } from '../../builders/user.ts';
import { CountingPasswordHasher } from '../../fakes/counting-password-hasher.ts';
import { FixedClock } from '../../fakes/fixed-clock.ts';
import { InMemoryUserRepository } from '../../fakes/in-memory-user-repository.ts';
import { ListedCommonPasswords } from '../../fakes/listed-common-passwords.ts';
import { NumberedIds } from '../../fakes/numbered-ids.ts';
import { PlainPasswordHasher } from '../../fakes/plain-password-hasher.ts';

const password = 'correct horse';
const root: User = {
  id: '00000000-0000-7000-8000-000000000001',
  username: 'root',
  email: null,
  name: null,
  surname: null,
  favoriteGenreId: null,
  isActive: true,
  isSuperuser: true,
  roles: [],
  tokenVersion: 0,
  createdAt: new Date('2026-11-20T12:00:00.000Z'),
};

describe('CreateSuperuser', () => {
  let users: InMemoryUserRepository;
  let hasher: CountingPasswordHasher;
  let createSuperuser: CreateSuperuser;

  beforeEach(() => {
    users = new InMemoryUserRepository();
    hasher = new CountingPasswordHasher(new PlainPasswordHasher());
    const commonPasswords = new ListedCommonPasswords(['Password1']);
    const accounts = new AccountOpening(users, hasher, commonPasswords, new FixedClock(), new NumberedIds());
    createSuperuser = new CreateSuperuser(users, accounts);
  });

  it.each<[string, Actor]>([
    ['the operator', operator],
    ['the service', THE_SERVICE],
  ])('opens an account that may do everything for %s', async (_, actor) => {
    expect(await createSuperuser.execute(actor, { username: 'root', password })).toEqual({ user: root, isNew: true });
    expect(users.all()).toEqual([root]);
    expect(await hasher.verify(users.get(root.id)?.passwordHash, password)).toEqual({ matches: true, outdated: false });
  });

  it('stores the name in its canonical form', async () => {
    const opened = await createSuperuser.execute(operator, { username: 'ＲＯＯＴ', password });
    expect(opened).toEqual({ user: root, isNew: true });
    expect(users.all()).toEqual([root]);
  });

  it.each<[string, Actor]>([
    ['somebody without a token', anonymous],
    ['a user', aUserActor()],
    ['somebody with every right', aUserActorWith(...PERMISSIONS, 'movies:label:*')],
    ['a superuser', aUserActor({ isSuperuser: true })],
  ])('denies %s, and stores nothing', async (_, actor) => {
    await expect(createSuperuser.execute(actor, { username: 'root', password })).rejects.toThrow(
      new PermissionDenied(),
    );
    expect(users.all()).toEqual([]);
    expect(hasher.work).toEqual({ hashes: 0, verifications: 0 });
  });

  it.each<[string, Partial<User>, string, string]>([
    ['a superuser', { isSuperuser: true }, 'alice', password],
    ['a superuser, whatever the password', { isSuperuser: true }, 'alice', '12'],
    ['a superuser by another spelling of the name', { isSuperuser: true }, 'ＡＬＩＣＥ', password],
    ['a superuser who was deactivated', { isSuperuser: true, isActive: false }, 'alice', password],
    ['a user, who becomes no superuser', {}, 'alice', password],
  ])('leaves an account as it is that has the name: %s', async (_, differences, username, secret) => {
    const alice = aUser(differences);
    await users.add(alice, { passwordHash: 'hash', usernameSkeleton: 'alice' });
    const told = await createSuperuser.execute(operator, { username, password: secret });
    expect(told).toEqual({ user: alice, isNew: false });
    expect(users.all()).toEqual([alice]);
    expect(users.get(alice.id)?.passwordHash).toBe('hash');
    expect(hasher.work).toEqual({ hashes: 0, verifications: 0 });
  });

  it('refuses a look-alike of a taken name', async () => {
    await createSuperuser.execute(operator, { username: 'copa', password });
    const before = users.all();
    const again = createSuperuser.execute(operator, { username: 'сора', password });
    await expect(again).rejects.toThrow(new UsernameTaken());
    expect(users.all()).toEqual(before);
  });

  it.each<[string, string, readonly FieldFault[]]>([
    ['a!', password, [{ field: 'username', code: 'too-short', limit: 3 }]],
    ['root', 'PASSWORD1', [{ field: 'password', code: 'password-common' }]],
    [
      '',
      'Kino',
      [
        { field: 'username', code: 'too-short', limit: 3 },
        { field: 'password', code: 'too-short', limit: 8 },
      ],
    ],
  ])('refuses the name %j with the password %j, as registration does', async (username, secret, faults) => {
    const opening = createSuperuser.execute(operator, { username, password: secret });
    await expect(opening).rejects.toMatchObject({ code: 'validation-failed', faults });
    expect(users.all()).toEqual([]);
  });

  it('creates one account when twenty calls race, and returns it to all', async () => {
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, () => createSuperuser.execute(operator, { username: 'root', password })),
    );
    const [user] = users.all();
    expect(users.all()).toEqual([{ ...root, id: user?.id }]);
    expect(outcomes.map((outcome) => outcome.user)).toEqual(Array.from({ length: 20 }, () => user));
    expect(outcomes.filter(({ isNew }) => isNew)).toHaveLength(1);
  });
});
