import type { User } from '../accounts/user.ts';
import type { Session } from './session.ts';

/**
 * How a renewal ends. `renewed`: the token was the valid one, and the next token replaces it. `repeated`: the token
 * before it was presented again in time, and gets the same new token. `reused`: an older token was presented, so
 * somebody else may have it, and the session ends. `ended`: the session no longer exists.
 */
export type RenewalOutcome = 'renewed' | 'repeated' | 'reused' | 'ended';

/**
 * `counter`: the counter of the presented refresh token. `leewaySeconds`: how long the replaced token may be presented
 * again after a renewal; 0: not at all.
 */
export type PresentedToken = { readonly counter: number; readonly now: Date; readonly leewaySeconds: number };

/**
 * Decides how a renewal ends (RFC 9700 section 4.14.2). `found`: the stored session and its owner, `undefined` if one
 * of them no longer exists. The statement that consumes a valid token repeats the conditions of `renewed` in its WHERE;
 * contract tests compare both.
 */
export function renewalOutcome(
  found:
    | {
        readonly session: Pick<Session, 'counter' | 'lastUsedAt' | 'idleExpiresAt'>;
        readonly user: Pick<User, 'isActive'>;
      }
    | undefined,
  { counter, now, leewaySeconds }: PresentedToken,
): RenewalOutcome {
  if (!found?.user.isActive || found.session.idleExpiresAt <= now || found.session.counter < counter) return 'ended';
  if (found.session.counter === counter) return 'renewed';
  const ageMs = now.getTime() - found.session.lastUsedAt.getTime();
  const isPredecessor = found.session.counter === counter + 1;
  return isPredecessor && leewaySeconds > 0 && ageMs <= leewaySeconds * 1000 ? 'repeated' : 'reused';
}
