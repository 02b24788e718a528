import type { Actor } from '../../../domain/actor.ts';
import { PermissionDenied } from '../../../domain/actor.ts';
import type { Clock } from '../../ports/clock.ts';
import type { LoginHistory } from '../../ports/login-history.ts';
import type { SessionRepository } from '../../ports/session-repository.ts';

/** Log-ins are remembered so long. */
const HISTORY_DAYS = 180;
const DAY_MS = 24 * 3600 * 1000;

/** Forgets sessions that are over and log-ins of long ago; the service itself runs it now and then. @throws PermissionDenied */
export class PurgeExpired {
  constructor(
    private readonly sessions: SessionRepository,
    private readonly history: LoginHistory,
    private readonly clock: Clock,
  ) {}

  async execute(actor: Actor): Promise<{ sessions: number; logins: number }> {
    if (actor.kind !== 'system') throw new PermissionDenied();
    const now = this.clock.now();
    const sessions = await this.sessions.purge(now);
    const logins = await this.history.purge(new Date(now.getTime() - HISTORY_DAYS * DAY_MS));
    return { sessions, logins };
  }
}
