import { domainError } from '../shared/errors.ts';
import type { UserId } from '../accounts/user.ts';

/** UUIDv7, lower case; the `sid` of the session's tokens. */
export type SessionId = string;

/** Where a request comes from. `address`: an IP address as text; `userAgent`: at most {@link MAX_USER_AGENT_LENGTH} characters. */
export type Client = { readonly address: string; readonly userAgent: string | null };

export const MAX_USER_AGENT_LENGTH = 256;

/**
 * One log-in on one device. Only the refresh token that carries `counter` is good; `idleExpiresAt` moves on with every
 * renewal, `expiresAt` never does. Times are UTC with millisecond precision.
 */
export type Session = {
  readonly id: SessionId;
  readonly userId: UserId;
  readonly counter: number;
  readonly client: Client;
  readonly createdAt: Date;
  readonly lastUsedAt: Date;
  readonly idleExpiresAt: Date;
  readonly expiresAt: Date;
};

/** How long a session lives, in seconds: without being used, and at the very most. */
export type SessionLifetime = { readonly idleTtlSeconds: number; readonly absoluteTtlSeconds: number };

/** Sessions somebody has at the same time; with one more, the oldest ends (OWASP ASVS 7.1.2). */
export const MAX_LIVE_SESSIONS = 20;

/** Name, password or account is not good; which of them is never said. */
export class InvalidCredentials extends domainError('unauthenticated', 'invalid-credentials') {}

/** The token is not one of ours, has expired or was revoked. */
export class InvalidToken extends domainError('unauthenticated', 'invalid-token') {}

/** The refresh token was used before: somebody else may have it, so its session has ended. */
export class RefreshTokenReused extends domainError('unauthenticated', 'refresh-token-reused') {}

export class SessionNotFound extends domainError('not-found', 'session-not-found') {}

/** A session that starts now. */
export function startSession(
  start: Pick<Session, 'id' | 'userId' | 'client'>,
  lifetime: SessionLifetime,
  now: Date,
): Session {
  const expiresAt = secondsAfter(now, lifetime.absoluteTtlSeconds);
  return {
    ...start,
    counter: 0,
    createdAt: now,
    lastUsedAt: now,
    idleExpiresAt: idleExpiry(expiresAt, lifetime, now),
    expiresAt,
  };
}

/** When a session that is used now ends unless it is used again; never later than `expiresAt`. */
export function idleExpiry(expiresAt: Date, { idleTtlSeconds }: SessionLifetime, now: Date): Date {
  return earlier(secondsAfter(now, idleTtlSeconds), expiresAt);
}

function secondsAfter(time: Date, seconds: number): Date {
  return new Date(time.getTime() + seconds * 1000);
}

function earlier(a: Date, b: Date): Date {
  return a < b ? a : b;
}
