import { beforeEach, describe, expect, it } from 'vitest';
import type { SessionRepository } from '../../src/application/ports/session-repository.ts';
import type { UserRepository } from '../../src/application/ports/user-repository.ts';
import { aSession } from '../builders/session.ts';
import { aUser, uuid } from '../builders/user.ts';

type Repositories = { readonly sessions: SessionRepository; readonly users: UserRepository };

/** `open` gives empty repositories that know of each other. */
export function sessionRepositoryContract(adapter: string, open: () => Promise<Repositories>): void {
  describe(`SessionRepository: ${adapter}`, () => {
    let sessions: SessionRepository;
    const alice = aUser();
    const bob = aUser({ id: uuid(2), username: 'bob', email: null });

    beforeEach(async () => {
      const opened = await open();
      ({ sessions } = opened);
      await opened.users.add(alice, { passwordHash: 'hash', usernameSkeleton: 'alice' });
      await opened.users.add(bob, { passwordHash: 'hash', usernameSkeleton: 'bob' });
    });

    it('knows from where a user has started a session', async () => {
      await sessions.add(aSession({ client: { address: '2001:db8::1', userAgent: null } }));
      expect(await sessions.hasStartedFrom(alice.id, '2001:db8::/64')).toBe(true);
      expect(await sessions.hasStartedFrom(alice.id, '2001:db8:0:1::/64')).toBe(false);
      expect(await sessions.hasStartedFrom(bob.id, '2001:db8::/64')).toBe(false);
    });

    it('keeps many sessions of one user, also from one address and also when they start at once', async () => {
      const twenty = Array.from({ length: 20 }, (_, n) => aSession({ id: uuid(1000 + n), counter: 4_294_967_295 - n }));
      await Promise.all(twenty.map((session) => sessions.add(session)));
      expect(await sessions.hasStartedFrom(alice.id, '203.0.113.7')).toBe(true);
    });

    it('takes any user agent', async () => {
      const client = { address: '203.0.113.9', userAgent: "Браузер/1.0 👾 '; --".padEnd(256, 'я') };
      await sessions.add(aSession({ client }));
      expect(await sessions.hasStartedFrom(alice.id, client.address)).toBe(true);
    });
  });
}
