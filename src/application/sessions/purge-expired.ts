import type { Actor } from '../../domain/access/actor.ts';
import { authorizeService } from '../../domain/access/actor.ts';
import { DAY_MS } from '../../domain/shared/duration.ts';
import { inParts } from '../shared/in-parts.ts';
import { declareOperation } from '../shared/operation.ts';
import type { Clock } from '../shared/ports/clock.ts';
import type { Stopping } from '../shared/time-slice.ts';
import type { FavoriteMovieRepository } from '../shelf/ports/favorite-movie-repository.ts';
import type { LoginHistory } from './ports/login-history.ts';
import type { PersonalTokenRepository } from './ports/personal-token-repository.ts';
import type { SessionRepository } from './ports/session-repository.ts';

/** Retention of the log-in history. */
const HISTORY_DAYS = 180;

/** Retention of removals from shelves. Clients with an older cursor must fetch the whole shelf again. */
const REMOVALS_DAYS = 90;

/**
 * Purges expired sessions and personal tokens, old log-in events and old removals from shelves; the service runs it
 * regularly. @throws PermissionDenied
 */
export class PurgeExpired {
  static readonly operation = declareOperation('purgeExpired', 'service');

  constructor(
    private readonly sessions: SessionRepository,
    private readonly personalTokens: PersonalTokenRepository,
    private readonly history: LoginHistory,
    private readonly favorites: FavoriteMovieRepository,
    private readonly clock: Clock,
  ) {}

  async execute(
    actor: Actor,
    { stopping }: { stopping: Stopping },
  ): Promise<{ sessions: number; tokens: number; logins: number; removals: number }> {
    authorizeService(actor);
    const now = this.clock.now();
    const all = (part: () => Promise<number>) => inParts(this.clock, stopping, part);
    const sessions = await all(() => this.sessions.purge(now));
    const tokens = await all(() => this.personalTokens.purge(now));
    const logins = await all(() => this.history.purge(daysBefore(now, HISTORY_DAYS)));
    const removals = await all(() => this.favorites.forgetRemovals(daysBefore(now, REMOVALS_DAYS)));
    return { sessions, tokens, logins, removals };
  }
}

function daysBefore(now: Date, days: number): Date {
  return new Date(now.getTime() - days * DAY_MS);
}
