import { beforeEach, describe, expect, it } from 'vitest';
import type { UserRepository } from '../../../src/application/accounts/ports/user-repository.ts';
import type { SessionRepository } from '../../../src/application/sessions/ports/session-repository.ts';
import { StorageUnavailable } from '../../../src/application/shared/ports/storage.ts';
import type { User } from '../../../src/domain/accounts/user.ts';
import { LastSuperuser, UserNotFound } from '../../../src/domain/accounts/user.ts';
import type { Revocation } from '../../../src/domain/sessions/revocation.ts';
import { revokes } from '../../../src/domain/sessions/revocation.ts';
import type { Session } from '../../../src/domain/sessions/session.ts';
import { InvalidCredentials, InvalidToken } from '../../../src/domain/sessions/session.ts';
import { aSession } from '../../builders/session.ts';
import { aUser, uuid } from '../../builders/user.ts';
import { roundsOn } from '../../support/rounds.ts';

/** `revoked`: the revocations so far. */
export type SessionRepositories = {
  readonly sessions: SessionRepository;
  readonly users: UserRepository;
  readonly revoked: readonly Revocation[];
};

const DAY_SECONDS = 24 * 3600;
const lifetime = { idleTtlSeconds: 30 * DAY_SECONDS, absoluteTtlSeconds: 90 * DAY_SECONDS };
const rules = { lifetime, leewaySeconds: 10 };
const conditions = { tokenVersion: 0, maxLive: 20 };

/** The time this long after noon, when {@link aSession} starts. */
function after(seconds: number): Date {
  return new Date(Date.parse('2026-11-20T12:00:00.000Z') + seconds * 1000);
}

/** `open` returns empty repositories that share their data. */
export function sessionRepositoryContract(adapter: string, open: () => Promise<SessionRepositories>): void {
  describe(`SessionRepository: ${adapter}`, () => {
    let sessions: SessionRepository;
    let users: UserRepository;
    let revoked: readonly Revocation[];
    const alice = aUser();
    const bob = aUser({ id: uuid(2), username: 'bob', email: null });
    const carol = aUser({ id: uuid(3), username: 'carol', email: null, isActive: false });
    const first = aSession();
    const second = aSession({ id: uuid(1002) });

    beforeEach(async () => {
      ({ sessions, users, revoked } = await open());
      await users.add(alice, { passwordHash: 'hash', usernameSkeleton: 'alice' });
      await users.add(bob, { passwordHash: 'hash', usernameSkeleton: 'bob' });
      await users.add(carol, { passwordHash: 'hash', usernameSkeleton: 'carol' });
    });

    async function start(...all: readonly Session[]): Promise<void> {
      for (const session of all) await sessions.start(session, conditions);
    }

    /** Renews the session with the refresh token of this counter. */
    function renew(session: Session, counter: number, seconds: number, changes: Partial<typeof rules> = {}) {
      const claims = { userId: session.userId, sessionId: session.id, counter };
      return sessions.renew(claims, after(seconds), { ...rules, ...changes });
    }

    async function liveIds(user = alice, seconds = 0): Promise<string[]> {
      return (await sessions.listLive(user.id, after(seconds))).map(({ id }) => id);
    }

    /** Whether an access token of this session is valid. */
    function isGood({ session, user }: { session: Session; user: User }): boolean {
      const token = { userId: user.id, sessionId: session.id, version: user.tokenVersion };
      return !revoked.some((revocation) => revokes(revocation, token));
    }

    describe('starts', () => {
      it('keeps the client and the scope of a session after renewals, and after all others were ended', async () => {
        const narrow = aSession({ clientId: 'app', scope: ['account:own', 'movies:label:new'] });
        await start(narrow, second);
        const kept = { clientId: 'app', scope: ['account:own', 'movies:label:new'] };
        expect(await renew(narrow, 0, 60)).toMatchObject({ outcome: 'renewed', session: kept });
        expect(await renew(narrow, 0, 61)).toMatchObject({ outcome: 'repeated', session: kept });
        expect(await sessions.find({ userId: narrow.userId, sessionId: narrow.id })).toMatchObject({ session: kept });
        expect(await sessions.listLive(narrow.userId, after(61))).toEqual([
          expect.objectContaining(kept),
          expect.objectContaining({ clientId: 'kinopolka', scope: null }),
        ]);
        expect(await sessions.endOthers(narrow.userId, narrow.id, after(62))).toMatchObject({ session: kept });
      });

      it('finds no session that does not exist or belongs to another user', async () => {
        await start(first);
        expect(await sessions.find({ userId: first.userId, sessionId: uuid(1999) })).toBeUndefined();
        expect(await sessions.find({ userId: bob.id, sessionId: first.id })).toBeUndefined();
        expect(await sessions.find({ userId: alice.id, sessionId: first.id })).toMatchObject({ session: first });
      });

      it('keeps a token valid if the check refuses its renewal', async () => {
        await start(first);
        const refuse = () => {
          throw new InvalidToken();
        };
        const claims = { userId: first.userId, sessionId: first.id, counter: 0 };
        await expect(sessions.renew(claims, after(1), rules, refuse)).rejects.toThrow(InvalidToken);
        expect(await renew(first, 0, 2)).toMatchObject({ outcome: 'renewed', session: { counter: 1 } });
        await expect(sessions.renew(claims, after(3), rules, refuse)).rejects.toThrow(InvalidToken);
        expect(await renew(first, 1, 4)).toMatchObject({ outcome: 'renewed', session: { counter: 2 } });
      });

      it('ends no other session if the check refuses', async () => {
        await start(first, second);
        const refuse = () => {
          throw new InvalidToken();
        };
        await expect(sessions.endOthers(first.userId, first.id, after(1), refuse)).rejects.toThrow(InvalidToken);
        expect(await sessions.listLive(first.userId, after(2))).toHaveLength(2);
        expect(await renew(first, 0, 3)).toMatchObject({ outcome: 'renewed', session: { counter: 1 } });
      });

      it('a session that is stored exactly as given', async () => {
        const session = aSession({
          client: { address: '2001:db8::1', userAgent: "Браузер/1.0 👾 '; --".padEnd(256, 'я') },
          createdAt: new Date('2026-03-29T01:59:59.999Z'),
        });
        await start(session, aSession({ id: uuid(1002), client: { address: '::1', userAgent: null } }));
        expect((await sessions.listLive(alice.id, after(0))).find(({ id }) => id === session.id)).toEqual(session);
        expect(revoked).toEqual([]);
      });

      it('none for an outdated version, for a deactivated account, and for an unknown one', async () => {
        const refused = [
          sessions.start(first, { ...conditions, tokenVersion: 1 }),
          sessions.start(aSession({ userId: carol.id }), conditions),
          sessions.start(aSession({ userId: uuid(99) }), conditions),
        ];
        await Promise.all(refused.map((outcome) => expect(outcome).rejects.toThrow(InvalidCredentials)));
        expect(await liveIds()).toEqual([]);
      });

      it('one beyond the limit, and ends the oldest with its tokens', async () => {
        const older = [2, 0, 1].map((n) => aSession({ id: uuid(1100 + n), createdAt: after(n) }));
        for (const session of older) await sessions.start(session, { ...conditions, maxLive: 3 });
        await start(aSession({ userId: bob.id }));
        await sessions.start(aSession({ createdAt: after(9) }), { ...conditions, maxLive: 3 });
        expect((await liveIds()).toSorted()).toEqual([first.id, uuid(1101), uuid(1102)]);
        expect(await liveIds(bob)).toEqual([first.id]);
        expect(revoked).toEqual([{ userId: alice.id, sessionId: uuid(1100) }]);
        for (const n of [10, 11, 12]) {
          await sessions.start(aSession({ id: uuid(1200 + n), createdAt: after(n) }), { ...conditions, maxLive: 3 });
        }
        expect(revoked.slice(-1)).toEqual([{ userId: alice.id, beforeSessionId: uuid(1210) }]);
      });

      it('one that is not ended, even if the clocks of instances differ', async () => {
        const older = [5, 6, 7].map((n) => aSession({ id: uuid(1100 + n), createdAt: after(n) }));
        for (const session of older) await sessions.start(session, conditions);
        await sessions.start(aSession({ id: uuid(1100) }), { ...conditions, maxLive: 3 });
        expect((await liveIds()).toSorted()).toEqual([1100, 1106, 1107].map(uuid));
        expect(revoked).toEqual([{ userId: alice.id, sessionId: uuid(1105) }]);
      });

      it('one in place of an expired one, however old the live ones are', async () => {
        await start(first, aSession({ id: uuid(1002), createdAt: after(1), idleExpiresAt: after(60) }));
        await sessions.start(aSession({ id: uuid(1003), createdAt: after(60) }), { ...conditions, maxLive: 2 });
        expect((await liveIds(alice, 60)).toSorted()).toEqual([first.id, uuid(1003)]);
      });

      it.each(roundsOn(adapter, 5))('at most twenty when twenty-five start at once (round %i)', async () => {
        await Promise.all(Array.from({ length: 20 }, () => sessions.listLive(alice.id, after(0))));
        const started = Array.from({ length: 25 }, (_, n) => aSession({ id: uuid(1100 + n) }));
        await Promise.all(started.map((session) => sessions.start(session, conditions)));
        const live = await liveIds();
        expect(live).toHaveLength(20);
        const gone = started.map(({ id }) => id).filter((id) => !live.includes(id));
        const counts = (id: string) => isGood({ session: aSession({ id }), user: alice });
        expect(started.map(({ id }) => id).filter((id) => !counts(id))).toEqual(gone.toSorted());
      });

      it.each(roundsOn(adapter, 5))(
        'none with a password that is changed at the same time (round %i)',
        async (round) => {
          await Promise.all(Array.from({ length: 20 }, () => sessions.listLive(alice.id, after(0))));
          const startOf = (n: number) => sessions.start(aSession({ id: uuid(1100 + n) }), conditions);
          const before = Array.from({ length: 2 * round }, (_, n) => startOf(n));
          const change = users.changePassword(alice.id, { from: 'hash', to: 'other', keepSessionId: first.id });
          const later = Array.from({ length: 10 }, (_, n) => startOf(20 + n));
          const [changed, outcomes] = await Promise.all([change, Promise.allSettled([...before, ...later])]);
          expect(changed).toBe(true);
          for (const outcome of outcomes) {
            if (outcome.status === 'rejected') expect(outcome.reason).toBeInstanceOf(InvalidCredentials);
          }
          expect(await liveIds()).toEqual([]);
        },
      );
    });

    describe('renews', () => {
      it('a session with its next counter and a later idle end', async () => {
        await start(first);
        const renewed = {
          ...first,
          counter: 1,
          lastUsedAt: after(60.5),
          idleExpiresAt: after(30 * DAY_SECONDS + 60.5),
        };
        expect(await renew(first, 0, 60.5)).toEqual({ outcome: 'renewed', session: renewed, user: alice });
        expect(await sessions.listLive(alice.id, after(60.5))).toEqual([renewed]);
        const again = { ...renewed, counter: 2, lastUsedAt: after(90), idleExpiresAt: after(30 * DAY_SECONDS + 90) };
        expect(await renew(first, 1, 90)).toEqual({ outcome: 'renewed', session: again, user: alice });
        expect(revoked).toEqual([]);
      });

      it('never beyond the absolute end', async () => {
        await start(aSession({ idleExpiresAt: first.expiresAt }));
        const lastMoment = 90 * DAY_SECONDS - 0.001;
        const renewal = await renew(first, 0, lastMoment);
        expect(renewal).toMatchObject({ session: { idleExpiresAt: first.expiresAt, expiresAt: first.expiresAt } });
        expect(await renew(first, 1, 90 * DAY_SECONDS)).toEqual({ outcome: 'ended' });
      });

      it('not a session that was idle too long, and not an unknown one', async () => {
        await start(aSession({ idleExpiresAt: after(60) }));
        expect(await renew(first, 0, 60)).toEqual({ outcome: 'ended' });
        expect(await renew(second, 0, 1)).toEqual({ outcome: 'ended' });
        expect(await renew({ ...first, userId: bob.id }, 0, 1)).toEqual({ outcome: 'ended' });
        expect(await renew(first, 1, 1)).toEqual({ outcome: 'ended' });
        expect(await renew(first, 0, 59.999)).toMatchObject({ outcome: 'renewed' });
      });

      it('with the same new token for the token before within the leeway', async () => {
        await start(first);
        const renewal = await renew(first, 0, 60);
        for (const seconds of [60, 65, 70]) {
          expect(await renew(first, 0, seconds)).toEqual({ ...renewal, outcome: 'repeated' });
        }
        expect(await renew(first, 1, 71)).toMatchObject({ outcome: 'renewed', session: { counter: 2 } });
      });

      it.each([
        ['an older one than the predecessor', 2, 60, 10],
        ['the predecessor after the leeway', 1, 70.001, 10],
        ['the predecessor at once, where there is no leeway', 1, 60, 0],
      ])('nothing for %s, and ends only this session', async (_, renewals, seconds, leewaySeconds) => {
        await start(first, second);
        for (let counter = 0; counter < renewals; counter += 1) await renew(first, counter, 60);
        expect(await renew(first, 0, seconds, { leewaySeconds })).toEqual({ outcome: 'reused' });
        expect(revoked).toEqual([{ userId: alice.id, sessionId: first.id }]);
        expect(await renew(first, renewals, seconds)).toEqual({ outcome: 'ended' });
        expect(await renew(second, 0, seconds)).toMatchObject({ outcome: 'renewed' });
      });

      const crowds = roundsOn(adapter, 5).map((round) => (round === 5 ? 1000 : 200));
      it.each(crowds)('once when %i use one token at once', async (uses) => {
        await start(first);
        await Promise.all(Array.from({ length: 20 }, () => sessions.listLive(alice.id, after(0))));
        const settled = await Promise.allSettled(Array.from({ length: uses }, () => renew(first, 0, 60)));
        const renewals = settled.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
        // A busy machine refuses some of a thousand calls without running them.
        const refusals = settled.flatMap((each) => (each.status === 'rejected' ? [each.reason as unknown] : []));
        for (const refusal of refusals) expect(refusal).toBeInstanceOf(StorageUnavailable);
        expect(renewals.length).toBeGreaterThanOrEqual(Math.min(uses, 200));
        const outcomes = renewals.map(({ outcome }) => outcome).toSorted();
        expect(outcomes).toEqual(['renewed', ...renewals.slice(1).map(() => 'repeated')].toSorted());
        const counters = renewals.map((renewal) => 'session' in renewal && renewal.session.counter);
        expect(new Set(counters)).toEqual(new Set([1]));
        expect(await sessions.listLive(alice.id, after(60))).toMatchObject([{ counter: 1 }]);
      });

      it.each(roundsOn(adapter, 5))('twenty sessions independently of each other (round %i)', async () => {
        const twenty = Array.from({ length: 20 }, (_, n) => aSession({ id: uuid(1100 + n) }));
        await start(...twenty);
        await Promise.all(Array.from({ length: 20 }, () => sessions.listLive(alice.id, after(0))));
        const renewals = await Promise.all(
          twenty.map(async (session) => {
            for (let counter = 0; counter < 4; counter += 1) await renew(session, counter, 60);
            return renew(session, 4, 60);
          }),
        );
        expect(renewals.map(({ outcome }) => outcome)).toEqual(twenty.map(() => 'renewed'));
        const live = await sessions.listLive(alice.id, after(60));
        expect(live.map(({ counter }) => counter)).toEqual(twenty.map(() => 5));
        expect(revoked).toEqual([]);
      });
    });

    describe('ends', () => {
      it('a session with its tokens, once, and only of its owner', async () => {
        await start(first, second);
        expect(await sessions.end(bob.id, first.id)).toBe(false);
        expect(await sessions.end(alice.id, first.id)).toBe(true);
        expect(await sessions.end(alice.id, first.id)).toBe(false);
        expect(await liveIds()).toEqual([second.id]);
        expect(revoked).toEqual([{ userId: alice.id, sessionId: first.id }]);
        expect(await renew(first, 0, 1)).toEqual({ outcome: 'ended' });
      });

      it('all others: the remaining one gets the next version and counter', async () => {
        await start(first, second, aSession({ userId: bob.id }));
        const remaining = { ...first, counter: 1, lastUsedAt: after(5) };
        expect(await sessions.endOthers(alice.id, first.id, after(5))).toEqual({
          session: remaining,
          user: { ...alice, tokenVersion: 1 },
        });
        expect(await sessions.listLive(alice.id, after(5))).toEqual([remaining]);
        expect(await liveIds(bob)).toEqual([first.id]);
        expect(revoked).toEqual([{ userId: alice.id, minVersion: 1, exceptSessionId: first.id }]);
        expect(await renew(first, 1, 6)).toMatchObject({ outcome: 'renewed', user: { tokenVersion: 1 } });
      });

      it('no others from a session that does not exist, has ended, or belongs to another user', async () => {
        await start(first, aSession({ id: uuid(1002), idleExpiresAt: after(60) }));
        expect(await sessions.endOthers(alice.id, uuid(1003), after(1))).toBeUndefined();
        expect(await sessions.endOthers(alice.id, second.id, after(60))).toBeUndefined();
        expect(await sessions.endOthers(bob.id, first.id, after(1))).toBeUndefined();
        expect((await liveIds()).toSorted()).toEqual([first.id, second.id]);
        expect(await users.find(alice.id)).toEqual(alice);
        expect(revoked).toEqual([]);
      });

      it('all sessions of one user, who can start the next with the new version', async () => {
        await start(first, second, aSession({ userId: bob.id }));
        const seen: User[] = [];
        await sessions.endAll(alice.id, (user) => void seen.push(user));
        expect(seen).toEqual([alice]);
        expect(await liveIds()).toEqual([]);
        expect(await liveIds(bob)).toEqual([first.id]);
        expect(revoked).toEqual([{ userId: alice.id, minVersion: 1, exceptSessionId: null }]);
        expect(await renew(first, 0, 1)).toEqual({ outcome: 'ended' });
        const third = aSession({ id: uuid(1003) });
        await expect(sessions.start(third, conditions)).rejects.toThrow(InvalidCredentials);
        await sessions.start(third, { ...conditions, tokenVersion: 1 });
        expect(await liveIds()).toEqual([third.id]);
        expect(isGood({ session: third, user: { ...alice, tokenVersion: 1 } })).toBe(true);
      });

      it('none of a user whom the check protects, and none of an unknown user', async () => {
        await start(first);
        const protect = (): never => {
          throw new LastSuperuser();
        };
        await expect(sessions.endAll(alice.id, protect)).rejects.toThrow(LastSuperuser);
        await expect(sessions.endAll(uuid(99), () => undefined)).rejects.toThrow(UserNotFound);
        expect(await liveIds()).toEqual([first.id]);
        expect(await users.find(alice.id)).toEqual(alice);
        expect(revoked).toEqual([]);
      });

      it.each(roundsOn(adapter, 5))('all sessions except one when two end the others at once (round %i)', async () => {
        await start(first, second);
        await Promise.all(Array.from({ length: 20 }, () => sessions.listLive(alice.id, after(0))));
        const both = await Promise.all([first, second].map(({ id }) => sessions.endOthers(alice.id, id, after(1))));
        const [winner, ...more] = both.filter((remaining) => remaining !== undefined);
        expect(more).toEqual([]);
        expect(await liveIds()).toEqual([winner?.session.id]);
        expect(winner && isGood(winner)).toBe(true);
      });
    });

    describe('keeps no token that was revoked during a renewal', () => {
      /** The calls that end `second`. `first` stays unless all sessions are ended. */
      const endings: [string, () => Promise<unknown>][] = [
        ['logging out', () => sessions.end(alice.id, second.id)],
        ['logging out elsewhere', () => sessions.endOthers(alice.id, first.id, after(60))],
        [
          'changing the password',
          () => users.changePassword(alice.id, { from: 'hash', to: 'other', keepSessionId: first.id }),
        ],
        ['ending all sessions', () => sessions.endAll(alice.id, () => undefined)],
        ['an operator’s reset of the password', () => users.resetPassword(alice.id, 'other')],
        ['deleting the account', () => users.remove(alice.id)],
      ];

      it.each(endings.flatMap(([name, ending]) => roundsOn(adapter, 5).map((round) => ({ name, ending, round }))))(
        '$name (round $round)',
        async ({ ending, round }) => {
          await start(first, second);
          await Promise.all(Array.from({ length: 20 }, () => sessions.listLive(alice.id, after(0))));
          const before = Array.from({ length: round * 3 }, () => renew(second, 0, 60));
          const ended = ending();
          const later = Array.from({ length: 10 }, () => renew(second, 0, 60));
          const [renewals] = await Promise.all([Promise.all([...before, ...later]), ended]);
          for (const renewal of renewals) {
            if ('session' in renewal) expect(isGood(renewal)).toBe(false);
            else expect(renewal).toEqual({ outcome: 'ended' });
          }
          expect(await liveIds()).not.toContain(second.id);
          for (const counter of [0, 1]) expect(await renew(second, counter, 60)).toEqual({ outcome: 'ended' });
        },
      );

      it.each(roundsOn(adapter, 5))('and the remaining session continues (round %i)', async () => {
        await start(first, second);
        await Promise.all(Array.from({ length: 20 }, () => sessions.listLive(alice.id, after(0))));
        const [renewal, remaining] = await Promise.all([
          renew(first, 0, 60),
          sessions.endOthers(alice.id, first.id, after(60)),
          renew(second, 0, 60),
        ]);
        expect(renewal.outcome).toMatch(/renewed|repeated/);
        expect('session' in renewal && isGood(renewal)).toBe(true);
        expect(remaining && isGood(remaining)).toBe(true);
        const [live] = await sessions.listLive(alice.id, after(60));
        expect(await renew(first, live?.counter ?? -1, 61)).toMatchObject({ outcome: 'renewed' });
      });
    });

    it('lists the live sessions of one user, last used first, ties by id descending', async () => {
      await start(
        aSession({ id: uuid(1001), lastUsedAt: after(1) }),
        aSession({ id: uuid(1002), lastUsedAt: after(2) }),
        aSession({ id: uuid(1003), lastUsedAt: after(2) }),
        aSession({ id: uuid(1004), idleExpiresAt: after(60) }),
        aSession({ id: uuid(1005), userId: bob.id }),
      );
      expect(await liveIds(alice, 59.999)).toEqual([uuid(1003), uuid(1002), uuid(1001), uuid(1004)]);
      expect(await liveIds(alice, 60)).toEqual([uuid(1003), uuid(1002), uuid(1001)]);
    });

    it('deletes expired sessions, and returns their number', async () => {
      await start(first, aSession({ id: uuid(1002), idleExpiresAt: after(60) }));
      await start(aSession({ userId: bob.id, idleExpiresAt: after(59) }));
      expect(await sessions.purge(after(60))).toBe(2);
      expect(await sessions.purge(after(60))).toBe(0);
      expect(await liveIds()).toEqual([first.id]);
      expect(await liveIds(bob)).toEqual([]);
    });

    it('returns copies', async () => {
      const mine = aSession();
      await start(mine);
      mine.idleExpiresAt.setFullYear(1970);
      (await sessions.listLive(alice.id, after(0)))[0]?.idleExpiresAt.setFullYear(1971);
      expect(await sessions.listLive(alice.id, after(0))).toEqual([first]);
    });
  });
}
