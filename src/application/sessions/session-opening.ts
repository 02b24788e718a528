import type { User } from '../../domain/accounts/user.ts';
import type { Client, Session, SessionLifetime } from '../../domain/sessions/session.ts';
import { MAX_LIVE_SESSIONS, startSession } from '../../domain/sessions/session.ts';
import type { Clock } from '../shared/ports/clock.ts';
import type { IdGenerator } from '../shared/ports/id-generator.ts';
import type { SessionRepository } from './ports/session-repository.ts';

/** Starts sessions; the oldest of a user end when there are too many. */
export class SessionOpening {
  constructor(
    private readonly sessions: SessionRepository,
    private readonly lifetime: SessionLifetime,
    private readonly clock: Clock,
    private readonly ids: IdGenerator,
  ) {}

  /** @throws InvalidCredentials when the account is gone or has changed since `user` was read */
  async open({ id: userId, tokenVersion }: User, client: Client): Promise<Session> {
    const session = startSession({ id: this.ids.next(), userId, client }, this.lifetime, this.clock.now());
    await this.sessions.start(session, { tokenVersion, maxLive: MAX_LIVE_SESSIONS });
    return session;
  }
}
