import { beforeEach, describe, expect, it } from 'vitest';
import type { UserRepository } from '../../../src/application/accounts/ports/user-repository.ts';
import type { LoginHistory } from '../../../src/application/sessions/ports/login-history.ts';
import type { SessionRepository } from '../../../src/application/sessions/ports/session-repository.ts';
import {
  EmailTaken,
  LastSuperuser,
  UnknownFavoriteGenre,
  UsernameTaken,
  UserNotFound,
  WrongPassword,
} from '../../../src/domain/accounts/user.ts';
import type { User } from '../../../src/domain/accounts/user.ts';
import type { Revocation } from '../../../src/domain/sessions/revocation.ts';
import { revokes } from '../../../src/domain/sessions/revocation.ts';
import { aClient, aSession } from '../../builders/session.ts';
import { aUser, uuid } from '../../builders/user.ts';
import { roundsOn } from '../../support/rounds.ts';
import type { SessionRepositories } from '../sessions/session-repository.contract.ts';

type Repositories = SessionRepositories & { readonly logins: LoginHistory };

/** `open` returns empty repositories that share their data. */
export function userRepositoryContract(adapter: string, open: () => Promise<Repositories>): void {
  describe(`UserRepository: ${adapter}`, () => {
    let users: UserRepository;
    let sessions: SessionRepository;
    let logins: LoginHistory;
    let revoked: readonly Revocation[];
    const alice = aUser();
    const bob = aUser({ id: uuid(2), username: 'bob', email: 'bob@example.org' });

    beforeEach(async () => {
      ({ users, sessions, logins, revoked } = await open());
    });

    function add(user: User, usernameSkeleton = user.username): Promise<void> {
      return users.add(user, { passwordHash: `hash of ${user.id}`, usernameSkeleton });
    }

    it('returns the account exactly as it was added', async () => {
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

    it('stores accounts with only a name, and with only an address', async () => {
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

    it('finds credentials by the name and by the address', async () => {
      await add(alice);
      await add(bob);
      const credentials = { user: bob, passwordHash: `hash of ${bob.id}` };
      expect(await users.findByUsername('bob')).toEqual(bob);
      expect(await users.findByUsername('bob@example.org')).toBeUndefined();
      expect(await users.findCredentials({ username: 'bob' })).toEqual(credentials);
      expect(await users.findCredentials({ email: 'bob@example.org' })).toEqual(credentials);
      expect(await users.findCredentials({ username: 'bob@example.org' })).toBeUndefined();
      expect(await users.findCredentials({ email: 'bob' })).toBeUndefined();
    });

    it('refuses a taken name, a look-alike of it and a taken address, and stores nothing', async () => {
      await add(alice, 'skeleton');
      const other = { id: uuid(2), username: 'alicia', email: 'other@example.org' };
      await expect(add(aUser({ ...other, username: 'alice' }), 'another')).rejects.toThrow(UsernameTaken);
      await expect(add(aUser(other), 'skeleton')).rejects.toThrow(UsernameTaken);
      await expect(add(aUser({ ...other, email: 'alice@example.org' }), 'another')).rejects.toThrow(EmailTaken);
      expect(await users.find(other.id)).toBeUndefined();
      expect(await users.find(alice.id)).toEqual(alice);
    });

    it.each(roundsOn(adapter, 5))('lets one of twenty racing accounts have the name (round %i)', async () => {
      await Promise.all(Array.from({ length: 20 }, () => users.find(alice.id)));
      const racers = Array.from({ length: 20 }, (_, n) => aUser({ id: uuid(n), email: `${n}@example.org` }));
      const outcomes = await Promise.allSettled(racers.map((user) => add(user)));
      const refusals = outcomes.filter((outcome) => outcome.status === 'rejected');
      expect(refusals).toHaveLength(19);
      for (const { reason } of refusals) expect(reason).toBeInstanceOf(UsernameTaken);
    });

    it('replaces the given hash, but not a newer one', async () => {
      await add(alice);
      await add(bob);
      await users.replacePasswordHash(alice.id, { from: `hash of ${alice.id}`, to: 'newer' });
      await users.replacePasswordHash(alice.id, { from: `hash of ${alice.id}`, to: 'newest' });
      expect((await users.findCredentials({ username: 'alice' }))?.passwordHash).toBe('newer');
      expect((await users.findCredentials({ username: 'bob' }))?.passwordHash).toBe(`hash of ${bob.id}`);
    });

    it('finds the credentials of an account by its id', async () => {
      await add(alice);
      await add(bob);
      expect(await users.findCredentialsOf(bob.id)).toEqual({ user: bob, passwordHash: `hash of ${bob.id}` });
      expect(await users.findCredentialsOf(uuid(99))).toBeUndefined();
    });

    describe('with sessions', () => {
      const noon = new Date('2026-11-20T12:00:00.000Z');
      const oldHash = `hash of ${alice.id}`;

      beforeEach(async () => {
        await add(alice);
        await add(bob);
        for (const id of [uuid(1001), uuid(1002), uuid(1003)]) {
          await sessions.start(aSession({ id }), { tokenVersion: alice.tokenVersion, maxLive: 20 });
        }
        await sessions.start(aSession({ userId: bob.id }), { tokenVersion: bob.tokenVersion, maxLive: 20 });
      });

      async function liveIds(userId = alice.id): Promise<string[]> {
        return (await sessions.listLive(userId, noon)).map(({ id }) => id).toSorted();
      }

      it('changes the password and ends all sessions except one', async () => {
        const change = { from: oldHash, to: 'new hash', keepSessionId: uuid(1002) };
        expect(await users.changePassword(alice.id, change)).toBe(true);
        const user = { ...alice, tokenVersion: 1 };
        expect(await users.findCredentialsOf(alice.id)).toEqual({ user, passwordHash: 'new hash' });
        expect(await liveIds()).toEqual([uuid(1002)]);
        expect(await liveIds(bob.id)).toEqual([uuid(1001)]);
        expect(revoked).toEqual([{ userId: alice.id, minVersion: 1, exceptSessionId: uuid(1002) }]);
        expect(await users.find(bob.id)).toEqual(bob);
      });

      it('changes nothing for a wrong password or an unknown account', async () => {
        const change = { from: 'another hash', to: 'new hash', keepSessionId: uuid(1002) };
        expect(await users.changePassword(alice.id, change)).toBe(false);
        expect(await users.changePassword(uuid(99), { ...change, from: oldHash })).toBe(false);
        expect(await users.findCredentialsOf(alice.id)).toEqual({ user: alice, passwordHash: oldHash });
        expect(await liveIds()).toEqual([uuid(1001), uuid(1002), uuid(1003)]);
        expect(revoked).toEqual([]);
      });

      it('resets any password, and ends all sessions', async () => {
        expect(await users.resetPassword(alice.id, 'new hash')).toBe(true);
        const user = { ...alice, tokenVersion: 1 };
        expect(await users.findCredentialsOf(alice.id)).toEqual({ user, passwordHash: 'new hash' });
        expect(await liveIds()).toEqual([]);
        expect(await liveIds(bob.id)).toEqual([uuid(1001)]);
        expect(await users.find(bob.id)).toEqual(bob);
        expect(revoked).toEqual([{ userId: alice.id, minVersion: 1, exceptSessionId: null }]);
        expect(await users.resetPassword(uuid(99), 'new hash')).toBe(false);
        expect(revoked).toHaveLength(1);
      });

      it.each(roundsOn(adapter, 5))('changes the password once when twenty changes race (round %i)', async () => {
        await Promise.all(Array.from({ length: 20 }, () => users.find(alice.id)));
        const changes = Array.from({ length: 20 }, (_, n) =>
          users.changePassword(alice.id, { from: oldHash, to: `${n}`, keepSessionId: uuid(1001 + (n % 3)) }),
        );
        const winner = (await Promise.all(changes)).flatMap((changed, n) => (changed ? [n] : []));
        expect(winner).toHaveLength(1);
        const { user, passwordHash } = (await users.findCredentialsOf(alice.id)) ?? {};
        expect([user?.tokenVersion, passwordHash]).toEqual([1, `${winner[0]}`]);
        expect(await liveIds()).toEqual([uuid(1001 + ((winner[0] ?? 0) % 3))]);
      });

      it('deletes an account with its sessions, and revokes all its tokens', async () => {
        await users.remove(alice.id);
        expect(await users.find(alice.id)).toBeUndefined();
        expect(await users.findCredentials({ email: 'alice@example.org' })).toBeUndefined();
        expect(await liveIds()).toEqual([]);
        expect(await liveIds(bob.id)).toEqual([uuid(1001)]);
        expect(revoked).toHaveLength(1);
        for (const [userId, isRevoked] of [
          [alice.id, true],
          [bob.id, false],
        ] as const) {
          const token = { userId, sessionId: uuid(1001), version: 1000 };
          expect(revoked.some((revocation) => revokes(revocation, token))).toBe(isRevoked);
        }
        await add(aUser({ id: uuid(3) }));
      });
    });

    describe('changes the names', () => {
      beforeEach(async () => {
        await add(alice);
        await add(bob);
      });

      it('that are given; the others stay', async () => {
        const named = { ...alice, username: 'alicia' };
        expect(await users.changeLogin(alice.id, { username: 'alicia', usernameSkeleton: 'alicia' })).toEqual(named);
        const addressed = { ...named, email: 'new@example.org' };
        expect(await users.changeLogin(alice.id, { email: 'new@example.org' })).toEqual(addressed);
        expect(await users.findCredentials({ username: 'alicia' })).toMatchObject({ user: addressed });
        expect(await users.findCredentials({ username: 'alice' })).toBeUndefined();
        expect(await users.find(bob.id)).toEqual(bob);
        await add(aUser({ id: uuid(3) }));
      });

      it('to the same names, and changes nothing for an unknown account', async () => {
        const names = { username: 'alice', usernameSkeleton: 'alice', email: 'alice@example.org' };
        expect(await users.changeLogin(alice.id, names)).toEqual(alice);
        expect(await users.changeLogin(uuid(99), { email: 'new@example.org' })).toBeUndefined();
      });

      it('but none of them if one is taken', async () => {
        const free = { username: 'alicia', usernameSkeleton: 'alicia', email: 'new@example.org' };
        const taken = { ...free, username: 'bob' };
        await expect(users.changeLogin(alice.id, taken)).rejects.toThrow(UsernameTaken);
        await expect(users.changeLogin(alice.id, { ...free, usernameSkeleton: 'bob' })).rejects.toThrow(UsernameTaken);
        await expect(users.changeLogin(alice.id, { ...free, email: 'bob@example.org' })).rejects.toThrow(EmailTaken);
        expect(await users.find(alice.id)).toEqual(alice);
      });

      it.each(roundsOn(adapter, 5))('to the same name for one of twenty racing changes (round %i)', async () => {
        const racers = Array.from({ length: 20 }, (_, n) =>
          aUser({ id: uuid(10 + n), username: null, email: `${n}@example.org` }),
        );
        await Promise.all(racers.map((user) => add(user)));
        const names = { username: 'wanted', usernameSkeleton: 'wanted' };
        const outcomes = await Promise.allSettled(racers.map(({ id }) => users.changeLogin(id, names)));
        const refusals = outcomes.filter((outcome) => outcome.status === 'rejected');
        expect(refusals).toHaveLength(19);
        for (const { reason } of refusals) expect(reason).toBeInstanceOf(UsernameTaken);
      });
    });

    describe('changes the profile', () => {
      beforeEach(async () => {
        await add(alice);
        await add(bob);
      });

      it('field by field; the others stay', async () => {
        const named = { ...alice, name: 'Алиса 👩‍🚀', surname: null };
        expect(await users.changeProfile(alice.id, { name: named.name, surname: null })).toEqual(named);
        const fond = { ...named, favoriteGenreId: 4 };
        expect(await users.changeProfile(alice.id, { favoriteGenreId: 4 })).toEqual(fond);
        expect(await users.changeProfile(alice.id, {})).toEqual(fond);
        const fickle = { ...named, favoriteGenreId: null };
        expect(await users.changeProfile(alice.id, { favoriteGenreId: null })).toEqual(fickle);
        expect(await users.find(alice.id)).toEqual(fickle);
        expect(await users.find(bob.id)).toEqual(bob);
      });

      it('but not to an unknown genre, and not of an unknown account', async () => {
        const changes = { name: 'Другая', favoriteGenreId: 2_147_483_647 };
        await expect(users.changeProfile(alice.id, changes)).rejects.toThrow(UnknownFavoriteGenre);
        expect(await users.find(alice.id)).toEqual(alice);
        expect(await users.changeProfile(uuid(99), { name: 'Никто' })).toBeUndefined();
        expect(await users.changeProfile(uuid(99), {})).toBeUndefined();
      });
    });

    describe('lists accounts', () => {
      beforeEach(async () => {
        await add(alice);
        await add(bob);
        await add(aUser({ id: uuid(3), username: 'a_b%c', email: 'Ёж@example.org'.toLowerCase() }));
      });

      const ids = async (query?: string) => {
        const { items, total } = await users.list(query, { page: 1, perPage: 100 });
        expect(total).toBe(items.length);
        expect(await Array.fromAsync(users.stream(query))).toEqual(items);
        return items.map(({ id }) => id);
      };

      it.each([
        [undefined, [3, 2, 1]],
        ['alice', [1]],
        ['ALICE', [1]],
        ['example.org', [3, 2, 1]],
        ['ёж', [3]],
        ['_b%', [3]],
        ['%', [3]],
        ['\\', []],
        ["'", []],
        ['nobody', []],
      ])('newest first, those with %j in a name', async (query, found) => {
        expect(await ids(query)).toEqual(found.map(uuid));
      });

      it('page by page, with all data', async () => {
        expect(await users.list(undefined, { page: 3, perPage: 1 })).toEqual({ items: [alice], total: 3 });
        expect(await users.list(undefined, { page: 4, perPage: 1 })).toEqual({ items: [], total: 3 });
      });

      it('in a stream of any length', async () => {
        const many = Array.from({ length: 250 }, (_, n) =>
          aUser({ id: uuid(100 + n), username: null, email: `${n}@x.org` }),
        );
        await Promise.all(many.map((user) => add(user)));
        expect(await Array.fromAsync(users.stream('@x.org'))).toEqual(many.toReversed());
      });
    });

    describe('deactivates', () => {
      const fine = () => undefined;
      beforeEach(async () => {
        await add(alice);
        await add(bob);
      });

      it('an account, with its tokens and sessions, and activates it again', async () => {
        await sessions.start(aSession(), { tokenVersion: 0, maxLive: 20 });
        const inactive = { ...alice, isActive: false, tokenVersion: 1 };
        expect(await users.setActive(alice.id, false, fine)).toEqual(inactive);
        expect(await users.setActive(alice.id, false, fine)).toEqual(inactive);
        expect(await sessions.listLive(alice.id, aSession().createdAt)).toEqual([]);
        expect(revoked).toEqual([{ userId: alice.id, minVersion: 1, exceptSessionId: null }]);
        expect(await users.setActive(alice.id, true, fine)).toEqual({ ...inactive, isActive: true });
        expect(await users.find(bob.id)).toEqual(bob);
      });

      it('no account that the check protects, and no unknown one', async () => {
        const seen: unknown[] = [];
        const check = (user: unknown) => {
          seen.push(user);
          throw new WrongPassword();
        };
        await expect(users.setActive(alice.id, false, check)).rejects.toThrow(WrongPassword);
        expect(seen).toEqual([alice]);
        expect(await users.find(alice.id)).toEqual(alice);
        await expect(users.setActive(uuid(99), false, fine)).rejects.toThrow(UserNotFound);
      });

      it('and deletes superusers as long as an active one remains', async () => {
        const [first, second, third] = [10, 11, 12].map((n) =>
          aUser({ id: uuid(n), username: null, email: `${n}@example.org`, isSuperuser: true }),
        ) as [User, User, User];
        for (const user of [first, second, third]) await add(user);
        await users.setActive(third.id, false, fine);
        await users.remove(first.id);
        await expect(users.remove(second.id)).rejects.toThrow(LastSuperuser);
        await expect(users.setActive(second.id, false, fine)).rejects.toThrow(LastSuperuser);
        await users.remove(third.id);
        expect(await users.find(second.id)).toEqual(second);
      });

      it.each(roundsOn(adapter, 5))('all superusers except one when deactivations race (round %i)', async () => {
        const racers = Array.from({ length: 10 }, (_, n) =>
          aUser({ id: uuid(10 + n), username: null, email: `${n}@example.org`, isSuperuser: true }),
        );
        await Promise.all(racers.map((user) => add(user)));
        const outcomes = await Promise.allSettled(
          racers.map(({ id }, n) => (n % 2 === 0 ? users.remove(id) : users.setActive(id, false, fine))),
        );
        const refusals = outcomes.filter((outcome) => outcome.status === 'rejected');
        expect(refusals.map(({ reason }) => reason as unknown)).toEqual([expect.any(LastSuperuser)]);
        const left = await Promise.all(racers.map(({ id }) => users.find(id)));
        expect(left.filter((user) => user?.isActive)).toHaveLength(1);
      });
    });

    it.each(roundsOn(adapter, 5))(
      'deletes nothing of a superuser who becomes the last one during the deletion (round %i)',
      async () => {
        const superusers = [10, 11].map((n) =>
          aUser({ id: uuid(n), username: null, email: `${n}@example.org`, isSuperuser: true }),
        );
        for (const user of superusers) await users.add(user, { passwordHash: 'hash', usernameSkeleton: null }, aClient);
        const outcomes = await Promise.allSettled(superusers.map(({ id }) => users.remove(id)));
        const refused = outcomes.findIndex(({ status }) => status === 'rejected');
        expect(outcomes[refused]).toMatchObject({ reason: expect.any(LastSuperuser) as unknown });
        for (const [at, user] of superusers.entries())
          expect(await users.find(user.id)).toEqual(at === refused ? user : undefined);
        expect(await Array.fromAsync(logins.stream(uuid(10 + refused)))).toHaveLength(1);
      },
    );

    it('returns copies', async () => {
      const mine = aUser();
      await add(mine);
      mine.createdAt.setFullYear(1970);
      (await users.find(alice.id))?.createdAt.setFullYear(1971);
      expect(await users.find(alice.id)).toEqual(alice);
    });
  });
}
