import type { User } from '../accounts/user.ts';
import type { Session } from './session.ts';

/**
 * How a renewal ends. `renewed`: the token was the live one, and the next takes its place. `repeated`: its immediate
 * predecessor came again in time and gets the same successor. `reused`: an older token came, so somebody else may hold it
 * and the session ends. `ended`: there is no such session any more.
 */
export type RenewalOutcome = 'renewed' | 'repeated' | 'reused' | 'ended';

/**
 * `counter`: of the presented refresh token. `leewaySeconds`: how long after a renewal the token it replaced may be
 * presented again; 0: not at all.
 */
export type PresentedToken = { readonly counter: number; readonly now: Date; readonly leewaySeconds: number };

/**
 * Decides how a renewal ends (RFC 9700 section 4.14.2). `found`: the stored session and its owner, `undefined` where
 * one of them is gone. The statement that consumes a live token repeats the conditions of `renewed` in its WHERE;
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
