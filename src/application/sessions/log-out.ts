import type { Actor } from '../../domain/access/actor.ts';
import { authorizeUser } from '../../domain/access/actor.ts';
import { declareOperation } from '../shared/operation.ts';
import type { SessionRepository } from './ports/session-repository.ts';

/** Ends the caller's session and revokes both of its tokens. @throws Unauthenticated, PermissionDenied */
export class LogOut {
  static readonly operation = declareOperation('logOut', 'account:own');

  constructor(private readonly sessions: SessionRepository) {}

  async execute(actor: Actor): Promise<void> {
    authorizeUser(actor, LogOut.operation.permission);
    await this.sessions.end(actor.userId, actor.sessionId);
  }
}
