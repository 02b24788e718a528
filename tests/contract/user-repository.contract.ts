import { beforeEach, describe, expect, it } from 'vitest';
import type { UserRepository } from '../../src/application/ports/user-repository.ts';
import { EmailTaken, UsernameTaken } from '../../src/domain/user.ts';
import type { User } from '../../src/domain/user.ts';
import { aUser, uuid } from '../builders/user.ts';

/** `open` gives an empty repository. */
export function userRepositoryContract(adapter: string, open: () => Promise<UserRepository>): void {
  describe(`UserRepository: ${adapter}`, () => {
    let users: UserRepository;
    const alice = aUser();
    const bob = aUser({ id: uuid(2), username: 'bob', email: 'bob@example.org' });

    beforeEach(async () => {
      users = await open();
    });

    function add(user: User, usernameSkeleton = user.username): Promise<void> {
      return users.add(user, { passwordHash: `hash of ${user.id}`, usernameSkeleton });
    }

    it('gives back the account as it was added, to the millisecond and letter', async () => {
      const user = aUser({
        name: 'Zoë 𝒵 👩‍🚀',
        surname: "O'Нил; drop table users --",
        isActive: false,
        isSuperuser: true,
        tokenVersion: 7,
        createdAt: new Date('2026-03-29T01:59:59.999Z'),
      });
      await add(user);
      expect(await users.find(user.id)).toEqual(user);
    });

    it('keeps accounts with nothing but a name, and with nothing but an address', async () => {
      const named = aUser({ email: null, name: null, surname: null, favoriteGenreId: null });
      const addressed = aUser({ id: uuid(2), username: null });
      await add(named);
      await add(addressed);
      await add(aUser({ id: uuid(3), username: null, email: 'third@example.org' }));
      expect(await users.find(named.id)).toEqual(named);
      expect(await users.find(addressed.id)).toEqual(addressed);
    });

    it('finds nobody under an unknown id', async () => {
      await add(alice);
      expect(await users.find(uuid(99))).toBeUndefined();
    });

    it('finds credentials by the name and by the address, each as itself', async () => {
      await add(alice);
      await add(bob);
      const credentials = { user: bob, passwordHash: `hash of ${bob.id}` };
      expect(await users.findCredentials({ username: 'bob' })).toEqual(credentials);
      expect(await users.findCredentials({ email: 'bob@example.org' })).toEqual(credentials);
      expect(await users.findCredentials({ username: 'bob@example.org' })).toBeUndefined();
      expect(await users.findCredentials({ email: 'bob' })).toBeUndefined();
    });

    it('refuses a name that is taken, a look-alike of it and a taken address, and stores nothing of them', async () => {
      await add(alice, 'skeleton');
      const other = { id: uuid(2), username: 'alicia', email: 'other@example.org' };
      await expect(add(aUser({ ...other, username: 'alice' }), 'another')).rejects.toThrow(UsernameTaken);
      await expect(add(aUser(other), 'skeleton')).rejects.toThrow(UsernameTaken);
      await expect(add(aUser({ ...other, email: 'alice@example.org' }), 'another')).rejects.toThrow(EmailTaken);
      expect(await users.find(other.id)).toBeUndefined();
      expect(await users.find(alice.id)).toEqual(alice);
    });

    it.each([1, 2, 3, 4, 5])('lets one of twenty racing accounts have the name (round %i)', async () => {
      await Promise.all(Array.from({ length: 20 }, () => users.find(alice.id)));
      const racers = Array.from({ length: 20 }, (_, n) => aUser({ id: uuid(n), email: `${n}@example.org` }));
      const outcomes = await Promise.allSettled(racers.map((user) => add(user)));
      const refusals = outcomes.filter((outcome) => outcome.status === 'rejected');
      expect(refusals).toHaveLength(19);
      for (const { reason } of refusals) expect(reason).toBeInstanceOf(UsernameTaken);
    });

    it('replaces the hash it was told of, and no newer one', async () => {
      await add(alice);
      await add(bob);
      await users.replacePasswordHash(alice.id, { from: `hash of ${alice.id}`, to: 'newer' });
      await users.replacePasswordHash(alice.id, { from: `hash of ${alice.id}`, to: 'newest' });
      expect((await users.findCredentials({ username: 'alice' }))?.passwordHash).toBe('newer');
      expect((await users.findCredentials({ username: 'bob' }))?.passwordHash).toBe(`hash of ${bob.id}`);
    });

    it('hands out copies', async () => {
      const mine = aUser();
      await add(mine);
      mine.createdAt.setFullYear(1970);
      (await users.find(alice.id))?.createdAt.setFullYear(1971);
      expect(await users.find(alice.id)).toEqual(alice);
    });
  });
}
