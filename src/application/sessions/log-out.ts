import type { Actor } from '../../domain/access/actor.ts';
import { authorizeSession } from '../../domain/access/actor.ts';
import { declareOperation } from '../shared/operation.ts';
import type { SessionRepository } from './ports/session-repository.ts';

/** Ends the caller's session and revokes both of its tokens. @throws Unauthenticated, PermissionDenied */
export class LogOut {
  static readonly operation = declareOperation('logOut', 'account:own', { needsSession: true });

  constructor(private readonly sessions: SessionRepository) {}

  async execute(actor: Actor): Promise<void> {
    authorizeSession(actor, LogOut.operation.permission);
    await this.sessions.end(actor.userId, actor.credential.sessionId);
  }
}
