import { beforeEach, describe, expect, it } from 'vitest';
import type { RoleRepository } from '../../../src/application/access/ports/role-repository.ts';
import type { UserRepository } from '../../../src/application/accounts/ports/user-repository.ts';
import { PermissionDenied } from '../../../src/domain/access/actor.ts';
import type { RoleContent } from '../../../src/domain/access/role.ts';
import {
  BUILT_IN_ROLES,
  RoleNameTaken,
  RoleNotFound,
  RoleNotHeld,
  TooManyRoles,
} from '../../../src/domain/access/role.ts';
import type { UserId } from '../../../src/domain/accounts/user.ts';
import { UserNotFound } from '../../../src/domain/accounts/user.ts';
import { aUser, uuid } from '../../builders/user.ts';
import { roundsOn } from '../../support/rounds.ts';

type Opened = {
  readonly roles: RoleRepository;
  readonly users: UserRepository;
  /** The roles that a user with a token has. */
  readonly judged: (userId: UserId) => Promise<readonly string[]>;
};

/** The roles in the tokens of these tests. */
export const SAID_BY_TOKEN = ['said by the token'];

const editors: RoleContent = {
  name: 'editors',
  description: 'Те, кто "решает" {\\}',
  permissions: ['restrictions:manage', 'movies:label:new'],
};
const alice = uuid(1);
const bob = uuid(2);
const fine = () => undefined;
const denied = () => {
  throw new PermissionDenied();
};

/** `open` returns repositories that contain only the built-in roles. */
export function roleRepositoryContract(adapter: string, open: () => Promise<Opened>): void {
  describe(`RoleRepository: ${adapter}`, () => {
    let { roles, users, judged }: Opened = {} as Opened;
    beforeEach(async () => {
      ({ roles, users, judged } = await open());
      await users.add(aUser(), { passwordHash: 'hash', usernameSkeleton: 'alice' });
      const other = aUser({ id: bob, username: 'bob', email: null, isSuperuser: true });
      await users.add(other, { passwordHash: 'hash', usernameSkeleton: 'bob' });
    });

    const rolesOf = async (id: string) => (await users.find(id))?.roles;

    it('starts with the built-in roles', async () => {
      const byName = BUILT_IN_ROLES.toSorted((a, b) => (a.name < b.name ? -1 : 1));
      expect(await roles.list()).toEqual(byName);
      expect(await roles.find('admin')).toEqual(byName[0]);
      expect(await roles.find('nobody')).toBeUndefined();
    });

    it('stores a new role unchanged, once', async () => {
      const kept = { ...editors, builtIn: false };
      expect(await roles.add(editors)).toEqual(kept);
      expect(await roles.find('editors')).toEqual(kept);
      await expect(roles.add({ ...editors, permissions: [] })).rejects.toThrow(RoleNameTaken);
      await expect(roles.add({ ...editors, name: 'admin' })).rejects.toThrow(RoleNameTaken);
      expect((await roles.list()).map(({ name }) => name)).toEqual([
        'admin',
        'anonymous',
        'editors',
        'subscribers',
        'user',
      ]);
    });

    it.each(roundsOn(adapter, 3))('adds one of ten new roles with the same name (round %i)', async () => {
      const outcomes = await Promise.allSettled(Array.from({ length: 10 }, () => roles.add(editors)));
      const refusals = outcomes.filter((outcome) => outcome.status === 'rejected');
      expect(refusals).toHaveLength(9);
      for (const { reason } of refusals) expect(reason).toBeInstanceOf(RoleNameTaken);
    });

    it('changes only the given fields, after the check of the stored role', async () => {
      await roles.add(editors);
      const seen: unknown[] = [];
      const changed = await roles.change('editors', { permissions: [] }, (role) => void seen.push(role));
      expect(seen).toEqual([{ ...editors, builtIn: false }]);
      expect(changed).toEqual({ ...editors, permissions: [], builtIn: false });
      expect(await roles.change('editors', {}, fine)).toEqual(changed);
      expect(await roles.change('editors', { description: '' }, fine)).toEqual({ ...changed, description: '' });
      expect(await judged(alice)).toEqual(SAID_BY_TOKEN);
    });

    it('changes nothing if the check refuses', async () => {
      await roles.add(editors);
      await roles.give(alice, 'editors', fine);
      await expect(roles.change('editors', { permissions: [] }, denied)).rejects.toThrow(PermissionDenied);
      await expect(roles.remove('editors', denied)).rejects.toThrow(PermissionDenied);
      await expect(roles.give(bob, 'editors', denied)).rejects.toThrow(PermissionDenied);
      await expect(roles.take(alice, 'editors', denied)).rejects.toThrow(PermissionDenied);
      expect(await roles.find('editors')).toEqual({ ...editors, builtIn: false });
      expect([await rolesOf(alice), await rolesOf(bob)]).toEqual([['editors'], []]);
    });

    it('gives and takes a role, even for a token that was issued before', async () => {
      await roles.add(editors);
      await roles.give(alice, 'subscribers', fine);
      expect(await judged(alice)).toEqual(['user', 'subscribers']);
      await roles.give(alice, 'editors', fine);
      await roles.give(alice, 'editors', fine);
      expect(await rolesOf(alice)).toEqual(['editors', 'subscribers']);
      expect(await judged(alice)).toEqual(['user', 'editors', 'subscribers']);
      await roles.take(alice, 'subscribers', fine);
      expect(await judged(alice)).toEqual(['user', 'editors']);
      expect(await judged(bob)).toEqual(SAID_BY_TOKEN);
    });

    it('gives a user at most fifty roles, also at once', async () => {
      for (let n = 0; n < 54; n += 1) await roles.add({ ...editors, name: `role-${n}` });
      for (let n = 0; n < 49; n += 1) await roles.give(alice, `role-${n}`, fine);
      const last = [49, 50, 51, 52].map((n) => roles.give(alice, `role-${n}`, fine));
      const outcomes = await Promise.allSettled(last);
      expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      await expect(roles.give(alice, 'role-53', fine)).rejects.toThrow(TooManyRoles);
      await roles.give(alice, 'role-48', fine);
      expect(await rolesOf(alice)).toHaveLength(50);
    });

    it('refuses an unknown user, an unknown role and a role that is not held', async () => {
      await expect(roles.give(uuid(9), 'admin', fine)).rejects.toThrow(UserNotFound);
      await expect(roles.take(uuid(9), 'admin', fine)).rejects.toThrow(UserNotFound);
      await expect(roles.give(alice, 'nobody', fine)).rejects.toThrow(RoleNotFound);
      await expect(roles.take(alice, 'nobody', fine)).rejects.toThrow(RoleNotFound);
      await expect(roles.take(alice, 'admin', fine)).rejects.toThrow(RoleNotHeld);
      await expect(roles.change('nobody', { description: '' }, fine)).rejects.toThrow(RoleNotFound);
      await expect(roles.remove('nobody', fine)).rejects.toThrow(RoleNotFound);
      expect(await judged(alice)).toEqual(SAID_BY_TOKEN);
    });

    it('renames a role for all users who have it', async () => {
      await roles.add(editors);
      await roles.give(alice, 'editors', fine);
      await roles.give(alice, 'subscribers', fine);
      await roles.change('editors', { name: 'writers' }, fine);
      expect(await roles.find('editors')).toBeUndefined();
      expect(await rolesOf(alice)).toEqual(['subscribers', 'writers']);
      expect(await judged(alice)).toEqual(['user', 'subscribers', 'writers']);
      expect(await judged(bob)).toEqual(SAID_BY_TOKEN);
      await expect(roles.change('writers', { name: 'admin' }, fine)).rejects.toThrow(RoleNameTaken);
    });

    it('takes a deleted role from all users who have it', async () => {
      await roles.add(editors);
      for (const id of [alice, bob]) await roles.give(id, 'editors', fine);
      await roles.remove('editors', fine);
      expect([await rolesOf(alice), await rolesOf(bob)]).toEqual([[], []]);
      expect([await judged(alice), await judged(bob)]).toEqual([['user'], ['user']]);
      // Users who had a role of this name do not get another role of the same name.
      await roles.add(editors);
      expect(await rolesOf(alice)).toEqual([]);
    });

    it.each(roundsOn(adapter, 5))('applies the last change when changes race (round %i)', async () => {
      await roles.add(editors);
      await Promise.allSettled(
        Array.from({ length: 20 }, (_, n) =>
          n % 2 === 0 ? roles.give(alice, 'editors', fine) : roles.take(alice, 'editors', fine),
        ),
      );
      expect(await judged(alice)).toEqual(['user', ...((await rolesOf(alice)) ?? [])]);
    });
  });
}
