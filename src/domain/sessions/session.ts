import type { Scope } from '../access/scope.ts';
import type { UserId } from '../accounts/user.ts';
import { domainError } from '../shared/errors.ts';
import type { ClientAddress } from './client-address.ts';

/** UUIDv7, lower case; the `sid` claim of the session's tokens. */
export type SessionId = string;

/** The client of a request. `userAgent`: at most {@link MAX_USER_AGENT_LENGTH} characters. */
export type Client = { readonly address: ClientAddress; readonly userAgent: string | null };

/** A client as it is stored and shown. `address`: the text of its address. */
export type ClientRecord = { readonly address: string; readonly userAgent: string | null };

export const MAX_USER_AGENT_LENGTH = 256;

/** The client id of sessions whose log-in named no client (RFC 6749 section 2.2). */
export const DEFAULT_CLIENT_ID = 'kinopolka';

/**
 * One log-in on one device, with one client of the service. `scope`: the permissions to which all its tokens are
 * narrowed; `null`: not narrowed. Only the refresh token with the current `counter` is valid. Each renewal extends
 * `idleExpiresAt`; `expiresAt` never changes. Times are UTC with millisecond precision.
 */
export type Session = {
  readonly id: SessionId;
  readonly userId: UserId;
  readonly counter: number;
  readonly clientId: string;
  readonly scope: Scope | null;
  readonly client: ClientRecord;
  readonly createdAt: Date;
  readonly lastUsedAt: Date;
  readonly idleExpiresAt: Date;
  readonly expiresAt: Date;
};

/** Lifetime of a session in seconds: without use, and in total. */
export type SessionLifetime = { readonly idleTtlSeconds: number; readonly absoluteTtlSeconds: number };

/** Maximum number of sessions of a user at the same time. A further one ends the oldest (OWASP ASVS 7.1.2). */
export const MAX_LIVE_SESSIONS = 20;

/** The login, the password or the account is not valid. The answer never tells which. */
export class InvalidCredentials extends domainError('unauthenticated', 'invalid-credentials') {}

/** The token was not issued by this service, has expired, or was revoked. */
export class InvalidToken extends domainError('unauthenticated', 'invalid-token') {}

/** The refresh token was already used: it may be stolen, so its session has ended. */
export class RefreshTokenReused extends domainError('unauthenticated', 'refresh-token-reused') {}

export class SessionNotFound extends domainError('not-found', 'session-not-found') {}

export function recordOf({ address, userAgent }: Client): ClientRecord {
  return { address: address.text, userAgent };
}

/** Creates a session that starts at `now`. */
export function startSession(
  { id, userId, client, ...kept }: Pick<Session, 'id' | 'userId' | 'clientId' | 'scope'> & { readonly client: Client },
  lifetime: SessionLifetime,
  now: Date,
): Session {
  const expiresAt = secondsAfter(now, lifetime.absoluteTtlSeconds);
  return {
    id,
    userId,
    ...kept,
    client: recordOf(client),
    counter: 0,
    createdAt: now,
    lastUsedAt: now,
    idleExpiresAt: idleExpiry(expiresAt, lifetime, now),
    expiresAt,
  };
}

/** When a session used at `now` expires without further use; never later than `expiresAt`. */
export function idleExpiry(expiresAt: Date, { idleTtlSeconds }: SessionLifetime, now: Date): Date {
  return earlier(secondsAfter(now, idleTtlSeconds), expiresAt);
}

function secondsAfter(time: Date, seconds: number): Date {
  return new Date(time.getTime() + seconds * 1000);
}

function earlier(a: Date, b: Date): Date {
  return a < b ? a : b;
}
