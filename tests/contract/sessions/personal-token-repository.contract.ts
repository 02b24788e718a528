import { beforeEach, describe, expect, it } from 'vitest';
import type { UserRepository } from '../../../src/application/accounts/ports/user-repository.ts';
import type { PersonalTokenRepository } from '../../../src/application/sessions/ports/personal-token-repository.ts';
import type { SessionRepository } from '../../../src/application/sessions/ports/session-repository.ts';
import { TooManyTokens } from '../../../src/domain/sessions/personal-token.ts';
import { InvalidToken } from '../../../src/domain/sessions/session.ts';
import { aPersonalToken } from '../../builders/personal-token.ts';
import { aSession } from '../../builders/session.ts';
import { aUser, uuid } from '../../builders/user.ts';
import { roundsOn } from '../../support/rounds.ts';

/** Two repositories of tokens, as two instances have them. */
export type TokenRepositories = {
  readonly tokens: readonly [PersonalTokenRepository, PersonalTokenRepository];
  readonly sessions: SessionRepository;
  readonly users: UserRepository;
};

/** `open` returns empty repositories that share their data. */
export function personalTokenRepositoryContract(adapter: string, open: () => Promise<TokenRepositories>): void {
  describe(`PersonalTokenRepository: ${adapter}`, () => {
    let tokens: PersonalTokenRepository;
    let elsewhere: PersonalTokenRepository;
    let sessions: SessionRepository;
    let users: UserRepository;
    const [alice, bob] = [aUser(), aUser({ id: uuid(2), username: 'bob', email: null })];
    const session = aSession();
    const noon = session.createdAt;
    const token = aPersonalToken();

    beforeEach(async () => {
      ({
        tokens: [tokens, elsewhere],
        sessions,
        users,
      } = await open());
      await users.add(alice, { passwordHash: 'hash', usernameSkeleton: 'alice' });
      await users.add(bob, { passwordHash: 'hash', usernameSkeleton: 'bob' });
      await sessions.start(session, { tokenVersion: 0, maxLive: 20 });
      await sessions.start(aSession({ id: uuid(1002), userId: bob.id }), { tokenVersion: 0, maxLive: 20 });
    });

    const hashOf = (n: number) => `hash-${n}`;
    const add = (n = 1, differences: Partial<typeof token> = {}, on = tokens) =>
      on.add(aPersonalToken({ id: uuid(7000 + n), ...differences }), { hash: hashOf(n), sessionId: session.id });
    const found = async (n = 1) => (await tokens.find(hashOf(n)))?.token.id;
    const listed = async (userId = alice.id, now = noon) => (await tokens.list(userId, now)).map(({ id }) => id);

    it('finds a token unchanged by its hash, with the current roles of its owner', async () => {
      const whole = { name: "Дом 👾 '; --", permissions: ['favorites:own', 'movies:label:new'] as const };
      await add(1, { ...whole, lastUsedAt: new Date('2026-11-21T01:02:03.004Z') });
      expect(await tokens.find(hashOf(1))).toEqual({
        token: { ...token, ...whole, lastUsedAt: new Date('2026-11-21T01:02:03.004Z') },
        standing: { roles: ['user'], isSuperuser: false },
      });
      expect(await tokens.find(hashOf(2))).toBeUndefined();
    });

    it('lists the tokens of a user that have not expired, newest first', async () => {
      const at = (minutes: number) => new Date(noon.getTime() + minutes * 60_000);
      await add(1, { createdAt: at(1) });
      await add(2, { createdAt: at(3) });
      await add(3, { createdAt: at(2) });
      await add(4, { createdAt: at(2) });
      await add(5, { createdAt: at(2), expiresAt: at(10) });
      expect(await listed(alice.id, at(10))).toEqual([7002, 7004, 7003, 7001].map((n) => uuid(n)));
      expect(await listed(alice.id, at(9))).toHaveLength(5);
      expect(await listed(bob.id)).toEqual([]);
    });

    it('stores twenty unexpired tokens of a user', async () => {
      const soon = new Date(noon.getTime() + 60_000);
      for (let n = 0; n < 20; n += 1) await add(n, n < 2 ? { expiresAt: soon } : {});
      await expect(add(20)).rejects.toThrow(TooManyTokens);
      const later = { createdAt: soon };
      await add(21, later);
      await add(22, later);
      await expect(add(23, later)).rejects.toThrow(TooManyTokens);
      await tokens.remove(alice.id, uuid(7005));
      await add(24, later);
      await expect(add(25, later)).rejects.toThrow(TooManyTokens);
    });

    it.each(roundsOn(adapter, 5))('stores twenty of thirty at once, on two instances (round %i)', async () => {
      await Promise.all(Array.from({ length: 10 }, () => tokens.list(alice.id, noon)));
      const outcomes = await Promise.allSettled(
        Array.from({ length: 30 }, (_, n) => add(n, {}, n % 2 ? tokens : elsewhere)),
      );
      const refused = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as unknown] : []));
      expect(refused.map((reason) => reason instanceof TooManyTokens)).toEqual(Array.from({ length: 10 }, () => true));
      expect(await listed()).toHaveLength(20);
    });

    it('stores none from a session that has ended, or that belongs to another user', async () => {
      await expect(add(1, { userId: bob.id })).rejects.toThrow(InvalidToken);
      await sessions.end(alice.id, session.id);
      await expect(add(1)).rejects.toThrow(InvalidToken);
      await users.remove(alice.id);
      await expect(add(1)).rejects.toThrow(InvalidToken);
      expect(await listed()).toEqual([]);
    });

    it('revokes a token only of its owner, by id or by hash', async () => {
      await add(1);
      await add(2);
      await add(3);
      expect(await tokens.remove(bob.id, uuid(7001))).toBe(false);
      expect(await found(1)).toBe(uuid(7001));
      expect(await tokens.remove(alice.id, uuid(7001))).toBe(true);
      expect(await tokens.remove(alice.id, uuid(7001))).toBe(false);
      await tokens.removeByHash(hashOf(2));
      await tokens.removeByHash(hashOf(99));
      expect([await found(1), await found(2), await found(3)]).toEqual([undefined, undefined, uuid(7003)]);
      expect(await listed()).toEqual([uuid(7003)]);
    });

    it('finds no token of a deactivated account, and finds it again afterwards', async () => {
      await add(1);
      await users.setActive(alice.id, false, () => undefined);
      expect(await found(1)).toBeUndefined();
      await users.setActive(alice.id, true, () => undefined);
      expect(await found(1)).toBe(uuid(7001));
    });

    it('keeps tokens after a password change and a log-out, but not after a reset', async () => {
      await add(1);
      await users.changePassword(alice.id, { from: 'hash', to: 'other', keepSessionId: session.id });
      await sessions.endOthers(alice.id, session.id, noon);
      await sessions.end(alice.id, session.id);
      await sessions.endAll(alice.id, () => undefined);
      expect(await found(1)).toBe(uuid(7001));
      await users.resetPassword(alice.id, 'again');
      expect([await found(1), await listed()]).toEqual([undefined, []]);
    });

    it.each(roundsOn(adapter, 5))('keeps no token when a reset races (round %i)', async () => {
      await Promise.all(Array.from({ length: 10 }, () => tokens.list(alice.id, noon)));
      const adding = Array.from({ length: 8 }, (_, n) => add(n, {}, n % 2 ? tokens : elsewhere));
      await Promise.allSettled([...adding, users.resetPassword(alice.id, 'other')]);
      expect(await listed()).toEqual([]);
    });

    it('stores the latest use', async () => {
      await add(1);
      await add(2);
      const at = (seconds: number) => new Date(noon.getTime() + seconds * 1000 + 7);
      const use = (n: number, seconds: number) => ({ userId: alice.id, id: uuid(7000 + n), at: at(seconds) });
      await tokens.noteUses([]);
      await tokens.noteUses([use(1, 60), use(2, 30), { ...use(3, 1), userId: bob.id }]);
      await tokens.noteUses([use(1, 59), use(2, 31)]);
      const uses = (await tokens.list(alice.id, noon)).map(({ id, lastUsedAt }) => [id, lastUsedAt]);
      expect(uses).toEqual([
        [uuid(7002), at(31)],
        [uuid(7001), at(60)],
      ]);
    });

    it('deletes expired tokens', async () => {
      const soon = new Date(noon.getTime() + 60_000);
      await add(1, { expiresAt: soon });
      await add(2);
      expect(await tokens.purge(new Date(soon.getTime() - 1))).toBe(0);
      expect(await tokens.purge(soon)).toBe(1);
      expect(await tokens.purge(soon)).toBe(0);
      expect([await found(1), await found(2)]).toEqual([undefined, uuid(7002)]);
    });
  });
}
