import type { Actor } from '../../domain/access/actor.ts';
import { authorizeSession } from '../../domain/access/actor.ts';
import type { Session } from '../../domain/sessions/session.ts';
import { declareOperation } from '../shared/operation.ts';
import type { Clock } from '../shared/ports/clock.ts';
import type { SessionRepository } from './ports/session-repository.ts';

/** Lists the caller's sessions. @throws Unauthenticated, PermissionDenied */
export class ListSessions {
  static readonly operation = declareOperation('listSessions', 'account:own', { needsSession: true });

  constructor(
    private readonly sessions: SessionRepository,
    private readonly clock: Clock,
  ) {}

  async execute(actor: Actor): Promise<readonly { session: Session; isCurrent: boolean }[]> {
    authorizeSession(actor, ListSessions.operation.permission);
    const live = await this.sessions.listLive(actor.userId, this.clock.now());
    return live.map((session) => ({ session, isCurrent: session.id === actor.credential.sessionId }));
  }
}
