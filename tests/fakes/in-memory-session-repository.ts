import type { SessionRepository } from '../../src/application/ports/session-repository.ts';
import { addressBlock } from '../../src/domain/client-address.ts';
import type { Session } from '../../src/domain/session.ts';
import type { UserId } from '../../src/domain/user.ts';

export class InMemorySessionRepository implements SessionRepository {
  /** Every session there is, for tests that look at what was stored. */
  readonly sessions: Session[] = [];

  async add(session: Session): Promise<void> {
    this.sessions.push(structuredClone(session));
  }

  async hasStartedFrom(userId: UserId, block: string): Promise<boolean> {
    return this.sessions.some((session) => session.userId === userId && addressBlock(session.client.address) === block);
  }
}
