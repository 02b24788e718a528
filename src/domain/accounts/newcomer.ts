import type { Actor } from '../access/actor.ts';
import { isGivenByHand } from '../access/role.ts';
import { DAY_MS } from '../shared/duration.ts';
import type { UserId } from './user.ts';

/**
 * Whether the actor is a newcomer: anonymous, or with an account younger than `newForDays` days. Registration is free,
 * so one person can have many new accounts. Superusers and users with an assigned role are never newcomers, because the
 * operator knows them. With 0 days nobody is a newcomer.
 */
export function isNewcomer(actor: Actor, now: Date, newForDays: number): boolean {
  if (newForDays === 0 || actor.kind === 'system') return false;
  if (actor.kind === 'anonymous') return true;
  if (actor.isSuperuser || actor.roles.some(isGivenByHand)) return false;
  const createdAtMs = creationTimeMs(actor.userId);
  return createdAtMs === undefined || now.getTime() - createdAtMs < newForDays * DAY_MS;
}

/** When the account was created: the first 48 bits of a UUIDv7 are milliseconds since 1970 (RFC 9562 §5.7). */
function creationTimeMs(userId: UserId): number | undefined {
  const [, high = '', low = ''] = /^([0-9a-f]{8})-([0-9a-f]{4})-7/.exec(userId) ?? [];
  return high === '' ? undefined : Number.parseInt(high + low, 16);
}
