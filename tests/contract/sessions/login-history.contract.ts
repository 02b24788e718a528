import { beforeEach, describe, expect, it } from 'vitest';
import type { UserRepository } from '../../../src/application/accounts/ports/user-repository.ts';
import type { LoginHistory } from '../../../src/application/sessions/ports/login-history.ts';
import { EmailTaken } from '../../../src/domain/accounts/user.ts';
import type { LoginEvent, LoginOutcome, RefusedLogin } from '../../../src/domain/sessions/login-event.ts';
import { clientAt, clientOf } from '../../builders/session.ts';
import { aUser, uuid } from '../../builders/user.ts';
import { roundsOn } from '../../support/rounds.ts';

type Repositories = { readonly history: LoginHistory; readonly users: UserRepository };

const noonMs = Date.parse('2026-11-20T12:00:00.123Z');
const firstPage = { page: 1, perPage: 100 };

/** `open` returns empty repositories that share their data. */
export function loginHistoryContract(adapter: string, open: () => Promise<Repositories>): void {
  describe(`LoginHistory: ${adapter}`, () => {
    let history: LoginHistory;
    let users: UserRepository;
    const alice = aUser();
    const bob = aUser({ id: uuid(2), username: 'bob', email: null });

    beforeEach(async () => {
      ({ history, users } = await open());
      await users.add(alice, { passwordHash: 'hash', usernameSkeleton: 'alice' });
      await users.add(bob, { passwordHash: 'hash', usernameSkeleton: 'bob' });
    });

    const add = ({ client, ...seen }: LoginEvent) => history.add({ ...seen, client: clientOf(client) });

    /** The n-th event. Events with higher numbers are later. */
    function event(n: number, differences: Partial<LoginEvent> = {}): LoginEvent {
      const client = { address: '203.0.113.7', userAgent: 'Mozilla/5.0' };
      const at = new Date(noonMs + n);
      return { id: uuid(n), userId: alice.id, at, outcome: 'success', client, sessionId: uuid(1001), ...differences };
    }

    async function streamed(userId: string): Promise<LoginEvent[]> {
      const events: LoginEvent[] = [];
      for await (const each of history.stream(userId)) events.push(each);
      return events;
    }

    it.each<LoginOutcome>(['success', 'wrong_password', 'inactive', 'limited'])(
      'gives back an event as it was added: %s',
      async (outcome) => {
        const client = { address: '2001:db8::1', userAgent: "Браузер/1.0 👾 '; --".padEnd(256, 'я') };
        const added = event(1, { outcome, client, sessionId: null });
        await add(added);
        await add(event(2, { client: { ...client, userAgent: null } }));
        const listed = await history.list(alice.id, firstPage);
        expect(listed).toEqual({ items: [event(2, { client: { ...client, userAgent: null } }), added], total: 2 });
      },
    );

    describe('treats as familiar', () => {
      const byName = { username: 'alice' };
      const byEmail = { email: 'alice@example.org' };

      it('an address of a log-in, by any name of the account, but not one of a refused attempt', async () => {
        await add(event(1, { client: { address: '2001:db8::1', userAgent: null } }));
        await add(event(2, { outcome: 'wrong_password', client: { address: '198.51.100.1', userAgent: null } }));
        for (const name of [byName, byEmail]) {
          expect(await history.isFamiliar(name, '2001:db8::/64')).toBe(true);
          expect(await history.isFamiliar(name, '2001:db8:0:1::/64')).toBe(false);
          expect(await history.isFamiliar(name, '198.51.100.1')).toBe(false);
        }
        expect(await history.isFamiliar({ username: 'bob' }, '2001:db8::/64')).toBe(false);
        expect(await history.isFamiliar({ username: 'nobody' }, '2001:db8::/64')).toBe(false);
        expect(await history.isFamiliar({ email: 'nobody@example.org' }, '2001:db8::/64')).toBe(false);
      });

      it('the address of the registration, until that event is deleted; only the whole history contains it', async () => {
        const client = { address: '2001:db8:5::1', userAgent: 'Mozilla/5.0' };
        const carol = aUser({ id: uuid(3), username: 'carol', email: null });
        await users.add(carol, { passwordHash: 'hash', usernameSkeleton: 'carol' }, clientOf(client));
        const isFamiliar = () => history.isFamiliar({ username: 'carol' }, '2001:db8:5::/64');
        expect(await isFamiliar()).toBe(true);
        expect(await history.list(carol.id, firstPage)).toEqual({ items: [], total: 0 });
        expect(await streamed(carol.id)).toEqual([
          { id: carol.id, userId: carol.id, at: carol.createdAt, outcome: 'registered', client, sessionId: null },
        ]);
        await history.purge(new Date(carol.createdAt.getTime() + 1));
        expect(await isFamiliar()).toBe(false);
        expect(await streamed(carol.id)).toEqual([]);
      });

      it('no address of a refused registration', async () => {
        const again = aUser({ id: uuid(3), username: 'alice2', email: 'alice@example.org' });
        const client = clientAt('198.51.100.9');
        const adding = users.add(again, { passwordHash: 'hash', usernameSkeleton: 'alice2' }, client);
        await expect(adding).rejects.toThrow(EmailTaken);
        expect(await history.isFamiliar(byEmail, '198.51.100.9')).toBe(false);
      });
    });

    describe('stores refused attempts by the typed name', () => {
      const client = { address: '2001:db8::1', userAgent: "Браузер/1.0 👾 '; --" };
      const attempt = (n: number, name: RefusedLogin['name'], differences: Partial<RefusedLogin> = {}) => ({
        id: uuid(n),
        name,
        at: new Date(noonMs + n),
        outcome: 'wrong_password' as const,
        client: clientOf(client),
        ...differences,
      });

      it('for the account that has it, and drops those with unknown names', async () => {
        await history.addRefused([
          attempt(1, { username: 'alice' }),
          attempt(2, { email: 'alice@example.org' }, { outcome: 'limited', client: clientAt(client.address) }),
          attempt(3, { username: 'nobody' }),
          attempt(4, { email: 'nobody@example.org' }),
          attempt(5, { username: 'bob' }, { outcome: 'inactive' }),
        ]);
        await history.addRefused([attempt(6, { username: 'nobody' })]);
        await history.addRefused([]);
        const refused = { outcome: 'wrong_password' as const, client, sessionId: null };
        expect(await streamed(alice.id)).toEqual([
          event(2, { ...refused, outcome: 'limited', client: { ...client, userAgent: null } }),
          event(1, refused),
        ]);
        expect(await streamed(bob.id)).toEqual([event(5, { ...refused, userId: bob.id, outcome: 'inactive' })]);
        expect(await history.isFamiliar({ username: 'alice' }, '2001:db8::/64')).toBe(false);
      });

      it('but not for an account that got the name later', async () => {
        await history.addRefused([attempt(1, { username: 'alice' }, { at: new Date(alice.createdAt.getTime() - 1) })]);
        expect(await streamed(alice.id)).toEqual([]);
      });

      it('even while the account is being deleted', async () => {
        const attempts = Array.from({ length: 40 }, (_, n) => history.addRefused([attempt(n, { username: 'alice' })]));
        await Promise.all([...attempts.slice(0, 20), users.remove(alice.id), ...attempts.slice(20)]);
        expect(await streamed(alice.id)).toEqual([]);
      });
    });

    it('lists the newest first, ties by id descending, in pages and as a whole', async () => {
      const tied = new Date(noonMs + 10);
      for (const n of [3, 1, 2]) await add(event(n));
      for (const n of [21, 23, 22]) await add(event(n, { at: tied }));
      await add(event(99, { userId: bob.id }));
      const all = [...[23, 22, 21].map((n) => event(n, { at: tied })), ...[3, 2, 1].map((n) => event(n))];
      expect(await history.list(alice.id, { page: 1, perPage: 4 })).toEqual({ items: all.slice(0, 4), total: 6 });
      expect(await history.list(alice.id, { page: 2, perPage: 4 })).toEqual({ items: all.slice(4), total: 6 });
      expect(await history.list(alice.id, { page: 3, perPage: 4 })).toEqual({ items: [], total: 6 });
      expect(await streamed(alice.id)).toEqual(all);
    });

    it.each([0, 99, 100, 101, 250])('streams %i events, none twice, even if their times are equal', async (total) => {
      const events = Array.from({ length: total }, (_, n) => event(n, { at: new Date(noonMs + Math.floor(n / 120)) }));
      await Promise.all(events.map((each) => add(each)));
      expect(await streamed(alice.id)).toEqual(events.toReversed());
    });

    it('drops an event of an unknown account, and deletes the events with the account', async () => {
      await add(event(1, { userId: uuid(99) }));
      await add(event(2));
      await users.remove(alice.id);
      await add(event(3));
      for (const userId of [alice.id, uuid(99)]) {
        expect(await history.list(userId, firstPage)).toEqual({ items: [], total: 0 });
      }
    });

    it.each(roundsOn(adapter, 5))(
      'drops the events that race with the deletion of their account (round %i)',
      async () => {
        await Promise.all(Array.from({ length: 20 }, () => users.find(alice.id)));
        const events = Array.from({ length: 40 }, (_, n) => add(event(n)));
        await Promise.all([...events.slice(0, 20), users.remove(alice.id), ...events.slice(20)]);
        expect(await history.list(alice.id, firstPage)).toEqual({ items: [], total: 0 });
      },
    );

    it('deletes events before a given time, and returns their number', async () => {
      for (const n of [1, 2, 3]) await add(event(n));
      await add(event(1, { userId: bob.id }));
      expect(await history.purge(new Date(noonMs + 3))).toBe(3);
      expect(await streamed(alice.id)).toEqual([event(3)]);
      expect(await streamed(bob.id)).toEqual([]);
    });

    it('returns copies', async () => {
      const mine = event(1);
      const stored = { ...mine, client: clientOf(mine.client) };
      await history.add(stored);
      mine.at.setFullYear(1970);
      (await history.list(alice.id, firstPage)).items[0]?.at.setFullYear(1971);
      expect(await streamed(alice.id)).toEqual([event(1)]);
    });
  });
}
