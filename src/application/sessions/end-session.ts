import type { Actor } from '../../domain/access/actor.ts';
import { authorizeSession } from '../../domain/access/actor.ts';
import type { SessionId } from '../../domain/sessions/session.ts';
import { SessionNotFound } from '../../domain/sessions/session.ts';
import { declareOperation } from '../shared/operation.ts';
import type { SessionRepository } from './ports/session-repository.ts';

/**
 * Ends one of the caller's sessions.
 * @throws Unauthenticated, PermissionDenied, SessionNotFound, also for sessions of other users
 */
export class EndSession {
  static readonly operation = declareOperation('endSession', 'account:own', { needsSession: true });

  constructor(private readonly sessions: SessionRepository) {}

  async execute(actor: Actor, input: { sessionId: SessionId }): Promise<void> {
    authorizeSession(actor, EndSession.operation.permission);
    const wasThere = await this.sessions.end(actor.userId, input.sessionId);
    if (!wasThere) throw new SessionNotFound();
  }
}
