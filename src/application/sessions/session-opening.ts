import { rolesOf } from '../../domain/access/role.ts';
import type { User } from '../../domain/accounts/user.ts';
import type { Client, Session, SessionLifetime } from '../../domain/sessions/session.ts';
import { MAX_LIVE_SESSIONS, startSession } from '../../domain/sessions/session.ts';
import type { AccessRules } from '../access/ports/access-rules.ts';
import type { Clock } from '../shared/ports/clock.ts';
import type { IdGenerator } from '../shared/ports/id-generator.ts';
import type { SessionRepository } from './ports/session-repository.ts';

type Opening = Pick<Session, 'clientId' | 'scope'> & { readonly client: Client };

/** Starts sessions; the oldest of a user end when there are too many. */
export class SessionOpening {
  constructor(
    private readonly sessions: SessionRepository,
    private readonly rules: AccessRules,
    private readonly lifetime: SessionLifetime,
    private readonly clock: Clock,
    private readonly ids: IdGenerator,
  ) {}

  /**
   * @throws InvalidCredentials when the account is gone or has changed since `user` was read; InvalidScope when the user
   * lacks a permission of the scope
   */
  async open(user: User, { client, clientId, scope }: Opening): Promise<Session> {
    const holder = { roles: rolesOf(user), isSuperuser: user.isSuperuser };
    if (scope) (await this.rules.current()).authorizeScope(scope, holder);
    const start = { id: this.ids.next(), userId: user.id, client, clientId, scope };
    const session = startSession(start, this.lifetime, this.clock.now());
    await this.sessions.start(session, { tokenVersion: user.tokenVersion, maxLive: MAX_LIVE_SESSIONS });
    return session;
  }
}
